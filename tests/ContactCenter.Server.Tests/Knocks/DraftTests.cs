using System.Text.Json.Nodes;
using ContactCenter.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>Rules go live and are rolled back on two nodes while customers keep coming: what comes then is routed by them, and nothing is lost or doubled.</summary>
[Collection(Alone.Name)]
[Trait("Category", "Soak")]
public sealed class DraftTests(ITestOutputHelper output)
{
    private const int Before = 2;
    private const int Drafted = 6;
    private static readonly TimeSpan EffectWithin = TimeSpan.FromSeconds(5);
    private static readonly int Times = Scale.Of(2, 20);

    [Fact]
    public async Task A_draft_put_live_and_rolled_back_under_load_takes_effect_within_seconds()
    {
        await using var installation = await Installation.Make();
        await using var first = new Node("first", installation);
        await using var second = new Node("second", installation);
        await using var floor = new Floor(
            installation, [new("first", first.Address), new("second", second.Address)], new Plan { Agents = Scale.Of(5, 12), ChatsPerSecond = Scale.Of(5, 10) });
        await floor.Furnish();
        await new Seed(installation, TimeProvider.System).Admin("admin@floor.test");
        var skill = await new Seed(installation, TimeProvider.System).Skill("drafted");
        await Task.WhenAll(first.Start(), second.Start());
        await floor.Open();
        floor.Work();
        using var admin = (await floor.SignIn("admin@floor.test", 1)).Api;
        var draft = (await admin.Post("drafts", new { name = "Under load", rules = await Rules(admin, floor, skill) })).Expect(201).Json;

        using var enough = new CancellationTokenSource();
        var load = Load(floor, enough.Token);
        var switches = new List<(DateTimeOffset At, int Seconds)>();
        foreach (var (way, seconds) in Enumerable.Repeat(new[] { ("publish", Drafted), ("rollback", Before) }, Times).SelectMany(both => both))
        {
            draft = (await admin.Post($"drafts/{draft.GetProperty("id").GetGuid()}/{way}", new { version = draft.GetProperty("version").GetInt64() })).Expect(200).Json;
            switches.Add((Floor.Now, seconds));
            output.WriteLine($"{way}: the first to be queued by the other rules after {(await FirstQueued(installation, switches[^1]) - switches[^1].At).TotalMilliseconds:0} ms");
        }

        await Task.Delay(EffectWithin + TimeSpan.FromSeconds(2));
        await enough.CancelAsync();
        await load;
        await floor.Sound();
        var (last, rules) = switches[^1];
        var after = await installation.Column<int>("SELECT offer_seconds FROM routing.items WHERE enqueued_at > @at", ("at", last + EffectWithin));
        output.WriteLine($"{await installation.Scalar<long>("SELECT count(*) FROM tickets.tickets")} tickets, {switches.Count} switches, {after.Count} came {EffectWithin.TotalSeconds:0} s after the last");
        Assert.NotEmpty(after);
        Assert.All(after, seconds => Assert.Equal(rules, seconds));
    }

    private static async Task Load(Floor floor, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested) await floor.Run(TimeSpan.FromSeconds(1));
    }

    /// <summary>By which rules an item goes is decided when it is queued; how long it then waits is the load's.</summary>
    private static async Task<DateTimeOffset> FirstQueued(Installation installation, (DateTimeOffset At, int Seconds) since)
    {
        var patience = Floor.Now + (EffectWithin * Scale.Of(12, 1));
        while (Floor.Now < patience)
        {
            var queued = await installation.Scalar<long>("SELECT count(*) FROM routing.items WHERE enqueued_at > @at AND offer_seconds = @seconds", ("at", since.At), ("seconds", since.Seconds));
            if (queued > 0) return Floor.Now;
            await Task.Delay(50);
        }

        Assert.Fail($"Nothing was queued by the rules that went live at {since.At:O}.");
        return default;
    }

    /// <summary>Both queues ask longer, the client has a share, and an agent has one more skill.</summary>
    private static async Task<object> Rules(Api admin, Floor floor, Guid skill)
    {
        var queues = (await admin.Get("queues")).Expect(200).Items.Select(queue =>
        {
            var rules = JsonNode.Parse(queue.GetRawText())!.AsObject();
            foreach (var name in new[] { "id", "clientId", "version" }) rules.Remove(name);
            rules["offerSeconds"] = Drafted;
            return new { queueId = queue.GetProperty("id").GetGuid(), rules };
        }).ToList();
        var pool = (await admin.Get("pools")).Expect(200).Items.Single();
        var client = (await admin.Get("clients")).Expect(200).Items[0].GetProperty("id").GetGuid();
        return new
        {
            queues,
            pools = new[] { new { poolId = pool.GetProperty("id").GetGuid(), shares = new[] { new { clientId = client, guaranteedPercent = 50 } } } },
            agents = new[] { new { agentId = floor.Desks[0].Id, equipment = new { skills = new[] { new { skillId = skill, level = 5 } } } } },
        };
    }
}
