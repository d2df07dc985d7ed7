using System.Text.Json;
using ContactCenter.Routing.Simulation;
using static ContactCenter.Routing.Tests.Simulation.Day;

namespace ContactCenter.Routing.Tests.Simulation;

/// <summary>What may be written in a file, what is refused, and what changes do.</summary>
public sealed class ScenarioTests
{
    private static readonly Scenario Whole = Crowd.Of(seed: 1);

    public static TheoryData<string, Scenario> Wrong => new()
    {
        { "name", Whole with { Name = "" } },
        { "end", Whole with { End = Whole.Start } },
        { "end", Whole with { End = Whole.Start.AddDays(401) } },
        { "end", Whole with { End = Whole.Start.AddDays(31), Agents = [.. Enumerable.Range(0, 2000).Select(n => Agents(1) with { Name = $"agent {n}" })] } },
        { "timeZone", Whole with { TimeZone = "Mars/Olympus" } },
        { "queues", Whole with { Queues = [], Agents = [], Shares = [] } },
        { "queues[1]", Whole with { Queues = [Whole.Queues[0], null!] } },
        { "queues[4]", Whole with { Queues = [.. Whole.Queues, Whole.Queues[0]] } },
        { "queues[0].skills.english", First(q => q with { Skills = Levels(("english", 0)) }) },
        { "queues[0].offerSeconds", First(q => q with { OfferSeconds = 0 }) },
        { "queues[0].sites[0]", First(q => q with { Sites = ["Atlantis"] }) },
        { "queues[0].handle.meanSeconds", First(q => q with { Handle = Fixed(-1) }) },
        { "queues[0].handle.meanSeconds", First(q => q with { Handle = Fixed(double.NaN) }) },
        { "queues[0].open[1].from", First(q => q with { Open = [From(0, 10), From(5, 20)] }) },
        { "queues[0].arrivals[0]", First(q => q with { Arrivals = [new(At(-10), At(10), 5)] }) },
        { "queues[0].contacts[0].at", First(q => q with { Contacts = [Contact(-1)] }) },
        { "queues[0].relaxations[0].afterSeconds", First(q => q with { Relaxations = [new(0, Levels())] }) },
        { "queues", First(q => q with { Arrivals = [new(Start, At(10), 5_000_000)] }) },
        { "agents", Whole with { Agents = [Whole.Agents[0] with { Count = 100_001 }] } },
        { "agents[0].count", Whole with { Agents = [Whole.Agents[0] with { Count = -1 }] } },
        { "agents[0].clients", Whole with { Agents = [Whole.Agents[0] with { Clients = [] }] } },
        { "agents[0].site", Whole with { Agents = [Whole.Agents[0] with { Site = "Atlantis" }] } },
        { "agents[0].weights.voice", Whole with { Agents = [Whole.Agents[0] with { Weights = Levels(("voice", 101)) }] } },
        { "shares[0].client", Whole with { Shares = [new("nobody", 10)] } },
        { "shares", Whole with { Shares = [new("acme", 60), new("bright", 60)] } },
    };

