using System.Security.Cryptography;
using System.Text;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Platform.Http;

/// <summary>
/// Idempotency-Key on writes: the same key and request gets the first answer again, another request under it 422. The
/// answer is kept for the actor who got it. A node that dies between doing and keeping leaves the key open for a minute;
/// after that the request runs again and the ids and versions in it decide.
/// </summary>
sealed class Idempotency(RequestDelegate next, TimeProvider time)
{
    const string Header = "Idempotency-Key";
    static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1);

    sealed record Kept(byte[] RequestHash, DateTime CreatedAt, int? Status, string? ContentType, byte[]? Body, string? Location);

    public async Task InvokeAsync(HttpContext http, AppDb db, DataScope scope)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || scope.Actor.Id is null || HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint() is null)
        {
            await next(http);
            return;
        }
        if (key.Length > 200)
        {
            await Problem.Invalid(Header, "At most 200 characters.").Write(http);
            return;
        }
        var actor = scope.Actor.ToString();
        var hash = await Hash(http.Request, http.RequestAborted);
        if (await Begin(db, actor, key, hash, http.RequestAborted) is { } answer) await answer(http);
        else await Run(http, db, actor, key);
    }

    /// <summary>Null when this request is the one that runs.</summary>
    async Task<Func<HttpContext, Task>?> Begin(AppDb db, string actor, string key, byte[] hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var inserted = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO platform.idempotency_keys (actor, key, request_hash, created_at) VALUES ({actor}, {key}, {hash}, {now})
            ON CONFLICT DO NOTHING
            """, cancellationToken);
        if (inserted == 1) return null;
        var kept = await db.Database.SqlQuery<Kept>($"""
            SELECT request_hash AS "RequestHash", created_at AS "CreatedAt", status AS "Status", content_type AS "ContentType", body AS "Body", location AS "Location"
            FROM platform.idempotency_keys WHERE actor = {actor} AND key = {key}
            """).SingleOrDefaultAsync(cancellationToken);
        if (kept is null) return new Problem(StatusCodes.Status409Conflict, "idempotency_in_progress").Write;
        if (!CryptographicOperations.FixedTimeEquals(kept.RequestHash, hash))
            return new Problem(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused").Write;
        if (kept.Status is { } status) return http => Replay(http, status, kept);
        var took = await db.Database.ExecuteSqlAsync($"""
            UPDATE platform.idempotency_keys SET created_at = {now}
            WHERE actor = {actor} AND key = {key} AND status IS NULL AND created_at = {kept.CreatedAt} AND created_at < {now - Abandoned}
            """, cancellationToken);
        return took == 1 ? null : new Problem(StatusCodes.Status409Conflict, "idempotency_in_progress").Write;
    }

    async Task Run(HttpContext http, AppDb db, string actor, string key)
    {
        var wire = http.Response.Body;
        using var copy = new MemoryStream();
        http.Response.Body = copy;
        var answered = false;
        try
        {
            await next(http);
            answered = http.Response.StatusCode is < 500 and not 429;
        }
        finally
        {
            http.Response.Body = wire;
            // Kept even if the caller has hung up: he will ask again.
            await Finish(db, actor, key, answered ? http.Response : null, copy.ToArray());
        }
        copy.Position = 0;
        await copy.CopyToAsync(wire, http.RequestAborted);
    }

    static Task Finish(AppDb db, string actor, string key, HttpResponse? response, byte[] body) => response is null
        ? db.Database.ExecuteSqlAsync($"DELETE FROM platform.idempotency_keys WHERE actor = {actor} AND key = {key}")
        : db.Database.ExecuteSqlAsync($"""
            UPDATE platform.idempotency_keys
            SET status = {response.StatusCode}, content_type = {response.ContentType}, body = {body}, location = {(string?)response.Headers.Location}
            WHERE actor = {actor} AND key = {key}
            """);

    static async Task Replay(HttpContext http, int status, Kept kept)
    {
        http.Response.StatusCode = status;
        http.Response.Headers["Idempotent-Replayed"] = "true";
        if (kept.ContentType is { } type) http.Response.ContentType = type;
        if (kept.Location is { } location) http.Response.Headers.Location = location;
        if (kept.Body is { Length: > 0 } body) await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    static async Task<byte[]> Hash(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0) sha.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return sha.GetHashAndReset();
    }
}
