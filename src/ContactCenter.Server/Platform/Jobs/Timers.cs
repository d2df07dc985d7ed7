using Npgsql;

namespace ContactCenter.Server.Platform.Jobs;

/// <summary>A timer that came due, and when it was set.</summary>
public sealed record DueTimer(string Kind, Guid Subject, Guid? ClientId, DateTimeOffset DueAt, DateTimeOffset SetAt, int Attempts);

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
    public NpgsqlBatchCommand ToCommand() => DueAt is { } due
        ? new("""
            INSERT INTO platform.timers (kind, subject, client_id, due_at, set_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, set_at = excluded.set_at, attempts = 0
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = Kind }, new NpgsqlParameter<Guid> { TypedValue = Subject }, new NpgsqlParameter<Guid?> { TypedValue = Client },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = due }, new NpgsqlParameter<DateTimeOffset> { TypedValue = SetAt },
            },
        }
        : new("DELETE FROM platform.timers WHERE kind = $1 AND subject = $2")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = Kind }, new NpgsqlParameter<Guid> { TypedValue = Subject } },
        };
}

public static class TimerRegistration
{
    public static IServiceCollection AddTimer<TJob>(this IServiceCollection services, string kind) where TJob : class, ITimerJob =>
        services.AddScoped<TJob>().AddSingleton(new TimerKind(kind, typeof(TJob)));
}