    public static TheoryData<Change, Func<Scenario, object?>, object?> Changes => new()
    {
        { new StaffingChange("team", 8), s => s.Agents[0].Count, 8 },
        { new AddGroupChange(Agents(2) with { Name = "new" }), s => s.Agents[^1].Name, "new" },
        { new SkillChange("team", "spanish", 2), s => s.Agents[0].Skills.GetValueOrDefault("spanish"), 2 },
        { new SkillChange("team", "english", 0), s => s.Agents[0].Skills.Count, 0 },
        { new WeightChange("team", "voice", 60), s => s.Agents[0].Weights.GetValueOrDefault("voice"), 60 },
        { new QueueChange("calls", "acme") { AnswerTargetSeconds = 40, BestSkilled = true }, s => (s.Queues[0].AnswerTargetSeconds, s.Queues[0].BestSkilled, s.Queues[0].Target), (40, true, 20) },
        { new QueueChange("calls", "acme") { Sites = ["Manila"] }, s => s.Queues[0].Sites?[0], "Manila" },
        { new SharesChange([]), s => s.Shares.Count, 0 },
        { new SiteChange("Lisbon"), s => s.Sites[0].Open, null },
        { new ShiftChange("team", [From(0, 1)]), s => s.Agents[0].Shifts!.Count, 1 },
        { new VolumeChange(2, "calls"), s => s.Queues[0].Arrivals[0].Count, 300.0 },
        { new VolumeChange(2), s => s.Queues[0].Contacts.Count, 4 },
        { new VolumeChange(0, Client: "acme"), s => s.Queues[0].Contacts.Count, 0 },
        { new HandleChange(0.5, "calls", "acme"), s => (s.Queues[0].Handle.MeanSeconds, s.Queues[0].Contacts[0].HandleSeconds), (90.0, (double?)200.0) },
        { new PatienceChange(3), s => (s.Queues[0].Patience!.MeanSeconds, s.Queues[0].Contacts[0].PatienceSeconds), (270.0, (double?)60.0) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_by_its_path(string path, Scenario scenario) =>
        Assert.Contains(path, scenario.Errors().Select(e => e.Path));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Each_kind_of_change_changes_that_and_comes_back_from_a_file(Change change, Func<Scenario, object?> of, object? expected)
    {
        var json = JsonSerializer.Serialize(new WhatIf(Whole, [change]), ScenarioJson.Options);

        var read = ScenarioJson.Read(json);

        Assert.Equal(expected, of(read.Base.With(read.Changes!)));
        Assert.Equal(json, JsonSerializer.Serialize(read, ScenarioJson.Options));
        Assert.NotEqual(expected, of(read.Base));
    }

    [Fact]
    public void A_change_of_what_is_not_there_names_the_change_and_its_field()
    {
        Change good = new StaffingChange("team", 1);

        Assert.Equal("changes[1].group", PathOf(good, new StaffingChange("nobody", 1)));
        Assert.Equal("changes[1].count", PathOf(good, new StaffingChange("team", -1)));
        Assert.Equal("changes[1].group.name", PathOf(good, new AddGroupChange(Agents(1))));
        Assert.Equal("changes[1].queue", PathOf(good, new QueueChange("mail", "acme")));
        Assert.Equal("changes[1].client", PathOf(good, new VolumeChange(1, Client: "nobody")));
        Assert.Equal("changes[1].factor", PathOf(good, new HandleChange(-1)));
        Assert.Equal("changes[1].site", PathOf(good, new SiteChange("Atlantis")));
    }

    [Theory]
    [InlineData("base.queues[0].handel", """{ "base": { "name": "a", "start": "2026-03-02T09:00Z", "end": "2026-03-02T10:00Z", "queues": [{ "name": "q", "handel": 1 }] } }""")]
    [InlineData("changes[0].grup", """{ "changes": [{ "grup": "a", "kind": "staffing", "count": 1 }], "base": null }""")]
    [InlineData("base", """{ "base": null }""")]
    [InlineData("", "{")]
    [InlineData("", "null")]
    public void A_malformed_file_is_refused_with_the_place(string path, string json)
    {
        var refused = Assert.Throws<ScenarioException>(() => ScenarioJson.Read(json));

        Assert.StartsWith(path, Assert.Single(refused.Errors).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawn_times_have_the_mean_and_the_spread_that_were_asked_for()
    {
        foreach (var duration in new[] { Exponential(200), new Duration(Distribution.LogNormal, 200, 0.5), Fixed(200) })
        {
            var stream = new RandomStream(1, "test");
            var drawn = Enumerable.Range(0, 200_000).Select(_ => stream.Next(duration)).ToList();
            var mean = drawn.Average();
            var spread = Math.Sqrt(drawn.Average(d => (d - mean) * (d - mean))) / mean;
            Assert.InRange(mean, 198, 202);
            Assert.Equal(duration.Distribution switch { Distribution.Exponential => 1, Distribution.LogNormal => 0.5, _ => 0 }, spread, 1.0 / 50);
        }
    }

    private static Scenario First(Func<SimulatedQueue, SimulatedQueue> edit) => Whole with { Queues = [edit(Whole.Queues[0]), .. Whole.Queues.Skip(1)] };

    private static string PathOf(params Change[] changes) => Assert.Single(Assert.Throws<ScenarioException>(() => Whole.With(changes)).Errors).Path;
}
