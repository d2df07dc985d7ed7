using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>What an agent is doing at one instant. Work counts before the state that he set: each instant is in one of them.</summary>
public enum Doing { Away, Ready, Break, Contact, WrapUp }

/// <summary>A fact of one ticket, at its instant.</summary>
public sealed record TicketFact(Guid TicketId, DateTimeOffset At, Fact Fact);

/// <summary>
/// An agent's time between two instants, out of the journal alone: with customers while he owns a ticket in talk; in wrap-up
/// while all that he owns is over; otherwise ready, on a break of some reason, or away.
/// </summary>
public sealed record AgentDay(TimeSpan Ready, TimeSpan Contact, TimeSpan WrapUp, IReadOnlyDictionary<string, TimeSpan> Breaks, Doing Running, string? RunningReason)
{
    /// <summary>States and facts in their order; facts of one ticket in the order of their sequence.</summary>
    public static AgentDay Sum(Guid agent, IEnumerable<StateSpan> states, IEnumerable<TicketFact> facts, DateTimeOffset from, DateTimeOffset to)
    {
        var steps = states.Select(s => (At: s.From, Step: (Action<Present>)(p => (p.State, p.Reason) = (s.State, s.Reason))))
            .Concat(facts.Select(f => (f.At, Step: (Action<Present>)(p => p.Hold(f.TicketId, HeldAfter(agent, f.Fact))))))
            .OrderBy(s => s.At);
        var present = new Present();
        var sums = new Dictionary<(Doing, string?), TimeSpan>();
        var since = from;
        foreach (var (at, step) in steps)
        {
            Pass(at < from ? from : at > to ? to : at);
            step(present);
        }
        Pass(to);
        var (running, reason) = present.Now;
        return new AgentDay(
            sums.GetValueOrDefault((Doing.Ready, null)), sums.GetValueOrDefault((Doing.Contact, null)), sums.GetValueOrDefault((Doing.WrapUp, null)),
            sums.Where(s => s.Key.Item1 == Doing.Break).ToDictionary(s => s.Key.Item2 ?? "", s => s.Value), running, reason);

        void Pass(DateTimeOffset until)
        {
            if (until <= since) return;
            sums[present.Now] = sums.GetValueOrDefault(present.Now) + (until - since);
            since = until;
        }
    }

    /// <summary>How this agent holds the ticket once that has happened; null when he does not.</summary>
    static Doing? HeldAfter(Guid agent, Fact fact) => fact switch
    {
        TicketAssigned f when f.AgentId == agent => Doing.Contact,
        TicketTransferred f when f.AgentId == agent => Doing.Contact,
        TicketResumed f when f.AgentId == agent => Doing.Contact,
        TicketEnded f when f.AgentId == agent => Doing.WrapUp,
        _ => null,
    };

    sealed class Present
    {
        readonly Dictionary<Guid, Doing> held = [];

        public AgentState State { get; set; } = AgentState.Offline;
        public string? Reason { get; set; }

        public (Doing, string?) Now =>
            held.ContainsValue(Doing.Contact) ? (Doing.Contact, null)
            : held.Count > 0 ? (Doing.WrapUp, null)
            : State == AgentState.Ready ? (Doing.Ready, null)
            : State == AgentState.Break ? (Doing.Break, Reason)
            : (Doing.Away, null);

        public void Hold(Guid ticket, Doing? how)
        {
            if (how is { } held) this.held[ticket] = held;
            else this.held.Remove(ticket);
        }
    }
}
