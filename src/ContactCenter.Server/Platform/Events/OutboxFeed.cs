using System.Threading.Channels;

namespace ContactCenter.Server.Platform.Events;

/// <summary>
/// One subscriber's event, leased by this node until that instant. What was committed with it is at hand when this node has
/// just done that.
/// </summary>
sealed record OutboxTask(
    Guid Id, string Subscriber, Guid Stream, Guid? ClientId, DateTimeOffset Instant, string Type, int Attempts, DateTimeOffset Until, IReadOnlyList<JournalEvent> AtHand);

/// <summary>
/// Leased events on their way to this node's workers. What the node has committed comes here at once and is not looked for
/// in the database; what lies here longer than its lease is dropped, since somebody else may have it by then.
/// </summary>
public sealed class OutboxFeed(TimeProvider time)
{
    /// <summary>Short, because a node that dies holds up its pairs for so long; a worker renews it while a handler runs.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    /// <summary>
    /// From here on what is committed is left to whoever looks into the table, where what is due longest comes first. Half of
    /// what he takes: if the newest always found room, what was put off before would wait for as long as the load lasts.
    /// </summary>
    internal const int Most = 32;

    readonly Channel<OutboxTask> tasks = Channel.CreateUnbounded<OutboxTask>();

    /// <summary>Whether what is committed now may be leased for this node.</summary>
    internal bool HasRoom => tasks.Reader.Count < Most;

    internal int Count => tasks.Reader.Count;

    internal DateTimeOffset LeaseEnd => time.GetUtcNow() + Lease;

    internal void Add(OutboxTask task) => tasks.Writer.TryWrite(task);

    internal async Task<OutboxTask> Next(CancellationToken cancellationToken)
    {
        while (true)
        {
            var task = await tasks.Reader.ReadAsync(cancellationToken);
            if (task.Until - time.GetUtcNow() > Lease / 4) return task;
        }
    }
}
