using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Knowledge;

public static class ChangeCannedReplies
{
    public sealed record CannedReplyView(Guid Id, Guid ClientId, string Shortcut, string Title, string Text, bool Active, long Version);
    public sealed record NewCannedReply(Guid ClientId, string Shortcut, string Title, string Text, bool Active = true);
    public sealed record CannedReplyEdit(string Shortcut, string Title, string Text, bool Active, long Version);

    /// <summary>With a client: his active ones come whole in one page for the composer, since a client has hundreds at most.</summary>
    public static async Task<Ok<Page<CannedReplyView>>> List(Guid? clientId, int? limit, string? cursor, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor, PageQuery.MaxLimit);
        var rows = await db.Set<CannedReply>().AsNoTracking()
            .Where(r => (clientId == null || r.ClientId == clientId) && (page.After == null || r.Id > page.After))
            .OrderBy(r => r.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut<CannedReplyView>([.. rows.Select(ToResponse)], r => r.Id));
    }

    public static async Task<Results<Ok<CannedReplyView>, Problem>> One(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<CannedReply>().FindAsync([id], cancellationToken) is { } found ? TypedResults.Ok(ToResponse(found)) : Problem.NotFound;

    public static async Task<Results<Created<CannedReplyView>, Problem>> Add(NewCannedReply body, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var text = new CannedReplyText(body.Shortcut, body.Title, body.Text, body.Active);
        if (Shape(text).Problem is { } bad) return bad;
        if (!await ClientIds.Exists(db, body.ClientId, cancellationToken)) return Problem.NotFound;
        var added = CannedReply.Add(body.ClientId, text, time.GetUtcNow());
        db.Add(added);
        return await db.SaveOr("shortcut_taken", cancellationToken) is { } taken ? taken : TypedResults.Created($"/api/v1/canned-replies/{added.Id}", ToResponse(added));
    }

    public static async Task<Results<Ok<CannedReplyView>, Problem>> Change(Guid id, CannedReplyEdit body, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<CannedReply>().FindAsync([id], cancellationToken) is not { } found) return Problem.NotFound;
        var text = new CannedReplyText(body.Shortcut, body.Title, body.Text, body.Active);
        if (Shape(text).Problem is { } bad) return bad;
        if (found.Version != body.Version) return Problem.Stale;
        found.Change(text, time.GetUtcNow());
        return await db.SaveOr("shortcut_taken", cancellationToken) is { } taken ? taken : TypedResults.Ok(ToResponse(found));
    }

    public static Shape Shape(CannedReplyText text) => new Shape()
        .Key("shortcut", text.Shortcut)
        .Text("title", text.Title, 100)
        .Text("text", text.Text, CannedReply.MaxText)
        .Need(!CannedReply.UnknownVariables(text.Text ?? "").Any(), "text", $"Only {string.Join(", ", CannedReply.Variables.Select(v => $"{{{{{v}}}}}"))} can be filled in.");

    static CannedReplyView ToResponse(CannedReply r) => new(r.Id, r.ClientId, r.Shortcut, r.Title, r.Text, r.Active, r.Version);
}
