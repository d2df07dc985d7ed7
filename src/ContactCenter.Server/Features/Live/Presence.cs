using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Live;

/// <summary>
/// Told when the first screen of a user came to this node and when the last one left it, in that order and one at a time per
/// user, in a scope of the operator's; told again of who is here when this node has a new place among the nodes. What it
/// throws refuses the socket, or, for one that went, is tried again.
/// </summary>
public interface IConnectionObserver
{
    Task Connected(Guid userId);
    Task Disconnected(Guid userId);
}

/// <summary>Told that an agent is typing, in that agent's own scope. Whether the ticket is his is the observer's to see.</summary>
public interface ITypingObserver
{
    Task Typing(Guid userId, Guid ticketId, bool typing);
}

/// <summary>Counts the agents' screens in this process. A host that stops says nothing of each: its node ends as a whole.</summary>
sealed partial class Presence(IServiceScopeFactory scopes, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Presence> log) : INodeObserver, IDisposable
{
    const int AtOnce = 8;
    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    // When a node restarts everybody comes at once: they wait here, and not for connections that others need too.
    const int WritersAtOnce = 12;
    readonly SemaphoreSlim turns = new(WritersAtOnce);

    sealed class Screens
    {
        public SemaphoreSlim Gate { get; } = new(1);
        public int Users { get; set; }
        public int Count { get; set; }
        public bool Told { get; set; }
    }

    readonly Lock gate = new();
    readonly Dictionary<Guid, Screens> present = [];

    public void Dispose() => turns.Dispose();

    public Task Came(Guid userId) => Tell(userId, 1);

    public async Task Went(Guid userId)
    {
        for (var change = -1; !lifetime.ApplicationStopping.IsCancellationRequested; change = 0)
        {
            try
            {
                await Tell(userId, change);
                return;
            }
#pragma warning disable CA1031 // he is gone whatever fails here, and must not count as present for ever
            catch (Exception e)
#pragma warning restore CA1031
            {
                NotTold(e, userId);
                await Task.Delay(Again, time, CancellationToken.None);
            }
        }
    }

    public async Task Returned(CancellationToken cancellationToken)
    {
        Guid[] here;
        lock (gate) here = [.. present.Keys];
        var several = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(here, several, async (userId, _) => await Tell(userId, 0, again: true));
    }

    async Task Tell(Guid userId, int change, bool again = false)
    {
        var screens = Borrow(userId);
        await screens.Gate.WaitAsync();
        try
        {
            screens.Count += change;
            var here = screens.Count > 0;
            if (here == screens.Told && !(here && again)) return;
            await Observe(userId, here);
            screens.Told = here;
        }
        finally
        {
            screens.Gate.Release();
            Return(userId, screens);
        }
    }

    Screens Borrow(Guid userId)
    {
        lock (gate)
        {
            if (!present.TryGetValue(userId, out var screens)) present[userId] = screens = new Screens();
            screens.Users++;
            return screens;
        }
    }

    void Return(Guid userId, Screens screens)
    {
        lock (gate)
        {
            if (--screens.Users == 0 && screens is { Count: 0, Told: false }) present.Remove(userId);
        }
    }

    async Task Observe(Guid userId, bool here)
    {
        await turns.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(new Actor("agent", userId));
            foreach (var observer in scope.ServiceProvider.GetServices<IConnectionObserver>())
                await (here ? observer.Connected(userId) : observer.Disconnected(userId));
        }
        finally
        {
            turns.Release();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "It could not be said that {UserId} has left; it is tried again")]
    partial void NotTold(Exception e, Guid userId);
}
