using Npgsql;
using NpgsqlTypes;

namespace ContactCenter.Server.Platform.Data;

/// <summary>Many rows in one statement: an array for each column, for unnest.</summary>
static class Columns
{
    public static NpgsqlParameter<T[]> Of<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> of) => new() { TypedValue = [.. rows.Select(of)] };

    public static NpgsqlParameter<string[]> Json<TRow>(IReadOnlyList<TRow> rows, Func<TRow, string> of) =>
        new() { TypedValue = [.. rows.Select(of)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
