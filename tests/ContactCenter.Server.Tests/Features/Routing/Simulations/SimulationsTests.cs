using System.Text.Json;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;
using static ContactCenter.Server.Tests.Features.Routing.Simulations.SimulationsFixture;

namespace ContactCenter.Server.Tests.Features.Routing.Simulations;

public sealed class SimulationsTests(SimulationsFixture fixture) : IClassFixture<SimulationsFixture>
{
    static readonly object[] twoMore = [new { kind = "staffing", group = "Crew", count = 4 }];

    [Fact]
    public async Task Two_more_agents_are_shown_beside_what_there_is()
    {
        var run = await fixture.Done(await fixture.Ask(Run(Scenario(), twoMore)));
        var (as_is, changed) = (Total(run), Total(run, "changed"));
        Assert.Equal(as_is.GetProperty("offered").GetInt64(), changed.GetProperty("offered").GetInt64());
        Assert.True(changed.GetProperty("answered").GetInt64() > as_is.GetProperty("answered").GetInt64());
        Assert.True(changed.GetProperty("serviceLevel").GetDouble() > as_is.GetProperty("serviceLevel").GetDouble());
        Assert.Equal("connect", as_is.GetProperty("serviceLevelFormula").GetString());
        Assert.Equal(1, run["progress"].GetProperty("fraction").GetDouble());
        Assert.Equal([fixture.Acme], run["clientIds"].EnumerateArray().Select(c => c.GetGuid()));
        Assert.Equal(["simulationAsked", "simulationBegun", "simulationDone"], await Facts(run.Id));
        Assert.Contains((await fixture.Supervisor.Get("simulations")).Expect(200).Items, r => r.GetProperty("id").GetGuid() == run.Id && r.GetProperty("changeCount").GetInt32() == 1);
    }

    [Fact]
    public async Task A_base_that_is_known_is_not_played_again()
    {
        var first = await fixture.Done(await fixture.Ask(Run(Scenario(), seed: 7)));
        var key = await fixture.Installation.Scalar<string>("SELECT base_key FROM routing.simulations WHERE id = @id", ("id", first.Id));
        await fixture.Installation.Execute("UPDATE routing.simulation_results SET result = jsonb_set(result::jsonb, '{scenario}', '\"kept\"')::json WHERE key = @key", ("key", key));
        var second = await fixture.Done(await fixture.Ask(Run(Scenario(), twoMore, seed: 7)));
        Assert.Equal("kept", second["result"].GetProperty("base").GetProperty("scenario").GetString());
        Assert.Equal("An hour", second["result"].GetProperty("changed").GetProperty("scenario").GetString());
        var otherSeed = await fixture.Done(await fixture.Ask(Run(Scenario(), seed: 8)));
        Assert.Equal("An hour", otherSeed["result"].GetProperty("base").GetProperty("scenario").GetString());

        (await fixture.Supervisor.Delete($"simulations/{first.Id}")).Expect(204);
        Assert.NotEqual(JsonValueKind.Null, (await fixture.Supervisor.Get($"simulations/{second.Id}")).Expect(200)["result"].ValueKind);
        (await fixture.Supervisor.Delete($"simulations/{second.Id}")).Expect(204);
        (await fixture.Supervisor.Delete($"simulations/{second.Id}")).Expect(404, "not_found");
        Assert.Empty(await fixture.Installation.Column<string>("SELECT key FROM routing.simulation_results WHERE key = @key", ("key", key)));
    }

