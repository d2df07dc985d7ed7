using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>GET /agents/me/day: what I have done since midnight, where my clock stands.</summary>
static class ShowDay
{
    public sealed record BreakTime(string Reason, long Seconds);

    /// <summary>Whole seconds up to At; what is running goes on from there.</summary>
    public sealed record DayView(
        string TimeZone, DateTimeOffset From, DateTimeOffset At, long ReadySeconds, long ContactSeconds, long WrapUpSeconds, IReadOnlyList<BreakTime> Breaks,
        Doing Running, string? RunningReason);

    static readonly string[] types =
    [
        .. new[] { typeof(TicketAssigned), typeof(TicketTransferred), typeof(TicketReturned), typeof(TicketEnded), typeof(TicketResumed), typeof(TicketClosed) }
            .Select(EventCatalog.TypeName),
    ];

    public static async Task<Results<Ok<DayView>, Problem>> Handle(
        string? timeZone, CurrentUser user, IServiceScopeFactory scopes, EventCatalog catalog, TimeProvider time, CancellationToken cancellationToken)
    {
        if (TimeZones.Find(timeZone ?? "UTC") is not { } zone) return Problem.Invalid("timeZone", "An IANA time zone such as Europe/Madrid.");
        // His own day counts whole, also what he did for a client that he does not serve any more; only sums leave here.
        await using var scope = scopes.AllClients(new Actor("agent", user.Id), out var db);
        if (!await AgentStates.IsAgent(db, user.Id, cancellationToken)) return Problem.NotFound;
        var now = time.GetUtcNow();
        var from = TimeZones.StartOfDay(zone, now);
        var states = await AgentStates.Since(db, catalog, user.Id, from, cancellationToken);
        var facts = await Facts(db, catalog, await Held(db, user.Id, from, cancellationToken), now, cancellationToken);
        var day = AgentDay.Sum(user.Id, states, facts, from, now);
        return TypedResults.Ok(new DayView(
            zone.Id, from, now, (long)day.Ready.TotalSeconds, (long)day.Contact.TotalSeconds, (long)day.WrapUp.TotalSeconds,
            [.. day.Breaks.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => new BreakTime(b.Key, (long)b.Value.TotalSeconds))],
            day.Running, day.RunningReason));
    }

    /// <summary>Tickets that came to him or left him since then, and those that he has had all the time.</summary>
    static Task<List<Guid>> Held(AppDb db, Guid agent, DateTimeOffset from, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"""
            SELECT stream AS "Value" FROM journal.events
            WHERE type IN ('ticketAssigned', 'ticketTransferred', 'ticketReturned', 'ticketEnded', 'ticketResumed', 'ticketClosed')
                AND payload ->> 'agentId' = {agent.ToString()} AND instant >= {from}
            UNION SELECT stream FROM journal.events
            WHERE type = 'ticketTransferred' AND payload ->> 'fromAgentId' = {agent.ToString()} AND instant >= {from}
            UNION SELECT id FROM tickets.tickets WHERE agent_id = {agent} AND status IN ('assigned', 'wrap-up')
            """).ToListAsync(cancellationToken);

    static async Task<IEnumerable<TicketFact>> Facts(
        AppDb db, EventCatalog catalog, List<Guid> tickets, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await db.Journal.AsNoTracking().Where(e => tickets.Contains(e.Stream) && types.Contains(e.Type) && e.Instant <= now)
            .OrderBy(e => e.Stream).ThenBy(e => e.Sequence).ToListAsync(cancellationToken))
        .Select(e => new TicketFact(e.Stream, e.Instant, catalog.Read(e)!));
}
