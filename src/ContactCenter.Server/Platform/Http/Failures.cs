using System.Text.Json;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContactCenter.Server.Platform.Http;

/// <summary>Turns what was thrown into a problem; never a stack trace.</summary>
sealed partial class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Of(exception);
        // By now the request has no endpoint any more.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
        if (problem.Status == 503)
        {
            // Each call fails alike while it lasts: one line each, or the log is what keeps the database from coming back.
            Away(httpContext.Request.Method, endpoint, exception.GetBaseException().Message);
        }
        else if (problem.Status >= 500)
        {
            Unexpected(exception, httpContext.Request.Method, endpoint);
        }
        // Who has gone meanwhile is not answered.
        if (!httpContext.RequestAborted.IsCancellationRequested) await problem.Write(httpContext);
        return true;
    }

    static Problem Of(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: 413 } => new(413, "body_too_large"),
        BadHttpRequestException { InnerException: JsonException json } => Problem.Invalid(json.Path is { Length: > 2 } path ? path[2..] : "body", "Not what this field takes, or unknown here."),
        BadHttpRequestException bad => new(bad.StatusCode, bad.StatusCode == 415 ? "unsupported_media_type" : "invalid_request"),
        DbUpdateConcurrencyException => Problem.Stale,
        DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } => Problem.Conflict("already_exists"),
        // A zero character in some text: PostgreSQL keeps none.
        _ when exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => new(400, "invalid_request"),
        _ when DatabaseFailures.IsAway(exception) => Problem.DatabaseUnavailable(),
        _ => new(500, "internal_error"),
    };

    [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed")]
    partial void Unexpected(Exception e, string method, string? endpoint);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Endpoint}: the database does not answer: {Why}")]
    partial void Away(string method, string? endpoint, string why);
}
