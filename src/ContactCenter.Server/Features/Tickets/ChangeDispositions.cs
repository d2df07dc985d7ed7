using System.ComponentModel.DataAnnotations;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

public static class ChangeDispositions
{
    public sealed record DispositionView(Guid Id, Guid ClientId, string Key, string Label, bool Active, long Version);
    public sealed record NewDisposition(Guid ClientId, [RegularExpression("^[a-z0-9-]{1,40}$")] string Key, [Required, MaxLength(100)] string Label);
    public sealed record DispositionEdit([RegularExpression("^[a-z0-9-]{1,40}$")] string Key, [Required, MaxLength(100)] string Label, bool Active, long Version);

    public static async Task<Ok<Page<DispositionView>>> List(Guid? clientId, int? limit, string? cursor, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor, PageQuery.MaxLimit);
        var rows = await db.Set<Disposition>().AsNoTracking()
            .Where(d => (clientId == null || d.ClientId == clientId) && (page.After == null || d.Id.CompareTo(page.After.Value) > 0))
            .OrderBy(d => d.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut<DispositionView>([.. rows.Select(ToResponse)], d => d.Id));
    }

    public static async Task<Results<Ok<DispositionView>, Problem>> One(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Disposition>().FindAsync([id], cancellationToken) is { } found ? TypedResults.Ok(ToResponse(found)) : Problem.NotFound;

    public static async Task<Results<Created<DispositionView>, Problem>> Add(NewDisposition body, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await Clients.ClientIds.Exists(db, body.ClientId, cancellationToken)) return Problem.NotFound;
        if (await db.Set<Disposition>().AnyAsync(d => d.ClientId == body.ClientId && d.Key == body.Key, cancellationToken)) return Problem.Conflict("key_taken");
        var added = Disposition.Add(body.ClientId, body.Key, body.Label, time.GetUtcNow());
        db.Add(added);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/dispositions/{added.Id}", ToResponse(added));
    }

    public static async Task<Results<Ok<DispositionView>, Problem>> Change(Guid id, DispositionEdit body, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await db.Set<Disposition>().FindAsync([id], cancellationToken);
        if (found is null) return Problem.NotFound;
        if (found.Version != body.Version) return Problem.Stale;
        if (await db.Set<Disposition>().AnyAsync(d => d.ClientId == found.ClientId && d.Key == body.Key && d.Id != id, cancellationToken)) return Problem.Conflict("key_taken");
        found.Change(body.Key, body.Label, body.Active, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ToResponse(found));
    }

    static DispositionView ToResponse(Disposition d) => new(d.Id, d.ClientId, d.Key, d.Label, d.Active, d.Version);
}
