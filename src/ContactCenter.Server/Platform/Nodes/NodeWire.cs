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
    const string CounterPrefix = "news:seq:";
    const string OncePrefix = "news:once:";

    // A topic without a number begins at the microseconds of Redis' clock: after a wipe numbers jump up and never back,
    // since nobody counts faster than that. These scripts decide nothing, so they may read the clock.
    const string Begin = """
        local clock = redis.call('TIME')
        local begin = clock[1] .. string.format('%06d', clock[2])

        """;

    const string NumberAndSend = Begin + """
        if KEYS[2] and not redis.call('SET', KEYS[2], '1', 'NX', 'PX', '60000') then return 0 end
        redis.call('SETNX', KEYS[1], begin)
        redis.call('INCR', KEYS[1])
        redis.call('PUBLISH', ARGV[1], ARGV[2] .. redis.call('GET', KEYS[1]) .. ' ' .. ARGV[3])
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

    /// <summary>To all other nodes, in the order of the calls; nobody waits, and nobody hears whether it arrived.</summary>
    public void Send(string channel, ReadOnlyMemory<byte> message) => _ = Try(() => redis.PublishAsync(channel, Signed(message)));

    /// <summary>
    /// To all nodes, this one too: the topic's next number, a space, the message. Numbers of a topic arrive everywhere in
    /// their order. What has an <paramref name="once"/> is sent once a minute, whoever sends it. False when Redis did not answer:
    /// nobody knows then whether it is sent, or will be.
    /// </summary>
    public async Task<bool> SendNumbered(string channel, string topic, ReadOnlyMemory<byte> message, string? once = null)
    {
        RedisKey[] keys = once is null ? [CounterPrefix + topic] : [CounterPrefix + topic, OncePrefix + once];
        RedisValue[] arguments = [channel, Signature(), message.ToArray()];
        return await Try(() => redis.EvaluateAsync(NumberAndSend, keys, arguments)) is not null;
    }

    /// <summary>The last number of each topic; null when Redis does not say.</summary>
    public async Task<IReadOnlyDictionary<string, long>?> Numbers(IReadOnlyCollection<string> topics)
    {
        var answer = await Try(() => redis.EvaluateAsync(ReadNumbers, [.. topics.Select(t => (RedisKey)(CounterPrefix + t))], []));
        return answer is null ? null : topics.Zip((RedisResult[])answer!).ToDictionary(t => t.First, t => (long)t.Second);
    }

    string Signature() => node.Id.ToString("N");

    byte[] Signed(ReadOnlyMemory<byte> message) => [.. Encoding.ASCII.GetBytes(Signature()), .. message.Span];

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
