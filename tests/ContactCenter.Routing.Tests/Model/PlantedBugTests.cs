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
        ["who lost a race keeps its weight"] = ("put_down(agent, item, part.weight, part.beside)", "if detail ~= 'claimed' then put_down(agent, item, part.weight, part.beside) end"),
        ["a decline ends the others' offers, too"] = ("if not item.offers then wait(item) end\nreturn finish", "withdraw_offers(item)\nwait(item)\nreturn finish"),
        ["only the first of those who let it ring is silenced"] = ("agent.expired = agent.expired + 1\n", "if #item.offers == 1 then agent.expired = agent.expired + 1 end\n"),
        ["what rings takes whom another waits for"] = ("repeat settle_once() until #fresh == 0 and #freed == 0", "repeat settle_once() ring_others() until #fresh == 0 and #freed == 0"),
        ["who has his cap is offered more before others"] = ("if share[2] and units >= share[2] * capacity() then return LAST end", ""),
        ["who has less than his share has no turn of his own"] = ("units < share[1] * capacity() and FIRST or EQUAL", "EQUAL or EQUAL"),
        ["work is given out before its queue opens"] = ("if item.opens then return end", ""),
        ["a call interrupts nobody"] = ("return agent.interruptible and not agent.interrupted and weight == FULL", "return false"),
        ["what a call interrupted weighs nothing after it"] = ("agent.load = agent.load - weight + agent.paused", "agent.load = agent.load - weight"),
        ["who has room and declined a call keeps it from those it may interrupt"] =
            ("if not agent then return first_of_all(item, 'reached', reach_key) end", "if candidates == 0 then return first_of_all(item, 'reached', reach_key) end"),
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

        // The rarest is met once in some hundred courses: by chance alone, now and then not in time. At full size it is chance.
        var config = Config.QuickThrowOnFailure.WithMaxTest(100_000);
        if (!Scale.Full) config = config.FromSeed(5);
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
