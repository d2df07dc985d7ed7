using System.Buffers.Text;
using System.Text;

namespace ContactCenter.Server.Platform.Http;

/// <summary>One page and where the next begins; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>The query of a list. A cursor is opaque to callers; one that we did not make counts as none.</summary>
public readonly record struct PageQuery(int Limit, Guid? After)
{
    public const int MaxLimit = 200;

    public static PageQuery Of(int? limit, string? cursor, int standard = 50) =>
        new(Math.Clamp(limit ?? standard, 1, MaxLimit), Decode(cursor));

    /// <summary>Takes Limit + 1 rows: the one too many tells that there is more.</summary>
    public Page<T> Cut<T>(IReadOnlyList<T> rows, Func<T, Guid> id) => rows.Count > Limit
        ? new([.. rows.Take(Limit)], Encode(id(rows[Limit - 1])))
        : new(rows, null);

    static string Encode(Guid id) => Base64Url.EncodeToString(id.ToByteArray());

    static Guid? Decode(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor) || cursor.Length > 64) return null;
        Span<byte> bytes = stackalloc byte[64];
        return Base64Url.TryDecodeFromUtf8(Encoding.UTF8.GetBytes(cursor), bytes, out var length) && length == 16 ? new Guid(bytes[..16]) : null;
    }
}
