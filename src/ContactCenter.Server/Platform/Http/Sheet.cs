using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Platform.Http;

/// <summary>
/// A list as people edit it in a spreadsheet: comma-separated values in UTF-8 under a row of column names. What goes out comes
/// back the same: a cell that a spreadsheet would run is led by an apostrophe, which coming in is taken off again.
/// </summary>
public static class Sheet
{
    public const string Csv = "text/csv";
    public const int Limit = 2 * 1024 * 1024;

    /// <summary>So many rows are said to be wrong; whoever has more mends those first.</summary>
    public const int MostErrors = 20;

    static readonly CsvWriterOptions outgoing = new() { Injection = CsvInjection.Escape };
    static readonly CsvReaderOptions incoming = new() { MaxRecordSize = 64 * 1024 };

    public static FileContentHttpResult Write(string file, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var sheet = CsvWriter.Create(text, outgoing))
        {
            sheet.WriteRecord([.. columns]);
            foreach (var row in rows) sheet.WriteRecord([.. row]);
        }
        // Spreadsheets take a file without the mark for another encoding.
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", file);
    }

    /// <summary>The rows in their order. Columns that nobody asked for are left alone; those that are needed must be there.</summary>
    public static async Task<(IReadOnlyList<SheetRow> Rows, Problem? Problem)> Read(
        Stream body, IReadOnlyList<string> needed, IReadOnlyList<string> optional, int most, CancellationToken cancellationToken)
    {
        var rows = new List<SheetRow>();
        try
        {
            using var reader = new StreamReader(body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            using var sheet = CsvReader.FromText(await reader.ReadToEndAsync(cancellationToken), incoming);
            sheet.ReadHeader();
            var columns = needed.Concat(optional).Where(c => sheet.TryGetFieldIndex(c, out _)).ToList();
            var headless = needed.Except(columns).Aggregate(new Shape(), (shape, c) => shape.Need(false, "sheet", $"The first row names the columns; {c} is missing."));
            if (headless.Problem is { } bad) return (rows, bad);
            while (sheet.Read())
            {
                if (rows.Count == most) return (rows, Problem.Invalid("sheet", $"At most {most} rows."));
                rows.Add(new SheetRow($"row {sheet.RowNumber + 1}", columns.ToDictionary(c => c, c => Cell(sheet, c), StringComparer.Ordinal)));
            }
            return (rows, null);
        }
        catch (Exception e) when (e is CsvFormatException or DecoderFallbackException)
        {
            return (rows, Problem.Invalid("sheet", "Not a sheet of comma-separated values in UTF-8."));
        }
    }

    static string Cell(CsvReader sheet, string column)
    {
        if (!sheet.TryGetFieldIndex(column, out var index) || index >= sheet.FieldCount) return "";
        var cell = sheet.GetString(index);
        return cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;
    }
}

/// <summary>Place: what the row is called when something is wrong with it.</summary>
public sealed class SheetRow(string place, IReadOnlyDictionary<string, string> cells)
{
    public string Place => place;

    /// <summary>Empty when the sheet has no such column, or nothing in it.</summary>
    public string this[string column] => cells.GetValueOrDefault(column, "");

    public bool Has(string column) => cells.ContainsKey(column);

    /// <summary>Yes, unless it says no.</summary>
    public bool Flag(string column) => this[column].Trim().ToLowerInvariant() is not ("false" or "no" or "0");
}
