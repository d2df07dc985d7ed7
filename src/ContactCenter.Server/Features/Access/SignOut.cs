using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>Ends this session everywhere: its cookie, copies of it, its sockets. Other sessions of the user go on; twice is as good as once.</summary>
static class SignOut
{
    public static async Task<NoContent> Handle(
        HttpContext http, CurrentUser current, AppDb db, DataScope scope, AccessChanges changes, TimeProvider time, CancellationToken cancellationToken)
    {
        scope.EnterOperator(scope.Actor);
        var now = time.GetUtcNow();
        await db.Set<EndedSession>().Where(e => e.UserId == current.Id && e.Until < now).ExecuteDeleteAsync(cancellationToken);
        // Nothing renews the cookie from here on, so none lives longer than this one could.
        var (id, session, until) = (current.Id, current.Session.Id, now + SessionCookie.Longest(http));
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO access.ended_sessions (user_id, session, until) VALUES ({id}, {session}, {until}) ON CONFLICT DO NOTHING
            """, cancellationToken);
        await SessionCookie.Clear(http);
        changes.Publish(current.Id);
        return TypedResults.NoContent();
    }
}
