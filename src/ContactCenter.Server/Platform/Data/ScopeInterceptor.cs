using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace ContactCenter.Server.Platform.Data;

/// <summary>
/// Puts the unit of work's scope on every connection it opens, also an empty one: a pooled connection must never keep
/// the last borrower's. It travels with the first command, in the same round trip; whatever reaches the database without it
/// sees nothing. The role is part of it, so staff of all clients need no list of them.
/// </summary>
public sealed class ScopeInterceptor : DbConnectionInterceptor
{
    internal const string SetScope = """
        SELECT set_config('role', @scope_role, false), set_config('app.clients', @scope_clients, false),
               set_config('app.staff', @scope_staff, false), set_config('app.actor', @scope_actor, false)
        """;

    const string SetScopeInBatch = """
        SELECT set_config('role', $1, false), set_config('app.clients', $2, false), set_config('app.staff', $3, false), set_config('app.actor', $4, false)
        """;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        throw new NotSupportedException("Open asynchronously: a thread that waits for the database serves nobody.");

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // The owner's context migrates and seeds under a policy of its own.
        if (eventData.Context is AppDb { Scope: not null } db) db.ScopeIsDue = true;
        return Task.CompletedTask;
    }

    /// <summary>For commands that do not pass the interceptor: the batch begins with the scope if none has been sent yet.</summary>
    internal static void Begin(AppDb db, NpgsqlBatch batch)
    {
        if (!db.ScopeIsDue) return;
        db.ScopeIsDue = false;
        var command = new NpgsqlBatchCommand(SetScopeInBatch);
        var scope = db.Scope!.ForDatabase;
        foreach (var value in (string[])[scope.Role, scope.Clients, scope.Staff, scope.Actor]) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        batch.BatchCommands.Insert(0, command);
    }
}

/// <summary>Lets the scope ride with the first command of a connection.</summary>
public sealed class ScopeRider : DbCommandInterceptor
{
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not AppDb { ScopeIsDue: true } db) return result;
        // A save counts its statements, so that nothing may come before them.
        if (eventData.CommandSource == CommandSource.SaveChanges) await SendAlone(command, db, cancellationToken);
        else Ride(command, db, rides: true);
        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not AppDb { ScopeRides: true } db) return result;
        db.ScopeRides = false;
        await result.NextResultAsync(cancellationToken);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AppDb { ScopeIsDue: true } db) Ride(command, db, rides: false);
        return ValueTask.FromResult(result);
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AppDb { ScopeIsDue: true } db) await SendAlone(command, db, cancellationToken);
        return result;
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        // What a failed round trip set is undone with it.
        if (eventData.Context is AppDb { Scope: not null } db) (db.ScopeIsDue, db.ScopeRides) = (true, false);
        return Task.CompletedTask;
    }

    static void Ride(DbCommand command, AppDb db, bool rides)
    {
        command.CommandText = $"{ScopeInterceptor.SetScope};\n{command.CommandText}";
        Add(command, db);
        (db.ScopeIsDue, db.ScopeRides) = (false, rides);
    }

    static async Task SendAlone(DbCommand next, AppDb db, CancellationToken cancellationToken)
    {
        await using var command = next.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (ScopeInterceptor.SetScope, next.Transaction);
        Add(command, db);
        await command.ExecuteNonQueryAsync(cancellationToken);
        db.ScopeIsDue = false;
    }

    static void Add(DbCommand command, AppDb db)
    {
        var scope = db.Scope!.ForDatabase;
        foreach (var (name, value) in ((string, string)[])[("scope_role", scope.Role), ("scope_clients", scope.Clients), ("scope_staff", scope.Staff), ("scope_actor", scope.Actor)])
            command.Parameters.Add(new NpgsqlParameter<string>(name, value));
    }
}
