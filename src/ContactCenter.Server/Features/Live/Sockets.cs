using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.SignalR;

namespace ContactCenter.Server.Features.Live;

/// <summary>The sockets of this process by user, so that they end when his rights change.</summary>
sealed partial class Sockets(UserSnapshots snapshots, IHostApplicationLifetime host, TimeProvider time, ILogger<Sockets> log) : IAccessObserver
{
    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    readonly Lock gate = new();
    readonly Dictionary<Guid, Dictionary<HubCallerContext, CurrentUser>> byUser = [];

    public void Add(CurrentUser user, HubCallerContext socket)
    {
        lock (gate)
        {
            if (!byUser.TryGetValue(user.Id, out var sockets)) byUser[user.Id] = sockets = [];
            sockets[socket] = user;
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
        lock (gate) ended = byUser.TryGetValue(userId, out var sockets) ? [.. sockets.Keys] : [];
        foreach (var socket in ended) socket.Abort();
    }

    public void AccessUnknown() => _ = Check();

    /// <summary>Ends the sockets of those who may not do any more what they might when they came.</summary>
    async Task Check()
    {
        Guid[] users;
        lock (gate) users = [.. byUser.Keys];
        while (users.Length > 0)
        {
            try
            {
                var now = await snapshots.StampsOf(users, host.ApplicationStopping);
                (HubCallerContext Socket, CurrentUser User)[] open;
                lock (gate) open = [.. users.SelectMany(u => byUser.GetValueOrDefault(u)?.Select(s => (s.Key, s.Value)) ?? [])];
                foreach (var (socket, user) in open)
                {
                    if (!user.StillSo(now.GetValueOrDefault(user.Id))) socket.Abort();
                }
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                NotChecked(e);
                await Task.Delay(Again, time, host.ApplicationStopping);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Whether open sockets may stay open cannot be looked up and is tried again")]
    partial void NotChecked(Exception e);
}
