using ContactCenter.Server.Features.Access;
using Microsoft.AspNetCore.SignalR;

namespace ContactCenter.Server.Features.Live;

/// <summary>The sockets of this process by user, so that they end when his rights change.</summary>
sealed class Sockets : IAccessObserver
{
    readonly Lock gate = new();
    readonly Dictionary<Guid, HashSet<HubCallerContext>> byUser = [];

    public void Add(Guid userId, HubCallerContext socket)
    {
        lock (gate)
        {
            if (!byUser.TryGetValue(userId, out var sockets)) byUser[userId] = sockets = [];
            sockets.Add(socket);
        }
    }

    public void Remove(Guid userId, HubCallerContext socket)
    {
        lock (gate)
        {
            if (!byUser.TryGetValue(userId, out var sockets)) return;
            sockets.Remove(socket);
            if (sockets.Count == 0) byUser.Remove(userId);
        }
    }

    public void AccessChanged(Guid userId)
    {
        HubCallerContext[] ended;
        lock (gate) ended = byUser.TryGetValue(userId, out var sockets) ? [.. sockets] : [];
        foreach (var socket in ended) socket.Abort();
    }
}
