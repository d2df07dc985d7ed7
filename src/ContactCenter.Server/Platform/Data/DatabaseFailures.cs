using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContactCenter.Server.Platform.Data;

public static class DatabaseFailures
{
    /// <summary>PostgreSQL is away, going away, full, or has given up a deadlock: nothing was decided and the same call may succeed later.</summary>
    public static bool IsAway(Exception e)
    {
        for (Exception? current = e; current is not null; current = current.InnerException)
        {
            if (current is PostgresException p) return p.IsTransient || p.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or "25P03";
            if (current is NpgsqlException { IsTransient: true } or SocketException) return true;
            if (current is NpgsqlException { InnerException: IOException or TimeoutException or EndOfStreamException }) return true;
        }
        return false;
    }

    /// <summary>Something else already has this unique key.</summary>
    public static bool IsDuplicate(Exception e) => e is not DbUpdateConcurrencyException && e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>A subscriber already has an event of this number of the stream: our copy of the stream's owner was stale.</summary>
    internal static bool IsTakenSequence(Exception e) => e.GetBaseException() is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "outbox_stream_subscriber_sequence_idx",
    };
}
