using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace ContactCenter.Server.Platform.Jobs;

/// <summary>A timer that came due.</summary>
public sealed record DueTimer(string Kind, Guid Subject, Guid? ClientId, DateTimeOffset DueAt, int Attempts);

/// <summary>
/// Work that comes due for one subject. At least once, on any node, in a scope that sees the timer's client: it looks at
/// the present state first, since the reason for the timer may be gone.
/// </summary>
public interface ITimerJob
{
    Task Run(DueTimer timer, CancellationToken cancellationToken);
}

public sealed record TimerKind(string Kind, Type Job);

sealed record TimerChange(string Kind, Guid Subject, Guid? Client, DateTimeOffset? DueAt, DateTimeOffset SetAt)
{
    public Task Write(DatabaseFacade database, CancellationToken cancellationToken) => DueAt is { } due
        ? database.ExecuteSqlAsync($"""
            INSERT INTO platform.timers (kind, subject, client_id, due_at, set_at) VALUES ({Kind}, {Subject}, {Client}, {due}, {SetAt})
            ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, set_at = excluded.set_at, attempts = 0
            """, cancellationToken)
        : database.ExecuteSqlAsync($"DELETE FROM platform.timers WHERE kind = {Kind} AND subject = {Subject}", cancellationToken);
}

public static class TimerRegistration
{
    public static IServiceCollection AddTimer<TJob>(this IServiceCollection services, string kind) where TJob : class, ITimerJob =>
        services.AddScoped<TJob>().AddSingleton(new TimerKind(kind, typeof(TJob)));
}
