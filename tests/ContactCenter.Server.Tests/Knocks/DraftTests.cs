using System.Text.Json;
using System.Text.Json.Nodes;
using ContactCenter.Server.Tests.Hosting;
using Npgsql;
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
            installation, [new("first", first.Address), new("second", second.Address)], new Plan { Agents = Scale.Of(5, 24), ChatsPerSecond = Scale.Of(5, 50), FollowEvery = Scale.Of(3, 20) });
        await floor.Furnish();
        await new Seed(installation, TimeProvider.System).Admin("admin@floor.test");
        var skill = await new Seed(installation, TimeProvider.System).Skill("drafted");
        await Task.WhenAll(first.Start(), second.Start());
        await floor.Open();
        floor.Work();
        using var admin = (await floor.SignIn("admin@floor.test", 1)).Api;
        var draft = (await admin.Post("drafts", new { name = "Under load", rules = await Rules(admin, floor, skill) })).Expect(201).Json;

        var switches = new List<(DateTimeOffset At, int Seconds)>();
        foreach (var (way, seconds) in Enumerable.Repeat(new[] { ("publish", Drafted), ("rollback", Before) }, Times).SelectMany(both => both))
        {
            var load = floor.Run(TimeSpan.FromSeconds(4));
            await Task.Delay(TimeSpan.FromSeconds(1));
            draft = (await admin.Post($"drafts/{draft.GetProperty("id").GetGuid()}/{way}", new { version = draft.GetProperty("version").GetInt64() })).Expect(200).Json;
            switches.Add((Floor.Now, seconds));
            await load;
        }

        Floor.Sound(await floor.Judge());
        var offers = await Offers(installation);
        output.WriteLine($"{offers.Select(o => o.Ticket).Distinct().Count()} tickets, {offers.Count} offers, {switches.Count} switches");
        foreach (var ((at, seconds), next) in switches.Zip(switches.Skip(1).Select(s => s.At).Append(DateTimeOffset.MaxValue)))
        {
            // By which rules it goes is decided between the two.
            var came = offers.FindAll(o => o.Opened > at && o.Offered < next);
            Assert.Contains(came, o => o.Seconds == seconds);
            var late = came.Where(o => o.Seconds != seconds).Select(o => o.Opened - at).DefaultIfEmpty().Max();
            output.WriteLine($"{seconds} s: {came.Count} offers of what came afterwards, the last by the rules before came {late.TotalMilliseconds:0} ms after the switch");
            Assert.True(late < EffectWithin, $"still routed by the rules before {late} after the switch");
        }
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

    private static async Task<List<(Guid Ticket, DateTimeOffset Opened, DateTimeOffset Offered, int Seconds)>> Offers(Installation installation)
    {
        await using var source = NpgsqlDataSource.Create(installation.Server.Owner(installation.Database));
        await using var command = source.CreateCommand("""
            SELECT d.ticket_id, e.instant, d.at, round(extract(epoch FROM (d.data ->> 'deadline')::timestamptz - d.at))::int
            FROM routing.decisions d JOIN journal.events e ON e.stream = d.ticket_id AND e.type = 'ticketOpened' WHERE d.type = 'offerMade'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var offers = new List<(Guid, DateTimeOffset, DateTimeOffset, int)>();
        while (await reader.ReadAsync()) offers.Add((reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt32(3)));
        return offers;
    }
}
