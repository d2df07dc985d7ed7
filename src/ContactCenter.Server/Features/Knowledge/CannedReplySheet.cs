using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Knowledge;

/// <summary>
/// A client's canned replies as a sheet. It is taken whole or not at all; its rows add and change by their shortcut and take
/// nothing away.
/// </summary>
public static class CannedReplySheet
{
    const int MostRows = 5_000;

    public sealed record SheetTaken(int Added, int Changed, int Unchanged);

    public static async Task<Results<FileContentHttpResult, Problem>> Export(Guid clientId, AppDb db, CancellationToken cancellationToken)
    {
        if (!await ClientIds.Exists(db, clientId, cancellationToken)) return Problem.NotFound;
        var replies = await db.Set<CannedReply>().AsNoTracking().Where(r => r.ClientId == clientId).OrderBy(r => r.Shortcut).ToListAsync(cancellationToken);
        return Sheet.Write("canned-replies.csv", ["shortcut", "title", "text", "active"],
            replies.Select(r => new[] { r.Shortcut, r.Title, r.Text, r.Active ? "true" : "false" }));
    }

    public static async Task<Results<Ok<SheetTaken>, Problem>> Import(Guid clientId, HttpRequest request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await ClientIds.Exists(db, clientId, cancellationToken)) return Problem.NotFound;
        var (sheet, bad) = await Sheet.Read(request.Body, ["shortcut", "title", "text"], ["active"], MostRows, cancellationToken);
        if (bad is not null) return bad;
        if (Check(sheet, out var rows) is { } wrong) return wrong;
        var there = await db.Set<CannedReply>().Where(r => r.ClientId == clientId).ToDictionaryAsync(r => r.Shortcut, StringComparer.Ordinal, cancellationToken);
        var (added, changed) = (0, 0);
        foreach (var row in rows)
        {
            if (!there.TryGetValue(row.Shortcut, out var reply))
            {
                db.Add(CannedReply.Add(clientId, row, time.GetUtcNow()));
                added++;
            }
            else if (!reply.Says(row))
            {
                reply.Change(row, time.GetUtcNow());
                changed++;
            }
        }
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new SheetTaken(added, changed, rows.Count - added - changed));
    }

    /// <summary>What is wrong with the first of the rows that are wrong.</summary>
    static Problem? Check(IReadOnlyList<SheetRow> sheet, out List<CannedReplyText> rows)
    {
        rows = [];
        var (errors, wrong) = (new Shape(), 0);
        var shortcuts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in sheet.TakeWhile(_ => wrong < Sheet.MostErrors))
        {
            var text = new CannedReplyText(row["shortcut"].Trim(), row["title"].Trim(), row["text"], row.Flag("active"));
            var bad = !shortcuts.Add(text.Shortcut);
            errors.Need(!bad, row.Place, $"shortcut: {text.Shortcut} stands in the sheet twice.");
            if (ChangeCannedReplies.Shape(text).Problem is { Errors: { } unfit })
            {
                errors.Need(false, row.Place, string.Join(" ", unfit.SelectMany(e => e.Value.Select(said => $"{e.Key}: {said}"))));
                bad = true;
            }
            if (bad) wrong++;
            rows.Add(text);
        }
        return errors.Problem;
    }
}
