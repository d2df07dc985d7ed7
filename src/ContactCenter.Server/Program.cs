using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Channels;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Contacts;
using ContactCenter.Server.Features.Knowledge;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Quality;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Routing.Simulations;
using ContactCenter.Server.Features.Supervision;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    await Migrate.Run(builder.Configuration, TimeProvider.System, CancellationToken.None);
    return 0;
}

if (args is ["seed-demo"])
{
    DemoStep[] rooms = [ClientsDemo.Seed, AccessDemo.Seed, AgentsDemo.Seed, KnowledgeDemo.Seed, TicketsDemo.Seed, RoutingDemo.Seed, ChannelsDemo.Seed];
    return await SeedDemo.Run(builder.Configuration, builder.Environment, TimeProvider.System, rooms, CancellationToken.None) ? 0 : 1;
}

builder.AddPlatform();
builder.AddAccess();
builder.Services.AddLive();
builder.Services.AddAgents();
builder.Services.AddTickets();
builder.AddRouting();
builder.Services.AddChannels();
builder.Services.AddQuality();
builder.Services.AddSupervision();

var app = builder.Build();
if (args is ["create-admin", ..]) return await CreateAdmin.Run(app.Services, args[1..]);
if (args is ["replay", ..]) return await ReplayDay.Run(app.Services, args[1..]);
if (args is ["simulate", ..]) return await RunSimulationFile.Run(app.Services, args[1..]);

app.UsePlatform();
app.UseAccess();
app.UseVisitors();
app.UseIdempotency();
app.MapPlatform();
app.MapLive();
app.MapDemoPages();

var api = app.MapGroup("/api/v1");
api.MapAccess();
api.MapDeadLetters(r => r.Needs(Permission.OperationsManage));
api.MapClients(r => r.Needs(Permission.ClientsRead), r => r.Needs(Permission.ClientsManage));
api.MapAgents();
api.MapKnowledge();
api.MapContacts();
api.MapTickets();
api.MapRouting();
api.MapChannels();
api.MapQuality();
api.MapSupervision();
await app.RunAsync();
return 0;
