using ContactCenter.Server.Features.Access;
using Microsoft.AspNetCore.SignalR;

namespace ContactCenter.Server.Features.Live;

/// <summary>
/// What both hubs share: a socket belongs to a signed-in user, is known by him, joins its topics and is told where they
/// stand. A hub brings news; it changes nothing.
/// </summary>
abstract partial class ScreenHub(Sockets sockets, UserSnapshots snapshots, NewsDelivery news, TimeProvider time, ILogger log) : Hub
{
    static readonly object UserItem = new();
    static readonly object EndItem = new();

    protected CurrentUser User => (CurrentUser)Context.Items[UserItem]!;

    /// <summary>The topics whose news this socket gets, and the groups that bring them.</summary>
    protected abstract Task<(IReadOnlyCollection<string> Topics, IReadOnlyCollection<string> Groups)> Subscriptions();

    protected virtual Task Came() => Task.CompletedTask;

    protected virtual Task Went() => Task.CompletedTask;

    public override async Task OnConnectedAsync()
    {
        // The door has let him in (Admission) before the socket was opened.
        var user = Context.GetHttpContext()!.RequestServices.GetRequiredService<CurrentUser>();
        Context.Items[UserItem] = user;
        sockets.Add(user, Context);
        EndWith(user.Session);
        try
        {
            // A change between the door and the line above has ended nothing: it is seen here.
            if (!user.StillSo((await snapshots.Of(user.Id, Context.ConnectionAborted))?.Stamps)) Context.Abort();
            else await Open();
        }
#pragma warning disable CA1031 // an error would tell the screen not to come back; an abort makes it try again
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotOpened(log, e, user.Id);
            Context.Abort();
        }
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        (Context.Items[EndItem] as ITimer)?.Dispose();
        sockets.Remove(User.Id, Context);
        news.Leave(Context.ConnectionId);
        await Went();
    }

    /// <summary>A socket outlives the session it was opened in by nothing; a screen that was used meanwhile comes back at once.</summary>
    void EndWith(SignedInSession session)
    {
        var left = session.Until - time.GetUtcNow();
        // A hub lives for one call, its context as long as the socket.
        var socket = Context;
        Context.Items[EndItem] = time.CreateTimer(_ => socket.Abort(), null, left < TimeSpan.Zero ? TimeSpan.Zero : left, Timeout.InfiniteTimeSpan);
    }

    async Task Open()
    {
        var (topics, groups) = await Subscriptions();
        await news.Join(Context.ConnectionId, Clients.Caller, Groups, topics, groups, Context.ConnectionAborted);
        await Came();
    }

    [LoggerMessage(1, LogLevel.Warning, "A socket of {UserId} could not be opened")]
    static partial void NotOpened(ILogger log, Exception e, Guid userId);
}
