using System.Text.Json.Nodes;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>A floor with two pools: the first, and one for the night.</summary>
public sealed class SeveralPoolsFixture : DeskFixture
{
    public const string Night = "night";

    private Api? administrator;

    public Guid NightQueue { get; private set; }

    /// <summary>One sign-in for all: there is a limit to them.</summary>
    public Api Operator => administrator ?? throw new InvalidOperationException("Not started.");

    protected override async Task Ready()
    {
        administrator = await Admin();
        (await Operator.Post("pools", new { name = Night })).Expect(201);
        NightQueue = await AddQueue(new { pool = Night });
    }

    protected override Task Finished()
    {
        administrator?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<Guid> AddQueue(object settings)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(settings)!.AsObject();
        (body["clientId"], body["name"]) = (Client, $"Queue {Seed.NewId()}");
        return (await Operator.Post("queues", body)).Expect(201)["id"].GetGuid();
    }

    /// <summary>What a queue says now, with some of it otherwise.</summary>
    public async Task<Answer> Change(Guid queue, Action<JsonObject> change)
    {
        var rules = JsonNode.Parse((await Operator.Get($"queues/{queue}")).Expect(200).Text)!.AsObject();
        foreach (var not in new[] { "id", "clientId" }) rules.Remove(not);
        change(rules);
        return await Operator.Put($"queues/{queue}", rules);
    }

    public async Task<Answer> Move(Desk agent, string pool)
    {
        var version = (await Operator.Get($"agents/{agent.Id}")).Expect(200)["version"].GetInt64();
        var moved = await Operator.Put($"agents/{agent.Id}", new { skills = Array.Empty<object>(), weights = (object?)null, version, pool });
        await Settled();
        return moved;
    }

    public async Task<Desk> NightAgent(bool ready = true)
    {
        var agent = await Agent();
        (await Move(agent, Night)).Expect(200);
        if (ready) await agent.Become("ready");
        return agent;
    }

    public Task<string> PoolOf(Guid ticket) => Installation.Scalar<string>("SELECT pool FROM tickets.tickets WHERE id = @id", ("id", ticket));
}
