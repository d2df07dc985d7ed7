using System.Threading.Channels;

namespace ContactCenter.Server.Platform.Events;

/// <summary>One subscriber's event, leased by this node until that instant.</summary>
sealed record OutboxTask(
    Guid Id, string Subscriber, Guid Stream, Guid? ClientId, DateTimeOffset Instant, string Type, int Attempts, DateTimeOffset Until);

/// <summary>
/// Leased events on their way to this node's workers. What the node has committed comes here at once and is not looked for
/// in the database. What lay here for long is leased anew before it is handled, since somebody else may have it by then.
/// </summary>
public sealed class OutboxFeed
{
    /// <summary>
    /// Short, because a node that dies, or has not come to what it leased, holds up its pairs for so long, and what came later
    /// overtakes them; a worker renews it while a handler runs.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    /// <summary>
    /// From here on what is committed is left to whoever looks into the table, where what is due longest comes first. Half of
    /// what he takes: if the newest always found room, what was put off before would wait for as long as the load lasts. Few, so
    /// that on a slow node too their leases last until their turn comes.
    /// </summary>
    internal const int Most = 12;

    /// <summary>Some seconds of a busy node's, of a few hundred bytes each.</summary>
    const int MostRecent = 4096;

    readonly TimeProvider time;
    readonly string[] needRedis;
    readonly Channel<OutboxTask> tasks = Channel.CreateUnbounded<OutboxTask>();
    readonly Dictionary<Guid, JournalEvent> recent = [];
    readonly Queue<Guid> order = [];
    volatile bool behind;
    volatile bool redisAway;

    internal OutboxFeed(TimeProvider time, IEnumerable<NeedsRedis> needRedis) => (this.time, this.needRedis) = (time, [.. needRedis.Select(n => n.Subscriber)]);

    internal bool RedisAway { set => redisAway = value; }

    /// <summary>Whose rows this node leaves alone now.</summary>
    internal string[] Resting => redisAway ? needRedis : [];

    /// <summary>Whether what is committed now may be leased for this node: not while older events wait in the table, or it would overtake them.</summary>
    internal bool HasRoom => !behind && tasks.Reader.Count < Most;

    /// <summary>Whether the last look into the table left something there.</summary>
    internal bool Behind { set => behind = value; }

    internal int Count => tasks.Reader.Count;

    internal DateTimeOffset LeaseEnd => time.GetUtcNow() + Lease;

    /// <summary>
    /// What this node has just written is at hand when its turn comes, also after a while: a node that is behind must not
    /// pay more for each event than one that is not. Events never change, so that nothing here can be wrong.
    /// </summary>
    internal void Remember(IEnumerable<JournalEvent> events)
    {
        lock (order)
        {
            foreach (var e in events)
            {
                if (recent.TryAdd(e.Id, e)) order.Enqueue(e.Id);
            }
            while (order.Count > MostRecent) recent.Remove(order.Dequeue());
        }
    }

    internal JournalEvent? Recent(Guid id)
    {
        lock (order) return recent.GetValueOrDefault(id);
    }

    internal void Add(OutboxTask task) => tasks.Writer.TryWrite(task);

    internal ValueTask<OutboxTask> Next(CancellationToken cancellationToken) => tasks.Reader.ReadAsync(cancellationToken);
}
