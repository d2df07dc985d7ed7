using System.Text;
using ContactCenter.Routing;
using StackExchange.Redis;

namespace ContactCenter.Server.Platform.Nodes;

/// <summary>
/// What the nodes say to each other: Redis pub/sub, so at most once, and lost while Redis is away. It only wakes and shows;
/// what must not be lost stands in PostgreSQL. Every message begins with its sender's id.
/// </summary>
public sealed partial class NodeWire(RedisConnection redis, ThisNode node, ILogger<NodeWire> log)
{
    internal const int SenderLength = 32;

    // One hash tag: a script may touch all of them on a cluster, too.
    const string CounterPrefix = "{news}:seq:";
    const string OncePrefix = "{news}:once:";
    const int MostAtOnce = 100;

    // A call costs a node as much as several messages. One alone waits for nothing; the more there are, the longer the next ones
    // wait to go together, and so long a wait nobody sees.
    static TimeSpan PaceAfter(int messages) => TimeSpan.FromMilliseconds(Math.Min(messages - 1, 10));

    // A topic without a number begins at the microseconds of Redis' clock: after a wipe numbers jump up and never back,
    // since nobody counts faster than that. These scripts decide nothing, so they may read the clock.
    const string Begin = """
        local clock = redis.call('TIME')
        local begin = clock[1] .. string.format('%06d', clock[2])

        """;

    // For each message its topic's counter and its name, or the counter again when it has none; all of them travel as one.
    const string NumberAndSend = Begin + """
        local numbered = {}
        for i = 1, #KEYS, 2 do
            if KEYS[i] == KEYS[i + 1] or redis.call('SET', KEYS[i + 1], '1', 'NX', 'PX', '60000') then
                redis.call('SETNX', KEYS[i], begin)
                redis.call('INCR', KEYS[i])
                numbered[#numbered + 1] = redis.call('GET', KEYS[i]) .. ' ' .. ARGV[(i + 5) / 2]
            end
        end
        if #numbered > 0 then redis.call('PUBLISH', ARGV[1], ARGV[2] .. table.concat(numbered, '\n')) end
        return 1
        """;

    const string ReadNumbers = Begin + """
        local numbers = {}
        for i, key in ipairs(KEYS) do
            redis.call('SETNX', key, begin)
            numbers[i] = redis.call('GET', key)
        end
        return numbers
        """;

    readonly Lock gate = new();
    readonly Queue<Numbered> waiting = new();
    bool sending;

    /// <summary>To all other nodes, in the order of the calls; nobody waits, and nobody hears whether it arrived.</summary>
    public void Send(string channel, ReadOnlyMemory<byte> message) => _ = Try(() => redis.PublishAsync(channel, Signed(message)));

    /// <summary>
    /// To all nodes, this one too: the topic's next number, a space, the message, which has no line break. Numbers of a topic
    /// arrive everywhere in their order. What has an <paramref name="once"/> is sent once a minute, whoever sends it. False when
    /// Redis did not answer: nobody knows then whether it is sent, or will be. What is said within a few milliseconds after a
    /// call goes together with the next one: a listener gets lines, one a message.
    /// </summary>
    public Task<bool> SendNumbered(string channel, string topic, byte[] message, string? once = null)
    {
        var counter = CounterPrefix + topic;
        var numbered = new Numbered(channel, counter, once is null ? counter : OncePrefix + once, message);
        lock (gate)
        {
            waiting.Enqueue(numbered);
            if (sending) return numbered.Sent.Task;
            sending = true;
        }
        _ = SendWaiting();
        return numbered.Sent.Task;
    }

    async Task SendWaiting()
    {
        while (true)
        {
            var batch = new List<Numbered>();
            lock (gate)
            {
                while (batch.Count < MostAtOnce && waiting.TryPeek(out var next) && (batch.Count == 0 || next.Channel == batch[0].Channel)) batch.Add(waiting.Dequeue());
                if (batch.Count == 0)
                {
                    sending = false;
                    return;
                }
            }
            var keys = new RedisKey[batch.Count * 2];
            var arguments = new RedisValue[batch.Count + 2];
            (arguments[0], arguments[1]) = (batch[0].Channel, Signature());
            for (var i = 0; i < batch.Count; i++) (keys[2 * i], keys[(2 * i) + 1], arguments[i + 2]) = (batch[i].Counter, batch[i].Once, batch[i].Message);
            try
            {
                var sent = await Try(() => redis.EvaluateAsync(NumberAndSend, keys, arguments)) is not null;
                foreach (var message in batch) message.Sent.SetResult(sent);
            }
#pragma warning disable CA1031 // it is the callers' failure, and thrown there; the next ones must not wait for ever
            catch (Exception e)
#pragma warning restore CA1031
            {
                foreach (var message in batch) message.Sent.TrySetException(e);
            }
            if (PaceAfter(batch.Count) is { Ticks: > 0 } pace) await Task.Delay(pace, TimeProvider.System);
        }
    }

    sealed record Numbered(string Channel, string Counter, string Once, byte[] Message)
    {
        public TaskCompletionSource<bool> Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The last number of each topic; null when Redis does not say.</summary>
    public async Task<IReadOnlyDictionary<string, long>?> Numbers(IReadOnlyCollection<string> topics)
    {
        var answer = await Try(() => redis.EvaluateAsync(ReadNumbers, [.. topics.Select(t => (RedisKey)(CounterPrefix + t))], []));
        return answer is null ? null : topics.Zip((RedisResult[])answer!).ToDictionary(t => t.First, t => (long)t.Second);
    }

    byte[] Signature() => Encoding.ASCII.GetBytes(node.Id.ToString("N"));

    byte[] Signed(ReadOnlyMemory<byte> message) => [.. Signature(), .. message.Span];

    async Task<T?> Try<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RedisUnavailableException)
        {
            // Said once by whoever watches the connection; here each caller knows what a lost message means.
        }
        catch (RedisServerException e)
        {
            Refused(e);
        }
        return default;
    }

    [LoggerMessage(1, LogLevel.Warning, "Redis refused a message between nodes")]
    partial void Refused(Exception e);
}
