using System.Text.Json;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// The offer by which a ticket came to its agent, as the script that decided wrote it down: who looked for whom, what was
/// compared, what was passed over, and by which rules. From the decisions that the relay has kept, 35 days.
/// </summary>
public static class ExplainDecision
{
    /// <summary>An agent whom the ticket considered. Skill: the sum of his levels, if the best skilled was asked for.</summary>
    public sealed record CandidateView(Guid Id, string Name, DateTimeOffset IdleSince, int? Skill, bool Chosen);

    /// <summary>A ticket that the agent considered; without id and subject if it is of a client whom the reader does not see.</summary>
    public sealed record CompetitorView(Guid? Id, string? Subject, DateTimeOffset Deadline, DateTimeOffset WaitingSince, ShareTurn? Turn, bool Chosen);

    /// <summary>Came first and could not be taken: an agent's name or a ticket's subject, if the reader may know it.</summary>
    public sealed record PassedOverView(Guid? Id, string? Name, PassedReason Reason);

    /// <summary>
    /// Agents if the ticket looked for one, tickets if the agent did: the first 20 and the chosen one. Step: how many steps of
    /// relaxation were past. QueueVersion: of the rules by which it waited.
    /// </summary>
    public sealed record DecisionView(
        DateTimeOffset At, ExplainTicket.AgentName Agent, OfferSearch Search, int Candidates, ShareTurn? Turn, ExplainTicket.LaneView Lane, bool Interrupts,
        IReadOnlyList<CandidateView> Agents, IReadOnlyList<CompetitorView> Tickets, IReadOnlyList<PassedOverView> PassedOver,
        int Step, long? QueueVersion, long? SharesVersion);

    /// <summary>Null while it waits, and if it was assigned by hand: then nobody was looked for.</summary>
    public static async Task<DecisionView?> Of(AppDb db, TicketState ticket, CancellationToken cancellationToken)
    {
        if (ticket.AgentId is not { } agentId) return null;
        var kept = await db.Database.SqlQuery<string>($"""
            SELECT data::text AS "Value" FROM routing.decisions
            WHERE ticket_id = {ticket.Id} AND agent_id = {agentId} AND type = 'offerMade' ORDER BY at DESC, epoch DESC, number DESC LIMIT 1
            """).ToListAsync(cancellationToken);
        if (kept.Count == 0 || JsonSerializer.Deserialize<ContactCenter.Routing.OfferMade>(kept[0], JsonShapes.Journal) is not { } made) return null;
        return await View(db, made, cancellationToken);
    }

    static async Task<DecisionView> View(AppDb db, ContactCenter.Routing.OfferMade made, CancellationToken cancellationToken)
    {
        var why = OfferExplanation.Of(made);
        var byAgent = made.Search == OfferSearch.AgentSoughtItem;
        var passed = why.PassedOver.Select(p => p.Id).ToList();
        var names = await UserNames.Of(db, [made.AgentId, .. why.Agents.Select(a => a.AgentId), .. byAgent ? [] : passed], cancellationToken);
        var subjects = byAgent ? await TicketStates.Subjects(db, [.. why.Items.Select(i => i.ItemId), .. passed], cancellationToken) : [];
        return new(
            made.At, new(made.AgentId, names.GetValueOrDefault(made.AgentId, "")), made.Search, made.Candidates, made.Turn, ExplainTicket.View(Lane.Parse(made.Lane)), made.Interrupts,
            [.. why.Agents.Select(a => new CandidateView(a.AgentId, names.GetValueOrDefault(a.AgentId, ""), a.IdleSince, a.Skill, a.AgentId == made.AgentId))],
            [
                .. why.Items.Select(i => new CompetitorView(
                    Known(i.ItemId), subjects.GetValueOrDefault(i.ItemId), i.Deadline, i.EnqueuedAt, i.Turn, i.ItemId == made.ItemId)),
            ],
            [
                .. why.PassedOver.Select(p => byAgent
                    ? new PassedOverView(Known(p.Id), subjects.GetValueOrDefault(p.Id), p.Reason)
                    : new PassedOverView(p.Id, names.GetValueOrDefault(p.Id), p.Reason)),
            ],
            made.Step, made.RulesVersion, made.SharesVersion);

        Guid? Known(Guid ticket) => subjects.ContainsKey(ticket) ? ticket : null;
    }
}
