using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Routing.Drafts;

/// <summary>
/// All of a draft's rules in one transaction, or none. Each changed queue, pool and agent raises its own fact, so the index
/// and the screens hear of it as of a change by hand. Twice, also from two nodes: the second finds another version.
/// </summary>
static class PutDraftLive
{
    public static Task<Results<Ok<ChangeDrafts.DraftView>, Problem>> Handle(
        Guid id, ChangeDrafts.DraftVersion request, AppDb db, DataScope scope, CurrentUser user, TimeProvider time, CancellationToken cancellationToken) =>
        Swap(id, request.Version, live: true, db, scope, user, time.GetUtcNow(), cancellationToken);

    internal static Task<Results<Ok<ChangeDrafts.DraftView>, Problem>> Swap(
        Guid id, long version, bool live, AppDb db, DataScope scope, CurrentUser user, DateTimeOffset now, CancellationToken cancellationToken) => db.Transact(async () =>
    {
        if (await RowLock.Take<RuleDraft>(db, id, cancellationToken) is not { } draft) return (Results<Ok<ChangeDrafts.DraftView>, Problem>)Problem.NotFound;
        if (ChangeDrafts.Forbidden(draft.Rules, scope, user) is { } forbidden) return forbidden;
        if (draft.Version != version) return Problem.Stale;
        if (draft.State == DraftState.Live == live) return Problem.Conflict(live ? "draft_live" : "draft_not_live");
        var (from, to) = live ? (draft.Before, draft.Rules) : (draft.PutLive!, draft.Before);
        if (await RulesInForce.Lock(db, to, cancellationToken) is not { } rules || !rules.Now.Says(from)) return Problem.Conflict("rules_changed", "Somebody changed these rules meanwhile.");
        if (await rules.Become(to, now, cancellationToken) is { } refusal) return refusal;
        if (live) draft.GoLive(rules.Now, now);
        else draft.RollBack(now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ChangeDrafts.ToView(draft, rules.Now));
    }, cancellationToken);
}

/// <summary>What was in force before it, as long as nobody has changed what it put in force.</summary>
static class RollDraftBack
{
    public static Task<Results<Ok<ChangeDrafts.DraftView>, Problem>> Handle(
        Guid id, ChangeDrafts.DraftVersion request, AppDb db, DataScope scope, CurrentUser user, TimeProvider time, CancellationToken cancellationToken) =>
        PutDraftLive.Swap(id, request.Version, live: false, db, scope, user, time.GetUtcNow(), cancellationToken);
}
