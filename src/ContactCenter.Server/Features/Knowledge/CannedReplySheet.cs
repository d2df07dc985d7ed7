using System.Globalization;
using System.Text;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Knowledge;

/// <summary>
/// A client's canned replies as a sheet: shortcut, title, text, active. What goes out comes back the same. A sheet is taken
/// whole or not at all; its rows add and change by their shortcut and take nothing away.
/// </summary>
public static class CannedReplySheet
{
    public const string Csv = "text/csv";
    const int MostRows = 5_000;
    const int MostErrors = 20;

    public sealed record SheetTaken(int Added, int Changed, int Unchanged);

    // A cell that a spreadsheet would run is led by an apostrophe, which coming in is taken off again.
    static readonly CsvWriterOptions Outgoing = new() { Injection = CsvInjection.Escape };
    static readonly CsvReaderOptions Incoming = new() { MaxRecordSize = 64 * 1024 };

    public static async Task<Results<FileContentHttpResult, Problem>> Export(Guid clientId, AppDb db, CancellationToken cancellationToken)
    {
        if (!await ClientIds.Exists(db, clientId, cancellationToken)) return Problem.NotFound;
        var replies = await db.Set<CannedReply>().AsNoTracking().Where(r => r.ClientId == clientId).OrderBy(r => r.Shortcut).ToListAsync(cancellationToken);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        await using (var sheet = CsvWriter.Create(text, Outgoing))
        {
            sheet.WriteRecord(["shortcut", "title", "text", "active"]);
            foreach (var reply in replies) sheet.WriteRecord([reply.Shortcut, reply.Title, reply.Text, reply.Active ? "true" : "false"]);
        }
        // Spreadsheets take a file without the mark for another encoding.
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", "canned-replies.csv");
    }

    public static async Task<Results<Ok<SheetTaken>, Problem>> Import(Guid clientId, HttpRequest request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await ClientIds.Exists(db, clientId, cancellationToken)) return Problem.NotFound;
        var (rows, bad) = await Read(request.Body, cancellationToken);
        if (bad is not null) return bad;
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

    static async Task<(List<CannedReplyText> Rows, Problem? Problem)> Read(Stream body, CancellationToken cancellationToken)
    {
        var rows = new List<CannedReplyText>();
        try
        {
            using var reader = new StreamReader(body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            using var sheet = CsvReader.FromText(await reader.ReadToEndAsync(cancellationToken), Incoming);
            return (rows, Fill(rows, sheet));
        }
        catch (Exception e) when (e is CsvFormatException or DecoderFallbackException)
        {
            return (rows, Problem.Invalid("sheet", "Not a sheet of comma-separated values in UTF-8."));
        }
    }

    /// <summary>The rows in the order of the sheet, or what is wrong with the first of them that are wrong.</summary>
    static Problem? Fill(List<CannedReplyText> rows, CsvReader sheet)
    {
        sheet.ReadHeader();
        var errors = new Shape();
        foreach (var column in new[] { "shortcut", "title", "text" })
            errors.Need(sheet.TryGetFieldIndex(column, out _), "sheet", $"The first row names the columns; {column} is missing.");
        if (errors.Problem is { } headless) return headless;
        var shortcuts = new HashSet<string>(StringComparer.Ordinal);
        for (var wrong = 0; wrong < MostErrors && sheet.Read();)
        {
            var row = new CannedReplyText(
                Cell("shortcut").Trim(), Cell("title").Trim(), Cell("text"), Cell("active").Trim().ToLowerInvariant() is not ("false" or "no" or "0"));
            var place = $"row {sheet.RowNumber + 1}";
            if (rows.Count == MostRows) return Problem.Invalid("sheet", $"At most {MostRows} rows.");
            var bad = !shortcuts.Add(row.Shortcut);
            errors.Need(!bad, place, $"shortcut: {row.Shortcut} stands in the sheet twice.");
            if (ChangeCannedReplies.Shape(row).Problem is { Errors: { } unfit })
            {
                errors.Need(false, place, string.Join(" ", unfit.SelectMany(e => e.Value.Select(text => $"{e.Key}: {text}"))));
                bad = true;
            }
            if (bad) wrong++;
            rows.Add(row);
        }
        return errors.Problem;

        string Cell(string column)
        {
            if (!sheet.TryGetFieldIndex(column, out var index) || index >= sheet.FieldCount) return "";
            var cell = sheet.GetString(index);
            return cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;
        }
    }
}
