using System.Globalization;
using System.Text.Json.Nodes;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing.Simulations;

public sealed class DraftedDayTests(RecordedDayFixture floor) : IClassFixture<RecordedDayFixture>
{
    [Fact]
    public async Task A_draft_is_tried_on_the_day_as_if_it_had_been_live()
    {
        var client = await floor.Seed.Client($"drafted-{floor.Seed.NewId():n}");
        var queue = await floor.Seed.Queue(client, "Drafted");
        await floor.Seed.Disposition(client, "resolved");
        await using (var agent = await floor.Agent(client))
        {
            await floor.Installation.Execute("UPDATE agents.agents SET weights = '{\"chat\": 100}' WHERE id = @id", ("id", agent.Id));
            await agent.Become("ready");
            await floor.Morning(agent, client, queue);
            using var admin = await floor.Admin();
            var rules = JsonNode.Parse((await admin.Get($"queues/{queue}")).Expect(200).Text)!.AsObject();
            foreach (var name in new[] { "id", "clientId", "version" }) rules.Remove(name);
            (rules["answerTargetSeconds"], rules["ringAgents"], rules["name"]) = (7, 3, "Called otherwise");
            var draft = (await admin.Post("drafts", new
            {
                name = "Three at once",
                rules = new { queues = new[] { new { queueId = queue, rules } }, agents = new[] { new { agentId = agent.Id, equipment = new { skills = Array.Empty<object>() } } } },
            })).Expect(201);
            var source = new { kind = "recorded", date = floor.Server.Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), timeZone = "UTC", clientIds = new[] { client } };

            var asked = (await admin.Post("simulations", new { name = "Drafted", source, draftId = draft.Id })).Expect(201);
            Answer? run = null;
            await floor.Eventually(async () => (run = await admin.Get($"simulations/{asked.Id}")).Expect(200)["state"].GetString() == "done", "it has been played");

            // With room for three at once nobody has to wait, so nobody gives up.
            var (asItWas, drafted) = (SimulationsFixture.Total(run!), SimulationsFixture.Total(run!, "changed"));
            Assert.Equal((4, 3, 1), (asItWas.GetProperty("offered").GetInt32(), asItWas.GetProperty("answered").GetInt32(), asItWas.GetProperty("abandoned").GetInt32()));
            Assert.Equal((4, 4, 0), (drafted.GetProperty("offered").GetInt32(), drafted.GetProperty("answered").GetInt32(), drafted.GetProperty("abandoned").GetInt32()));
            var changes = run!["changes"].EnumerateArray().ToList();
            Assert.Equal(["queue", "staffing", "add-group"], changes.Select(c => c.GetProperty("kind").GetString()));
            Assert.Equal((7, 3), (changes[0].GetProperty("answerTargetSeconds").GetInt32(), changes[0].GetProperty("ringAgents").GetInt32()));
            Assert.Equal(0, changes[1].GetProperty("count").GetInt32());
            Assert.Equal(33, changes[2].GetProperty("group").GetProperty("weights").GetProperty("chat").GetInt32());

            (await admin.Post("simulations", new { name = "Unknown", source, draftId = floor.Seed.NewId() })).Expect(404, "not_found");
            (await admin.Post("simulations", new { name = "Made up", source = new { kind = "scenario", scenario = SimulationsFixture.Scenario() }, draftId = draft.Id })).Expect(400, "invalid_request");
        }
    }
}
