using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Platform.Events;

/// <summary>What one subscriber gave up on. Its later events of the same stream wait behind it until it is replayed.</summary>
sealed record DeadLetter(
    Guid Id, string Subscriber, string Type, Guid? ClientId, Guid Stream, long Sequence, DateTimeOffset At, int Attempts,
    DateTimeOffset ParkedAt, string Error);

sealed record ReplayRequest(string Subscriber);

static class DeadLetters
{
    /// <summary>Platform knows no permissions: who maps these says what they need.</summary>
    public static void MapDeadLetters(this IEndpointRouteBuilder api, Action<IEndpointConventionBuilder> toManage)
    {
        var letters = api.MapGroup("/outbox/dead-letters").WithTags("Operations");
        toManage(letters);
        letters.MapGet("/", List);
        letters.MapPost("/{id:guid}/replay", Replay).Fails(404, "not_found");
    }

    /// <summary>A page is cut between events, so that an event with several subscribers never falls between two pages.</summary>
    static async Task<Ok<Page<DeadLetter>>> List(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var parked = db.Set<OutboxRow>().AsNoTracking().Where(r => r.ParkedAt != null);
        var ids = await parked.Where(r => page.After == null || r.Id > page.After).Select(r => r.Id).Distinct()
            .Order().Take(page.Limit + 1).ToListAsync(cancellationToken);
        var cut = page.Cut(ids, id => id);
        var rows = await parked.Where(r => cut.Items.Contains(r.Id)).OrderBy(r => r.Id).ThenBy(r => r.Subscriber).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<DeadLetter>(rows.ConvertAll(ToView), cut.NextCursor));
    }

    static async Task<Results<NoContent, Problem>> Replay(
        Guid id, ReplayRequest request, AppDb db, WorkSignal signal, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var replayed = await db.Set<OutboxRow>().Where(r => r.Id == id && r.Subscriber == request.Subscriber && r.ParkedAt != null)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.DueAt, now).SetProperty(r => r.Attempts, 0)
                .SetProperty(r => r.ParkedAt, (DateTimeOffset?)null).SetProperty(r => r.Error, (string?)null), cancellationToken);
        if (replayed == 0) return Problem.NotFound;
        signal.Wake();
        return TypedResults.NoContent();
    }

    static DeadLetter ToView(OutboxRow row) => new(
        row.Id, row.Subscriber, row.Type, row.ClientId, row.Stream, row.Sequence, row.Instant, row.Attempts, row.ParkedAt!.Value, row.Error ?? "");
}
