using StackExchange.Redis;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>Counts a pool's whole index anew and compares, by a script that shares no line with the product's.</summary>
public static class IndexAudit
{
    private static readonly string Script = Read();

    public static async Task AssertSoundAsync(RedisConnection redis, string pool, bool overloadAllowed)
    {
        var faults = (RedisResult[]?)await redis.EvaluateAsync(Script, [$"pool:{{{pool}}}"], [overloadAllowed ? "1" : "0"]);
        Assert.Empty(faults!.Select(fault => (string?)fault));
    }

    private static string Read()
    {
        using var stream = typeof(IndexAudit).Assembly.GetManifestResourceStream("ContactCenter.Routing.Tests.Support.IndexAudit.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
