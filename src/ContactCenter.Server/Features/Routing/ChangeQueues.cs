using System.ComponentModel.DataAnnotations;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

public static class ChangeQueues
{
    const int MostRelaxations = 10;

    public sealed record QueueView(
        Guid Id, Guid ClientId, string Name, IReadOnlyList<QueueSkill> Skills, int AnswerTargetSeconds, int OfferSeconds,
        int WrapUpSeconds, int ReopenHours, bool AutoAccept, int RingAgents, bool Active, Guid? CalendarId, bool BestSkilled, int LastAgentSeconds, int HeadStartSeconds, IReadOnlyList<QueueRelaxation> Relaxations,
        string Pool, QueueOverflow? Overflow, long Version);

    public sealed record NewQueue(
        Guid ClientId, [Required, MaxLength(100)] string Name, IReadOnlyList<QueueSkill>? Skills = null, [Range(1, 86_400)] int? AnswerTargetSeconds = null,
        [Range(5, 300)] int? OfferSeconds = null, [Range(0, 3_600)] int? WrapUpSeconds = null, [Range(0, 8_760)] int? ReopenHours = null, bool? AutoAccept = null, [Range(1, WorkItem.MostRinging)] int? RingAgents = null,
        Guid? CalendarId = null,
        bool? BestSkilled = null, [Range(0, 3_600)] int? LastAgentSeconds = null, [Range(0, 3_600)] int? HeadStartSeconds = null, IReadOnlyList<QueueRelaxation>? Relaxations = null,
        string Pool = RoutingQueues.DefaultPool, QueueOverflow? Overflow = null);

    public sealed record QueueEdit : QueueRules
    {
        public required long Version { get; init; }
    }

