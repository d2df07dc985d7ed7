using ContactCenter.Server.Features.Agents;

namespace ContactCenter.Server.Tests.Features.Agents;

/// <summary>The states of an agent as a table. Every change raises his version by one fact, and nothing else does.</summary>
public sealed class AgentTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Later = Start.AddMinutes(10);

    const AgentState Offline = AgentState.Offline, Ready = AgentState.Ready, Break = AgentState.Break;

    [Theory]
    // From, asked for, holds work; then: state, reason, next, its reason, changed, since starts anew.
    [InlineData("offline", Ready, null, false, "ready", true, true)]
    [InlineData("offline", Break, "lunch", false, "break lunch", true, true)]
    [InlineData("offline", Break, "lunch", true, "break lunch", true, true)]
    [InlineData("offline", Offline, null, false, "offline", false, false)]
    [InlineData("offline connection_lost", Offline, null, false, "offline connection_lost", false, false)]
    [InlineData("offline connection_lost", Ready, null, false, "ready", true, true)]
    [InlineData("ready", Ready, null, true, "ready", false, false)]
    [InlineData("ready", Ready, "lunch", false, "ready", false, false)]
    [InlineData("ready", Break, "lunch", false, "break lunch", true, true)]
    [InlineData("ready", Break, "lunch", true, "ready, next break lunch", true, false)]
    [InlineData("ready", Offline, null, true, "offline", true, true)]
    [InlineData("ready, next break lunch", Break, "lunch", true, "ready, next break lunch", false, false)]
    [InlineData("ready, next break lunch", Break, "training", true, "ready, next break training", true, false)]
    [InlineData("ready, next break lunch", Break, "lunch", false, "break lunch", true, true)]
    [InlineData("ready, next break lunch", Ready, null, true, "ready", true, false)]
    [InlineData("ready, next break lunch", Offline, null, true, "offline", true, true)]
    [InlineData("break lunch", Break, "lunch", false, "break lunch", false, false)]
    [InlineData("break lunch", Break, "training", true, "break training", true, true)]
    [InlineData("break lunch", Ready, null, true, "ready", true, true)]
    [InlineData("break lunch", Offline, null, false, "offline", true, true)]
    public void Asking_for_a_state(string from, AgentState state, string? reason, bool holdsWork, string then, bool changed, bool anew)
    {
        var agent = In(from);
        var version = agent.Version;
        var idle = agent.IdleSince;
        agent.Ask(state, reason, holdsWork, Later);
        Assert.Equal(then, Say(agent));
        Assert.Equal(changed ? version + 1 : version, agent.Version);
        Assert.Equal(anew ? Later : Start, agent.Since);
        Assert.Equal(anew && agent.State == Ready ? Later : idle, agent.IdleSince);
    }

    [Theory]
    [InlineData("ready, next break lunch", "break lunch", true)]
    [InlineData("ready", "ready", false)]
    [InlineData("break lunch", "break lunch", false)]
    [InlineData("offline", "offline", false)]
    public void The_end_of_his_work(string from, string then, bool changed)
    {
        var agent = In(from);
        var version = agent.Version;
        agent.EnterNext(Later);
        Assert.Equal(then, Say(agent));
        Assert.Equal(changed ? version + 1 : version, agent.Version);
    }

    [Fact]
    public void A_break_has_a_reason() => Assert.Throws<ArgumentNullException>(() => In("ready").Enter(Break, null, Later));

    [Theory]
    [InlineData("ready", 14.9, false)]
    [InlineData("ready", 15, true)]
    [InlineData("break lunch", 15, true)]
    [InlineData("offline", 60, false)]
    public void A_lost_connection_counts_after_a_while(string from, double seconds, bool lost)
    {
        var agent = In(from);
        agent.Connect();
        Assert.False(agent.IsLost(Later));
        agent.Disconnect(Later);
        Assert.Equal(lost, agent.IsLost(Later.AddSeconds(seconds)));
    }

    [Theory]
    [InlineData(0, false, null)]
    [InlineData(66, false, null)]
    [InlineData(80, false, null)]
    [InlineData(81, false, DerivedState.Busy)]
    [InlineData(99, false, DerivedState.Busy)]
    [InlineData(33, true, DerivedState.WrapUp)]
    public void What_follows_from_his_work(int load, bool wrapUp, DerivedState? derived) =>
        Assert.Equal(derived, new AgentWork(load, load, wrapUp, null).Derived(AgentWeights.Standard));

    static Agent In(string words)
    {
        var agent = Agent.Add(Guid.Empty, Start);
        var parts = words.Split(", next ");
        var (state, reason) = Read(parts[0]);
        if (state == Offline && reason is not null) agent.Enter(Ready, null, Start);
        agent.Enter(state, reason, Start);
        if (parts.Length > 1) agent.Ask(Break, Read(parts[1]).Reason, holdsWork: true, Start);
        Assert.Equal(words, Say(agent));
        return agent;
    }

    static (AgentState State, string? Reason) Read(string words)
    {
        var parts = words.Split(' ');
        return (Enum.Parse<AgentState>(parts[0], ignoreCase: true), parts.ElementAtOrDefault(1));
    }

    static string Say(Agent agent)
    {
        var next = agent.NextState is { } state ? $", next {Words(state, agent.NextReason)}" : "";
        return Words(agent.State, agent.Reason) + next;
    }

    static string Words(AgentState state, string? reason) => $"{state.ToString().ToLowerInvariant()} {reason}".TrimEnd();
}
