using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace ContactCenter.Server.Platform.Files;

/// <summary>A file as screens know it. ContentType is what its bytes are, not what its sender said.</summary>
public sealed record FileView(Guid Id, string Name, string ContentType, long Size);

/// <summary>A file with who sent it and what holds it, to decide who may have it.</summary>
public sealed record KeptFile(Guid Id, Guid ClientId, string Sender, Guid? Holder, string Name, string ContentType, long Size);

/// <summary>
/// Files in the database, behind the client's wall. Sent first and then named by a message, which holds it from then on;
/// what no message names within a day is forgotten.
/// </summary>
public static class FileStore
{
    public const int MaxSize = 10 * 1024 * 1024;
    public const int MostAtOnce = 10;
    const int LongestName = 200;
    static readonly TimeSpan Unheld = TimeSpan.FromDays(1);

    /// <summary>Takes a body that the route's size limit bounds; null when there is nothing in it.</summary>
    public static async Task<FileView?> Keep(AppDb db, Guid client, string name, Stream body, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await body.CopyToAsync(content, cancellationToken);
        if (content.Length == 0) return null;
        var bytes = content.ToArray();
        var file = new FileView(Ids.New(now), NameOf(name), FileKind.Of(bytes), bytes.Length);
        await db.Transact(async () =>
        {
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO platform.files (id, client_id, sender, name, content_type, size, created_at, content)
                VALUES ({file.Id}, {client}, {db.Scope!.Actor.ToString()}, {file.Name}, {file.ContentType}, {file.Size}, {now}, {bytes})
                """, cancellationToken);
            db.SetTimer(ForgetFileJob.Kind, file.Id, client, now + Unheld, now);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
        return file;
    }

    /// <summary>
    /// Within the caller's transaction: from now on these are the holder's. Null when one of them is not there, not the
    /// caller's own, or held already.
    /// </summary>
    public static async Task<IReadOnlyList<FileView>?> Hold(
        AppDb db, Guid client, IReadOnlyCollection<Guid> files, Guid holder, CancellationToken cancellationToken)
    {
        if (files.Count == 0) return [];
        var (ids, sender) = (files.ToArray(), db.Scope!.Actor.ToString());
        var held = await db.Database.SqlQuery<FileView>($"""
            SELECT id AS "Id", name AS "Name", content_type AS "ContentType", size AS "Size" FROM platform.files
            WHERE id = ANY ({ids}) AND client_id = {client} AND sender = {sender} AND holder IS NULL FOR UPDATE
            """).ToListAsync(cancellationToken);
        if (held.Count != ids.Length) return null;
        await db.Database.ExecuteSqlAsync($"UPDATE platform.files SET holder = {holder} WHERE id = ANY ({ids})", cancellationToken);
        foreach (var file in held) db.CancelTimer(ForgetFileJob.Kind, file.Id);
        return [.. ids.Select(id => held.Single(f => f.Id == id))];
    }

    /// <summary>Null when there is none that the scope sees.</summary>
    public static async Task<KeptFile?> Find(AppDb db, Guid id, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<KeptFile>($"""
            SELECT id AS "Id", client_id AS "ClientId", sender AS "Sender", holder AS "Holder", name AS "Name", content_type AS "ContentType", size AS "Size"
            FROM platform.files WHERE id = {id}
            """).ToListAsync(cancellationToken)).SingleOrDefault();

    /// <summary>
    /// Its bytes, with no connection to the database held while a reader takes his time. Pictures may be shown; everything
    /// else is for saving, and nothing in it runs as a page of ours.
    /// </summary>
    public static IResult Show(KeptFile file) => new FileAnswer(file);

    static string NameOf(string name)
    {
        var plain = string.Concat(name.Split('/', '\\')[^1].Where(c => !char.IsControl(c))).Trim();
        if (plain.Length > LongestName) plain = plain[^LongestName..];
        return plain.Length == 0 ? "file" : plain;
    }

    sealed class FileAnswer(KeptFile file) : IResult
    {
        // A file is in memory while it is sent: so many at once, and none for hours.
        static readonly SemaphoreSlim Slots = new(32);
        static readonly MinDataRate Slowest = new(bytesPerSecond: 8 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var db = httpContext.RequestServices.GetRequiredService<AppDb>();
            var stop = httpContext.RequestAborted;
            await Slots.WaitAsync(stop);
            try
            {
                if (await Read(db, stop) is { } content) await Write(httpContext, content, stop);
                else await Http.Problem.NotFound.Write(httpContext);
            }
            finally
            {
                Slots.Release();
            }
        }

        async Task<byte[]?> Read(AppDb db, CancellationToken stop)
        {
            await using var command = new NpgsqlCommand("SELECT content FROM platform.files WHERE id = @id", await db.OpenScoped(stop));
            command.Parameters.AddWithValue("id", file.Id);
            var content = await command.ExecuteScalarAsync(stop) as byte[];
            await db.Database.CloseConnectionAsync();
            return content;
        }

        async Task Write(HttpContext httpContext, byte[] content, CancellationToken stop)
        {
            if (httpContext.Features.Get<IHttpMinResponseDataRateFeature>() is { } pace) pace.MinDataRate = Slowest;
            var headers = httpContext.Response.GetTypedHeaders();
            headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
            headers.ContentLength = file.Size;
            var disposition = new ContentDispositionHeaderValue(FileKind.IsPicture(file.ContentType) ? "inline" : "attachment");
            disposition.SetHttpFileName(file.Name);
            headers.ContentDisposition = disposition;
            // A file never changes under its id, and is its reader's own.
            headers.CacheControl = new CacheControlHeaderValue { Private = true, MaxAge = TimeSpan.FromDays(1) };
            httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
            await httpContext.Response.Body.WriteAsync(content, stop);
        }
    }
}