    [Fact]
    public async Task The_sheet_has_a_row_for_each_client_queue_and_half_hour_of_both()
    {
        var run = await fixture.Done(await fixture.Ask(Run(Scenario(), twoMore)));
        var sheet = (await fixture.Supervisor.Get($"simulations/{run.Id}/figures.csv")).Expect(200);
        Assert.Equal("text/csv", sheet.ContentType);
        var rows = sheet.Text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("serviceLevel (connect)", rows[0], StringComparison.Ordinal);
        // The whole, the client and the queue, each with two half-hours, twice.
        Assert.Equal(1 + 2 * 3 * 3, rows.Length);
        Assert.Contains(rows, r => r.StartsWith("changed,Acme,Support,chat,2026-03-09T09:30:00+00:00,", StringComparison.Ordinal));
        var file = (await fixture.Supervisor.Get($"simulations/{run.Id}/scenario")).Expect(200);
        Assert.Equal("An hour", file["base"].GetProperty("name").GetString());
        Assert.Equal("staffing", file["changes"][0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_run_is_cancelled_while_it_is_played_and_leaves_nothing_behind()
    {
        var asked = await fixture.Ask(Run(Scenario(contacts: 400_000, agents: 200, hours: 240)));
        await fixture.Until(asked.Id, "running");
        (await fixture.Supervisor.Get($"simulations/{asked.Id}/figures.csv")).Expect(409, "simulation_not_done");
        Assert.Equal("cancelled", (await fixture.Supervisor.Post($"simulations/{asked.Id}/cancel")).Expect(200)["state"].GetString());
        Assert.Equal("cancelled", (await fixture.Supervisor.Post($"simulations/{asked.Id}/cancel")).Expect(200)["state"].GetString());
        // The node is free again, and plays the next.
        var next = await fixture.Done(await fixture.Ask(Run(Scenario())));
        (await fixture.Supervisor.Post($"simulations/{next.Id}/cancel")).Expect(409, "simulation_ended");
        Assert.Equal("cancelled", (await fixture.Supervisor.Get($"simulations/{asked.Id}")).Expect(200)["state"].GetString());
        Assert.Equal(["simulationAsked", "simulationBegun", "simulationCancelled"], await Facts(asked.Id));
        await using var redis = new ContactCenter.Routing.RedisConnection(
            new() { Configuration = fixture.Installation.Redis.Configuration }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<ContactCenter.Routing.RedisConnection>.Instance);
        await redis.WhenConnectedAsync();
        Assert.Empty((string[])(await redis.ExecuteAsync("KEYS", ["*simulation-*"]))!);
    }

    [Fact]
    public async Task A_run_whose_node_died_is_begun_anew_and_comes_to_the_same()
    {
        var whole = await fixture.Done(await fixture.Ask(Run(Scenario(), seed: 21)));
        var digest = whole["result"].GetProperty("base").GetProperty("decisionsDigest").GetString();
        await fixture.Installation.Execute("DELETE FROM routing.simulation_results WHERE key = (SELECT base_key FROM routing.simulations WHERE id = @id)", ("id", whole.Id));
        // As a node leaves it that was killed half way, a moment before its lease ends.
        await fixture.Installation.Execute(
            "UPDATE routing.simulations SET state = 'running', fraction = 0.5, ended_at = NULL, leased_until = @soon WHERE id = @id",
            ("id", whole.Id), ("soon", TimeProvider.System.GetUtcNow().AddSeconds(1)));
        var again = await fixture.Done(whole);
        Assert.Equal(digest, again["result"].GetProperty("base").GetProperty("decisionsDigest").GetString());
        Assert.Equal(2L, await fixture.Installation.Scalar<long>("SELECT attempt::bigint FROM routing.simulations WHERE id = @id", ("id", whole.Id)));
    }

    [Fact]
    public async Task A_run_that_takes_its_nodes_down_is_given_up()
    {
        var run = await fixture.Done(await fixture.Ask(Run(Scenario(), seed: 22)));
        await fixture.Installation.Execute(
            "UPDATE routing.simulations SET state = 'running', attempt = 5, ended_at = NULL, leased_until = @now WHERE id = @id",
            ("id", run.Id), ("now", TimeProvider.System.GetUtcNow()));
        Assert.Equal("begun_too_often", (await fixture.Until(run.Id, "failed"))["error"].GetString());
    }

    [Fact]
    public async Task Only_who_sees_all_of_its_clients_sees_a_run()
    {
        await fixture.Seed.User("acme@simulations.test", [BuiltInRoles.Supervisor], [fixture.Acme]);
        await fixture.Seed.User("agent@simulations.test", [BuiltInRoles.Agent], [fixture.Acme, fixture.Bright]);
        using var some = await fixture.SignedIn("acme@simulations.test");
        var own = await fixture.Ask(Run(Scenario()));
        var both = await fixture.Ask(Run(Both()));
        var foreign = await fixture.Ask(Run(Scenario("Bright")));
        var madeUp = await fixture.Ask(Run(Scenario("Nobody's")));
        Assert.Equal([fixture.Acme, fixture.Bright], both["clientIds"].EnumerateArray().Select(c => c.GetGuid()).Order());
        Assert.Empty(madeUp["clientIds"].EnumerateArray());

        (await some.Get($"simulations/{own.Id}")).Expect(200);
        var seen = (await some.Get("simulations")).Expect(200).Items.Select(r => r.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(own.Id, seen);
        var unknown = await some.Get($"simulations/{fixture.Seed.NewId()}");
        foreach (var hidden in new[] { both, foreign, madeUp })
        {
            Assert.DoesNotContain(hidden.Id, seen);
            Assert.Equal((unknown.Status, unknown.Text), ((await some.Get($"simulations/{hidden.Id}")).Status, unknown.Text));
            (await some.Get($"simulations/{hidden.Id}/figures.csv")).Expect(404, "not_found");
            (await some.Get($"simulations/{hidden.Id}/scenario")).Expect(404, "not_found");
            (await some.Post($"simulations/{hidden.Id}/cancel")).Expect(404, "not_found");
            (await some.Delete($"simulations/{hidden.Id}")).Expect(404, "not_found");
        }
        await fixture.Done(madeUp);
        using var agent = await fixture.SignedIn("agent@simulations.test");
        (await agent.Get("simulations")).Expect(403, "forbidden");
    }

    [Fact]
    public async Task The_same_made_up_day_of_two_people_is_each_ones_own()
    {
        await fixture.Seed.User("second@simulations.test", [BuiltInRoles.Supervisor], [fixture.Acme]);
        using var second = await fixture.SignedIn("second@simulations.test");
        await fixture.Done(await fixture.Ask(Run(Scenario("Prospect"))));
        var theirs = (await second.Post("simulations", Run(Scenario("Prospect")))).Expect(201);
        await fixture.Eventually(async () => (await second.Get($"simulations/{theirs.Id}")).Expect(200)["state"].GetString() == "done", "it is done");
        Assert.NotEqual(JsonValueKind.Null, (await second.Get($"simulations/{theirs.Id}")).Expect(200)["result"].ValueKind);
    }

    [Fact]
    public async Task Without_a_Redis_for_simulations_none_is_taken()
    {
        await using var bare = fixture.StartAnother(options => options.Settings["Simulation:Redis"] = "");
        using var api = bare.Api();
        (await api.SignIn("supervisor@simulations.test")).Expect(200);
        (await api.Post("simulations", Run(Scenario()))).Expect(503, "simulation_unavailable");
        (await api.Get("simulations")).Expect(200);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_run()
    {
        var key = fixture.Seed.NewId().ToString();
        var first = (await fixture.Supervisor.Post("simulations", Run(Scenario()), key)).Expect(201);
        Assert.Equal(first.Id, (await fixture.Supervisor.Post("simulations", Run(Scenario()), key)).Expect(201).Id);
        (await fixture.Supervisor.Post("simulations", Run(Scenario(), seed: 5), key)).Expect(422, "idempotency_key_reused");
    }

    [Theory]
    [InlineData("""{"name": "", "source": {"kind": "recorded", "date": "2026-01-01"}}""", "name")]
    [InlineData("""{"name": "Try", "source": {"kind": "scenario"}}""", "source")]
    [InlineData("""{"name": "Try", "source": {"kind": "recorded", "date": "1999-01-01"}}""", "source.date")]
    [InlineData("""{"name": "Try", "source": {"kind": "recorded", "date": "2999-01-01"}}""", "source.date")]
    [InlineData("""{"name": "Try", "source": {"kind": "recorded", "date": "2026-01-01", "timeZone": "Mars/North"}}""", "source.timeZone")]
    [InlineData("""{"name": "Try", "source": {"scenario": null, "kind": "other"}}""", "source")]
    [InlineData("""{"name": "Try", "source": {"kind": "scenario", "scenario": {"name": "S", "surprise": 1}}}""", "source.scenario.surprise")]
    public async Task What_is_no_run_is_refused_by_field(string body, string field) =>
        Assert.Equal(field, Field((await fixture.Supervisor.Post("simulations", body)).Expect(400, "invalid_request")));

    [Fact]
    public async Task What_cannot_be_simulated_is_refused_with_its_path()
    {
        Assert.Equal("source.scenario.end", Field((await fixture.Supervisor.Post("simulations", Run(Scenario(hours: -1)))).Expect(400)));
        Assert.Equal("source.scenario.queues", Field((await fixture.Supervisor.Post("simulations", Run(Scenario(contacts: 1_000_001)))).Expect(400)));
        Assert.Equal("source.scenario.agents", Field((await fixture.Supervisor.Post("simulations", Run(Scenario(agents: 20_001)))).Expect(400)));
        Assert.Equal("source.scenario.end", Field((await fixture.Supervisor.Post("simulations", Run(Scenario(hours: 24 * 32)))).Expect(400)));
        Assert.Equal("changes[0].group", Field((await fixture.Supervisor.Post("simulations", Run(Scenario(), [new { kind = "staffing", group = "Nobody", count = 1 }]))).Expect(400)));
        Assert.Equal("changes.agents", Field((await fixture.Supervisor.Post("simulations", Run(Scenario(), [new { kind = "staffing", group = "Crew", count = 20_001 }]))).Expect(400)));
        using var large = fixture.Supervisor.Request(HttpMethod.Post, "simulations");
        large.Content = new StringContent(new string('x', 17 * 1024 * 1024), System.Text.Encoding.UTF8, "application/json");
        (await fixture.Supervisor.Send(large)).Expect(413, "body_too_large");
        var strangers = new { name = "Try", source = new { kind = "recorded", date = "2026-01-01", clientIds = new[] { fixture.Seed.NewId() } } };
        (await fixture.Supervisor.Post("simulations", strangers)).Expect(404, "not_found");
    }

    static object Both()
    {
        var (one, two) = (JsonSerializer.SerializeToNode(Scenario())!, JsonSerializer.SerializeToNode(Scenario("Bright"))!);
        one["queues"]!.AsArray().Add(two["queues"]![0]!.DeepClone());
        return one;
    }

    static string Field(Answer refused) => refused["errors"].EnumerateObject().First().Name;

    Task<List<string>> Facts(Guid run) => fixture.Installation.Column<string>("SELECT type FROM journal.events WHERE stream = @id ORDER BY sequence", ("id", run));
}
