using System.Text.Json;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing.Simulations;

/// <summary>Two clients and a supervisor of both, on real time: runs take what they take.</summary>
public class SimulationsFixture : ServerFixture
{
    public Guid Acme { get; private set; }
    public Guid Bright { get; private set; }
    public Api Supervisor { get; private set; } = null!;

    protected override void Configure(ServerOptions options)
    {
        options.Time = TimeProvider.System;
        options.Settings["Simulation:Redis"] = Installation.Redis.Configuration;
    }

    protected override async Task Ready()
    {
        (Acme, Bright) = (await Seed.Client("acme", "Acme"), await Seed.Client("bright", "Bright"));
        await Seed.User("supervisor@simulations.test", [BuiltInRoles.Supervisor], [Acme, Bright]);
        Supervisor = await SignedIn("supervisor@simulations.test");
    }

    /// <summary>An hour of chats for one client, and agents who serve it.</summary>
    public static object Scenario(string client = "Acme", double contacts = 60, int agents = 2, double hours = 1)
    {
        var start = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);
        return new
        {
            name = "An hour", start, end = start.AddHours(hours),
            queues = new[]
            {
                new
                {
                    name = "Support", client, channel = "chat", answerTargetSeconds = 30, arrivals = new[] { new { from = start, to = start.AddHours(hours), count = contacts } },
                    handle = new { distribution = "exponential", meanSeconds = 240 }, patience = new { distribution = "exponential", meanSeconds = 120 },
                },
            },
            agents = new[] { new { name = "Crew", count = agents, clients = new[] { client }, channels = new[] { "chat" }, weights = new { chat = 100 } } },
        };
    }

    public static object Run(object scenario, object[]? changes = null, int seed = 1, string name = "Try") =>
        new { name, source = new { kind = "scenario", scenario }, changes = changes ?? [], seed };

    public async Task<Answer> Ask(object body) => (await Supervisor.Post("simulations", body)).Expect(201);

    /// <summary>The run when it has come to that state.</summary>
    public async Task<Answer> Until(Guid id, string state)
    {
        Answer? run = null;
        await Eventually(async () =>
        {
            run = (await Supervisor.Get($"simulations/{id}")).Expect(200);
            return run["state"].GetString() == state;
        }, $"the run is {state}");
        return run!;
    }

    public Task<Answer> Done(Answer asked) => Until(asked.Id, "done");

    public static JsonElement Total(Answer run, string of = "base") => run["result"].GetProperty(of).GetProperty("total");
}
