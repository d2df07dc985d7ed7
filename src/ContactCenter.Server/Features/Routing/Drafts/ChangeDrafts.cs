using System.ComponentModel.DataAnnotations;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Drafts;

/// <summary>Rules that are wanted and not in force yet, kept by those who work for all clients.</summary>
public static class ChangeDrafts
{
    const int MostSubjects = 500;

    /// <summary>Outdated: what was in force when it was saved (or what it put in force) is not any more.</summary>
    public sealed record DraftView(
        Guid Id, string Name, DraftState State, DraftedRules Rules, DraftedRules Before, DraftedRules InForce, bool Outdated, DateTimeOffset? LiveAt, long Version);
    public sealed record DraftLine(Guid Id, string Name, DraftState State, int Queues, int Pools, int Agents, DateTimeOffset? LiveAt, long Version);
    public sealed record NewDraft([Required, MaxLength(100)] string Name, DraftedRules Rules);
    public sealed record DraftEdit([Required, MaxLength(100)] string Name, DraftedRules Rules, long Version);
    public sealed record DraftVersion(long Version);

    public static async Task<Ok<Page<DraftLine>>> List(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var drafts = await db.Set<RuleDraft>().AsNoTracking().Where(d => page.After == null || d.Id < page.After)
            .OrderByDescending(d => d.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(drafts.ConvertAll(d => new DraftLine(
            d.Id, d.Name, d.State, d.Rules.Queues!.Count, d.Rules.Pools!.Count, d.Rules.Agents!.Count, d.LiveAt, d.Version)), d => d.Id));
    }

    public static async Task<Results<Ok<DraftView>, Problem>> One(Guid id, AppDb db, CancellationToken cancellationToken)
    {
        if (await db.Set<RuleDraft>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } draft) return Problem.NotFound;
        return await RulesInForce.Read(db, draft.Rules, cancellationToken) is { } rules ? TypedResults.Ok(ToView(draft, rules.Now)) : Problem.NotFound;
    }

    public static async Task<Results<Created<DraftView>, Problem>> Add(
        NewDraft request, AppDb db, DataScope scope, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (rules, before, bad) = await Read(request.Rules, db, scope, user, now, cancellationToken);
        if (bad is not null) return bad;
        var draft = RuleDraft.Add(Ids.New(now), request.Name.Trim(), rules, before, now);
        db.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/drafts/{draft.Id}", ToView(draft, before));
    }

    /// <summary>Also over what is in force meanwhile: saved again, it is a draft of that.</summary>
    public static async Task<Results<Ok<DraftView>, Problem>> Change(
        Guid id, DraftEdit request, AppDb db, DataScope scope, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<RuleDraft>().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } draft) return Problem.NotFound;
        if (draft.Version != request.Version) return Problem.Stale;
        if (draft.State == DraftState.Live) return Problem.Conflict("draft_live");
        var now = time.GetUtcNow();
        var (rules, before, bad) = await Read(request.Rules, db, scope, user, now, cancellationToken);
        if (bad is not null) return bad;
        draft.Change(request.Name.Trim(), rules, before, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ToView(draft, before));
    }

    /// <summary>One that is live is the way back to what was before, so it stays.</summary>
    public static async Task<Results<NoContent, Problem>> Discard(Guid id, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<RuleDraft>().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } draft) return Problem.NotFound;
        if (draft.State == DraftState.Live) return Problem.Conflict("draft_live");
        draft.Discard(time.GetUtcNow());
        db.Remove(draft);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    public static DraftView ToView(RuleDraft draft, DraftedRules inForce) => new(
        draft.Id, draft.Name, draft.State, draft.Rules, draft.Before, inForce, !inForce.Says(draft.State == DraftState.Live ? draft.PutLive! : draft.Before), draft.LiveAt, draft.Version);

    /// <summary>What may be changed in a draft by this person, and whom it would change.</summary>
    public static Problem? Forbidden(DraftedRules rules, DataScope scope, CurrentUser user) =>
        Calendars.Everybodys(scope) ?? (rules.Agents is { Count: > 0 } && !user.May(Permission.AgentsManage) ? new Problem(StatusCodes.Status403Forbidden, "forbidden") : null);

    /// <summary>
    /// The rules as they would stand in the database, and what stands there. They are tried on copies, so a draft that could not
    /// go live is refused when it is saved.
    /// </summary>
    static async Task<(DraftedRules Rules, DraftedRules Before, Problem? Refusal)> Read(
        DraftedRules wanted, AppDb db, DataScope scope, CurrentUser user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var none = new DraftedRules();
        if (Forbidden(wanted, scope, user) is { } forbidden) return (none, none, forbidden);
        var subjects = wanted.Subjects();
        if (new Shape()
            .Need(subjects.Count is > 0 and <= MostSubjects, "rules", $"Of 1 to {MostSubjects} queues, pools and agents.")
            .Need(subjects.Distinct().Count() == subjects.Count, "rules", "Each queue, pool and agent once.").Problem is { } bad) return (none, none, bad);
        if (await RulesInForce.Read(db, wanted, cancellationToken) is not { } inForce) return (none, none, Problem.NotFound);
        var before = inForce.Now;
        return await inForce.Become(wanted, now, cancellationToken) is { } refusal ? (none, none, refusal) : (inForce.Now, before, null);
    }
}
