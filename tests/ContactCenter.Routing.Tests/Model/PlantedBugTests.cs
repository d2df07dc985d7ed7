using ContactCenter.Routing.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Routing.Tests.Model;

/// <summary>The model itself is proven: with each of these bugs in the scripts, random calls are soon decided against the rules.</summary>
[Collection(RedisTests.Name)]
public sealed class PlantedBugTests(RedisFixture redis)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A piece of the scripts' text, and what stands there instead.
    private static readonly Dictionary<string, (string Text, string Instead)> Bugs = new()
    {
        ["an agent gets a second offer"] = ("and not agent.offer and", "and"),
        ["room is counted up to 200"] = ("agent.load + weight <= FULL", "agent.load + weight <= 200"),
        ["the last deadline comes first"] = ("lane_key(item.lane), item.deadline, item.member", "lane_key(item.lane), -item.deadline, item.member"),
        ["whoever has just worked is asked first"] = ("redis.call('ZADD', key, agent.idle, agent.id)", "redis.call('ZADD', key, -agent.idle, agent.id)"),
        ["skill does not count"] = ("item.best and best_skilled(item) or longest_idle(item)", "longest_idle(item)"),
        ["the preferred agent is not waited for"] = ("elseif preferred and not item.queued then", "elseif false then"),
        ["who declined is asked again at once"] = ("if decline[1] == agent_id then return true end", ""),
        ["who declined is never asked again"] = ("if decline[2] == 0 or decline[2] > now then", "if true then"),
        ["nothing is ever asked less of"] = ("while item.relax and item.relax[1] and item.relax[1][1] <= now do", "while false do"),
        ["who never answers is asked for ever"] = ("if agent.expired >= 2 then agent.mute = true end", ""),
        ["a late repeat is believed"] = ("if not item or item.version < version then return nil end", "if not item or item.version <= version then return nil end"),
        ["a transfer frees nobody"] = ("if item.owner then release(item, item.owner, item.owner_weight, item.owner_beside) end", ""),
        ["a timer takes an offered item for a waiting one"] = ("if item.state == 'waiting' then\nif kind ~= 'late'", "if true then\nif kind ~= 'late'"),
    };

    public static TheoryData<string> Names() => [.. Bugs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_bug_is_found(string name)
    {
        var (text, instead) = Bugs[name];
        var planted = false;
        await using var connection = new RedisConnection(
            new RedisConnectionOptions { Configuration = redis.Server.Configuration, Deadline = TimeSpan.FromSeconds(10), EditScript = Plant },
            TimeProvider.System,
            NullLogger<RedisConnection>.Instance);
        await connection.WhenConnectedAsync().WaitAsync(Patience);

        var config = Config.QuickThrowOnFailure.WithMaxTest(100_000);
        var started = TimeProvider.System.GetTimestamp();
        var found = await Task.Run(() => Record.Exception(() => Check.One(config, Prop.ForAll(Steps.Any(shrink: false), steps =>
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException();
            return ModelTests.Run(connection, steps) is null;
        }))));

        Assert.True(planted, "the scripts have no such text any more");
        Assert.NotNull(found);
        Assert.DoesNotContain(nameof(TimeoutException), found.ToString(), StringComparison.Ordinal);

        string Plant(string script)
        {
            var edited = script.Replace(text, instead, StringComparison.Ordinal);
            if (edited != script) planted = true;
            return edited;
        }
    }
}
