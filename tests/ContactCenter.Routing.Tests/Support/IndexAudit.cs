using System.Globalization;
using StackExchange.Redis;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>Counts a pool's whole index anew and compares, by a script that shares no line with the product's.</summary>
public static class IndexAudit
{
    private static readonly string Script = Read();

    public static async Task AssertSoundAsync(RedisConnection redis, string pool, bool overloadAllowed, DateTimeOffset now)
    {
        var faults = (RedisResult[]?)await redis.EvaluateAsync(Script, [$"pool:{{{pool}}}"], [overloadAllowed ? "1" : "0", now.ToUnixTimeMilliseconds()]);
        Assert.Empty(faults!.Select(fault => (string?)fault));
    }

    /// <summary>State, version and holder of every item the index knows.</summary>
    public static async Task<IReadOnlyDictionary<Guid, (string State, long Version, Guid? Agent)>> ItemsAsync(RedisConnection redis, string pool)
    {
        const string list = """
            local found, flat = {}, redis.call('HGETALL', KEYS[1])
            for i = 1, #flat, 2 do
                local item = cmsgpack.unpack(flat[i + 1])
                found[#found + 1] = { flat[i], item.state, string.format('%.0f', item.version), item.agent or '' }
            end
            return found
            """;
        var rows = (RedisResult[]?)await redis.EvaluateAsync(list, [$"items:{{{pool}}}"], []);
        return rows!.Select(row => (string?[]?)row).ToDictionary(
            row => Guid.Parse(row![0]!),
            row => (row![1]!, long.Parse(row[2]!, CultureInfo.InvariantCulture), Guid.TryParse(row[3], out var agent) ? agent : (Guid?)null));
    }

    private static string Read()
    {
        using var stream = typeof(IndexAudit).Assembly.GetManifestResourceStream("ContactCenter.Routing.Tests.Support.IndexAudit.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
