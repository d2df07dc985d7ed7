using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;

var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    await Migrate.Run(builder.Configuration, TimeProvider.System, CancellationToken.None);
    return;
}

builder.AddPlatform();
builder.AddAccess();
builder.Services.AddLive();

var app = builder.Build();
app.UsePlatform();
app.UseAccess();
app.UseIdempotency();
app.MapPlatform();
app.MapLive();

var api = app.MapGroup("/api/v1");
api.MapAccess();
api.MapClients(r => r.Needs(Permission.ClientsRead), r => r.Needs(Permission.ClientsManage));
await app.RunAsync();
