using System.Text;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Http;
using NodaTime;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// GET /chat/transcript: the visitor's own talk as a file, made from PostgreSQL as it is sent, in his zone and language: UTC for a
/// zone that we do not know, and the file says which it is. His token opens it, also after the end of the chat; notes are not
/// in what he can read at all.
/// </summary>
static class ShowTranscript
{
    public static async Task<IResult> Handle(string? zone, string? language, Visitor visitor, ReadChat chat, CancellationToken cancellationToken)
    {
        if (await chat.After(visitor.Session, 0, cancellationToken) is not { } news) return new Problem(StatusCodes.Status401Unauthorized, "session_invalid");
        return news.Messages.Count == 0
            ? Problem.NotFound
            : new Sheet(new TranscriptPage(visitor.Widget.Title, TimeZones.Find(zone) ?? DateTimeZone.Utc, TranscriptWords.In(language)), visitor, chat, news);
    }

    sealed class Sheet(TranscriptPage page, Visitor visitor, ReadChat chat, ChatNews first) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, stop) = (httpContext.Response, httpContext.RequestAborted);
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentDisposition = "attachment; filename=\"chat.html\"";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
            await response.WriteAsync(page.Begin(), Encoding.UTF8, stop);
            for (var news = first; news is not null; news = news.More ? await chat.After(visitor.Session, news.Reached, stop) : null)
            {
                foreach (var message in news.Messages) await response.WriteAsync(page.Line(message), Encoding.UTF8, stop);
            }
            await response.WriteAsync(TranscriptPage.End, Encoding.UTF8, stop);
        }
    }
}
