using ContactCenter.Server.Platform;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;

var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    await Migrate.Run(builder.Configuration, TimeProvider.System, CancellationToken.None);
    return;
}

builder.AddPlatform();
builder.Services.AddScoped<CurrentUser>();

var app = builder.Build();
app.UsePlatform();
app.UseIdempotency();
app.MapPlatform();

var api = app.MapGroup("/api/v1");
api.MapClients(r => r.Needs(Permission.ClientsRead), r => r.Needs(Permission.ClientsManage));
await app.RunAsync();