    public static async Task<Ok<Page<QueueView>>> List(Guid? clientId, int? limit, string? cursor, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor, PageQuery.MaxLimit);
        var rows = await db.Set<Queue>().AsNoTracking()
            .Where(q => (clientId == null || q.ClientId == clientId) && (page.After == null || q.Id.CompareTo(page.After.Value) > 0))
            .OrderBy(q => q.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut<QueueView>([.. rows.Select(ToResponse)], q => q.Id));
    }

    public static async Task<Results<Ok<QueueView>, Problem>> One(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Queue>().FindAsync([id], cancellationToken) is { } found ? TypedResults.Ok(ToResponse(found)) : Problem.NotFound;

    public static async Task<Results<Created<QueueView>, Problem>> Add(NewQueue body, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await ClientIds.Exists(db, body.ClientId, cancellationToken)) return Problem.NotFound;
        var rules = new QueueRules
        {
            Name = body.Name, Skills = body.Skills ?? [], AnswerTargetSeconds = body.AnswerTargetSeconds ?? 60, OfferSeconds = body.OfferSeconds ?? 20,
            WrapUpSeconds = body.WrapUpSeconds ?? 60, ReopenHours = body.ReopenHours ?? 24, AutoAccept = body.AutoAccept ?? false, RingAgents = body.RingAgents ?? 1, Active = true, CalendarId = body.CalendarId,
            BestSkilled = body.BestSkilled ?? false, LastAgentSeconds = body.LastAgentSeconds ?? 0, HeadStartSeconds = body.HeadStartSeconds ?? 0, Relaxations = body.Relaxations,
            Pool = body.Pool, Overflow = body.Overflow,
        };
        if (await Refuse(db, body.ClientId, null, rules, cancellationToken) is { } refusal) return refusal;
        var now = time.GetUtcNow();
        var queue = Queue.Add(Ids.New(now), body.ClientId, rules, now);
        db.Add(queue);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/queues/{queue.Id}", ToResponse(queue));
    }

    public static async Task<Results<Ok<QueueView>, Problem>> Change(Guid id, QueueEdit body, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var queue = await db.Set<Queue>().FindAsync([id], cancellationToken);
        if (queue is null) return Problem.NotFound;
        if (queue.Version != body.Version) return Problem.Stale;
        if (await Apply(queue, body, db, time.GetUtcNow(), cancellationToken) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ToResponse(queue));
    }

    /// <summary>Changes it, or says why not; to be saved by whoever asks.</summary>
    public static async Task<Problem?> Apply(Queue queue, QueueRules rules, AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await Refuse(db, queue.ClientId, queue.Id, rules, cancellationToken) is { } refusal) return refusal;
        queue.Change(rules, now);
        return null;
    }

    static async Task<Problem?> Refuse(AppDb db, Guid client, Guid? self, QueueRules rules, CancellationToken cancellationToken)
    {
        if (await Wrong(rules.Skills) is { } wrong) return Problem.Invalid("skills", wrong);
        var (name, steps) = (rules.Name.Trim(), rules.Relaxations ?? []);
        if (steps.Count > MostRelaxations || steps.Any(s => s.AfterSeconds is < 1 or > 86_400) || steps.DistinctBy(s => s.AfterSeconds).Count() != steps.Count)
            return Problem.Invalid("relaxations", $"At most {MostRelaxations} steps, each after other seconds, from 1 to 86400.");
        foreach (var step in steps)
        {
            if (await Wrong(step.Skills) is { } wrongStep) return Problem.Invalid("relaxations", wrongStep);
        }
        if (!await Pools.Exists(db, rules.Pool, cancellationToken)) return Problem.Invalid("pool", "There is no such pool.");
        if (rules.Overflow is { } over && (over.AfterSeconds is < 1 or > 86_400 || over.Pool == rules.Pool || !await Pools.Exists(db, over.Pool, cancellationToken)))
            return Problem.Invalid("overflow", "Another pool that there is, after 1 to 86400 seconds.");
        if (!await CalendarIds.MayBe(db, rules.CalendarId, cancellationToken)) return Problem.Invalid("calendarId", "There is no such calendar.");
        return await db.Set<Queue>().AnyAsync(q => q.ClientId == client && q.Name == name && q.Id != self, cancellationToken)
            ? Problem.Conflict("name_taken")
            : null;

        async Task<string?> Wrong(IReadOnlyList<QueueSkill> skills)
        {
            if (skills.Any(s => s.Level is < 1 or > 10) || skills.DistinctBy(s => s.SkillId).Count() != skills.Count) return "Each skill once, at a level of 1 to 10.";
            return (await SkillKeys.Of(db, skills.Select(s => s.SkillId), cancellationToken)).Count == skills.Count ? null : "A skill is not known.";
        }
    }

    static QueueView ToResponse(Queue q) => new(
        q.Id, q.ClientId, q.Name, q.Skills, q.AnswerTargetSeconds, q.OfferSeconds, q.WrapUpSeconds, q.ReopenHours, q.AutoAccept, q.RingAgents, q.Active,
        q.CalendarId, q.BestSkilled, q.LastAgentSeconds, q.HeadStartSeconds, q.Relaxations, q.Pool, q.Overflow, q.Version);
}

/// <summary>What a queue says of a ticket that enters it; null when it is not there, or closed to new work.</summary>
public static class QueueEntry
{
    /// <summary>Null for a queue that takes nothing new.</summary>
    public static async Task<TicketEntry?> Read(AppDb db, Guid queueId, CancellationToken cancellationToken)
    {
        var batch = new ReadBatch(db);
        var entry = Ask(batch, queueId);
        await batch.Run(cancellationToken);
        return entry.FirstOrDefault;
    }

    /// <summary>The same as part of a batch.</summary>
    public static Answer<TicketEntry> Ask(ReadBatch batch, Guid queueId) => batch.Ask(
        "SELECT id, pool, wrap_up_seconds, reopen_hours FROM routing.queues WHERE id = $1 AND active",
        r => new TicketEntry(r.GetGuid(0), r.GetString(1), r.GetInt32(2), TimeSpan.FromHours(r.GetInt32(3)).Ticks / TimeSpan.TicksPerSecond), queueId);
}
