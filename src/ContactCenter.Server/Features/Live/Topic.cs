using System.Collections.Concurrent;

namespace ContactCenter.Server.Features.Live;

/// <summary>The names of topics, which are the names of the hubs' groups too.</summary>
static class Topic
{
    public static string User(Guid id) => $"user:{id}";
    public static string Client(Guid id) => $"client:{id}";
}

/// <summary>
/// Numbers the news of each topic, rising by one, and keeps number and sending together: what holds a topic's gate is
/// numbered and handed over before anything else of that topic.
/// </summary>
sealed class TopicSequences
{
    readonly ConcurrentDictionary<string, Sequence> topics = new(StringComparer.Ordinal);

    public Sequence Of(string topic) => topics.GetOrAdd(topic, _ => new Sequence());

    public sealed class Sequence
    {
        public SemaphoreSlim Gate { get; } = new(1);

        /// <summary>The last one given; read and raised by whoever holds the gate.</summary>
        public long Last { get; private set; }

        public long Next() => ++Last;
    }
}
