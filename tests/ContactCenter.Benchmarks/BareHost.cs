using System.Net.WebSockets;
using ContactCenter.Benchmarks.Rig;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactCenter.Benchmarks;

/// <summary>The reference beside the product, in a process of its own: SignalR and a WebSocket echo, and nothing else.</summary>
static class BareHost
{
    public const string Command = "bare-host";

    public static string[] CommandLine() => [typeof(BareHost).Assembly.Location, Command];

    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.UseWebSockets();
        var hub = app.Services.GetRequiredService<IHubContext<BareHub>>();
        var seq = 0L;
        app.UsePushes((user, at) => hub.Clients.Group(BareHub.GroupOf(user))
            .SendAsync("typing", new { ticketId = user, typing = true, version = at, topic = BareHub.GroupOf(user), seq = ++seq }));
        app.MapGet("/health/ready", () => "ok");
        app.Map("/echo", Echo);
        app.MapHub<BareHub>("/hubs/agent", o => o.Transports = HttpTransportType.WebSockets);
        await app.RunAsync();
        return 0;
    }

    static async Task Echo(Microsoft.AspNetCore.Http.HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, http.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, http.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The caller has gone.
        }
    }
}

/// <summary>Joins the group that its query names, as a screen joins its user's.</summary>
sealed class BareHub : Hub
{
    public static string GroupOf(Guid user) => $"user:{user}";

    public override async Task OnConnectedAsync()
    {
        var user = Guid.Parse(Context.GetHttpContext()!.Request.Headers.Cookie.ToString());
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(user));
        await Clients.Caller.SendAsync("connected", new { topics = new Dictionary<string, long> { [GroupOf(user)] = 0 } });
    }
}
