using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Quality;

public sealed record SatisfactionAnswer(
    Guid Id, Guid ClientId, Guid TicketId, int Episode, Guid QueueId, string QueueName, Guid? AgentId, string? AgentName, int Score, string Comment, DateTimeOffset At);

/// <summary>Csat: satisfied / answered, null when nobody answered.</summary>
public sealed record QueueSatisfaction(Guid ClientId, Guid QueueId, string QueueName, int Answered, int Satisfied, double? Csat);

/// <summary>Formula: csat-4-5 counts the scores 4 and 5 as satisfied.</summary>
public sealed record SatisfactionSummary(string Formula, DateTimeOffset From, DateTimeOffset To, int Answered, int Satisfied, double? Csat, IReadOnlyList<QueueSatisfaction> Queues);

/// <summary>What customers answered: of a ticket, one after the other, and in figures. An answer counts in the period in which it was given.</summary>
static class ShowSatisfaction
{
    const string Formula = "csat-4-5";
    static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(400);

    public static async Task<Results<Ok<Page<SatisfactionAnswer>>, Problem>> OfTicket(Guid id, AppDb db, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, id, cancellationToken) is null) return Problem.NotFound;
        var rows = await db.Set<Satisfaction>().AsNoTracking().Where(s => s.TicketId == id).OrderBy(s => s.Episode).Take(PageQuery.MaxLimit).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<SatisfactionAnswer>(await Views(db, rows, cancellationToken), null));
    }

    /// <summary>The newest first.</summary>
    public static async Task<Ok<Page<SatisfactionAnswer>>> List(Guid? clientId, Guid? queueId, int? limit, string? cursor, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var rows = await db.Set<Satisfaction>().AsNoTracking()
            .Where(s => (clientId == null || s.ClientId == clientId) && (queueId == null || s.QueueId == queueId))
            .Where(s => page.After == null || s.Id.CompareTo(page.After.Value) < 0)
            .OrderByDescending(s => s.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var cut = page.Cut(rows, s => s.Id);
        return TypedResults.Ok(new Page<SatisfactionAnswer>(await Views(db, cut.Items, cancellationToken), cut.NextCursor));
    }

    /// <summary>From: included, to: not; without them the last day up to now.</summary>
    public static async Task<Results<Ok<SatisfactionSummary>, Problem>> Summary(
        Guid? clientId, DateTimeOffset? from, DateTimeOffset? to, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var end = (to ?? time.GetUtcNow()).ToUniversalTime();
        var begin = (from ?? end.AddDays(-1)).ToUniversalTime();
        if (begin > end || end - begin > LongestPeriod) return Problem.Invalid("from", $"Before the end, by at most {LongestPeriod.Days} days.");
        var counts = await db.Set<Satisfaction>().Where(s => (clientId == null || s.ClientId == clientId) && s.At >= begin && s.At < end)
            .GroupBy(s => new { s.ClientId, s.QueueId })
            .Select(g => new { g.Key.ClientId, g.Key.QueueId, Answered = g.Count(), Satisfied = g.Count(s => s.Score >= Satisfaction.Satisfied) })
            .ToListAsync(cancellationToken);
        var queues = await QueueNames.InScope(db, clientId, cancellationToken);
        var (answered, satisfied) = (counts.Sum(c => c.Answered), counts.Sum(c => c.Satisfied));
        return TypedResults.Ok(new SatisfactionSummary(Formula, begin, end, answered, satisfied, Csat(answered, satisfied),
            [.. counts.Select(c => new QueueSatisfaction(c.ClientId, c.QueueId, queues[c.QueueId].Name, c.Answered, c.Satisfied, Csat(c.Answered, c.Satisfied)))
                .OrderBy(q => q.QueueName, StringComparer.Ordinal)]));
    }

    static double? Csat(int answered, int satisfied) => answered == 0 ? null : (double)satisfied / answered;

    static async Task<IReadOnlyList<SatisfactionAnswer>> Views(AppDb db, IReadOnlyList<Satisfaction> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return [];
        var queues = await QueueNames.InScope(db, null, cancellationToken);
        var people = await UserNames.Of(db, rows.Where(s => s.AgentId is not null).Select(s => s.AgentId!.Value), cancellationToken);
        return [.. rows.Select(s => new SatisfactionAnswer(
            s.Id, s.ClientId, s.TicketId, s.Episode, s.QueueId, queues[s.QueueId].Name, s.AgentId,
            s.AgentId is { } agent ? people.GetValueOrDefault(agent) : null, s.Score, s.Comment, s.At))];
    }
}
