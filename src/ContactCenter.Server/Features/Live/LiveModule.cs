using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Http;
using ContactCenter.Server.Platform.Nodes;
using Microsoft.AspNetCore.Http.Connections;

namespace ContactCenter.Server.Features.Live;

static class LiveModule
{
    // Screens say little: an invocation with two arguments.
    const int LongestMessage = 4 * 1024;

    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<Presence>().AddSingleton<INodeObserver>(p => p.GetRequiredService<Presence>()).AddSingleton<Watchers>();
        services.AddSingleton<Sockets>().AddSingleton<IAccessObserver>(p => p.GetRequiredService<Sockets>());
        services.AddSingleton<NewsDelivery>().AddHostedService(p => p.GetRequiredService<NewsDelivery>());
        services.AddSingleton<INodeListener>(p => p.GetRequiredService<NewsDelivery>());
        services.AddSingleton(p => new News(
            p.GetRequiredService<NodeWire>(), p.GetRequiredService<NewsDelivery>(), p.GetRequiredService<IHostApplicationLifetime>(), p.GetRequiredService<TimeProvider>()));
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = LongestMessage;
            options.KeepAliveInterval = TimeSpan.FromSeconds(10);
            // The hub's pings make a page ping back, whatever its browser does to the timers of a page that nobody looks at.
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
        }).AddJsonProtocol(o => JsonShapes.Configure(o.PayloadSerializerOptions));
        // For whoever does not ping, and seldom: each socket has a timer of its own for these, which fires four times an interval.
        services.Configure<Microsoft.AspNetCore.Builder.WebSocketOptions>(o => (o.KeepAliveInterval, o.KeepAliveTimeout) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)));
    }

    public static void MapLive(this IEndpointRouteBuilder app)
    {
        app.MapHub<AgentHub>("/hubs/agent", Sockets).Needs(Permission.TicketsWork, or: Permission.TicketsRead).OwnOriginOnly();
        app.MapHub<SupervisorHub>("/hubs/supervisor", Sockets).Needs(Permission.BoardRead).OwnOriginOnly();
    }

    static void Sockets(HttpConnectionDispatcherOptions options) => options.Transports = HttpTransportType.WebSockets;
}
