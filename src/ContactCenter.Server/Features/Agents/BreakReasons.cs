using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

sealed record BreakReasonView(Guid Id, string Key, string Label, bool Active, bool System, long Version);
sealed record NewBreakReason(string Key, string Label);
sealed record BreakReasonEdit(string Label, bool Active, long Version, string? Key = null);

/// <summary>The list of reasons for a break, kept by administrators.</summary>
static class BreakReasons
{
    public static async Task<Ok<Page<BreakReasonView>>> List(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var reasons = await db.Set<BreakReason>().AsNoTracking().Where(r => page.After == null || r.Id > page.After)
            .OrderBy(r => r.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(reasons.ConvertAll(r => r.ToView()), r => r.Id));
    }

    public static async Task<Results<Ok<BreakReasonView>, Problem>> Get(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<BreakReason>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is { } reason
            ? TypedResults.Ok(reason.ToView())
            : Problem.NotFound;

    public static async Task<Results<Created<BreakReasonView>, Problem>> Add(
        NewBreakReason request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (new Shape().Key("key", request.Key).Text("label", request.Label, 100).Problem is { } bad) return bad;
        var now = time.GetUtcNow();
        var reason = BreakReason.Add(Ids.New(now), request.Key, request.Label.Trim(), now);
        db.Add(reason);
        if (await db.SaveOr("key_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Created($"/api/v1/break-reasons/{reason.Id}", reason.ToView());
    }

    public static async Task<Results<Ok<BreakReasonView>, Problem>> Edit(
        Guid id, BreakReasonEdit request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<BreakReason>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } reason) return Problem.NotFound;
        if (new Shape().Text("label", request.Label, 100).SameKey(request.Key, reason.Key).Problem is { } bad) return bad;
        if (reason.System) return Problem.Conflict("system_reason");
        if (request.Version != reason.Version) return Problem.Stale;
        reason.Change(request.Label.Trim(), request.Active, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(reason.ToView());
    }

    static BreakReasonView ToView(this BreakReason reason) =>
        new(reason.Id, reason.Key, reason.Label, reason.Active, reason.System, reason.Version);
}
