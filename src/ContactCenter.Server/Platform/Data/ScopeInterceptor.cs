using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ContactCenter.Server.Platform.Data;

/// <summary>
/// Puts the unit of work's scope on every connection it opens, also an empty one: a pooled connection must never keep
/// the last borrower's. One round trip; the role is part of it, so staff of all clients need no list of them.
/// </summary>
public sealed class ScopeInterceptor : DbConnectionInterceptor
{
    const string SetScope = """
        SELECT set_config('role', @role, false), set_config('app.clients', @clients, false),
               set_config('app.staff', @staff, false), set_config('app.actor', @actor, false)
        """;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection, eventData);
        command?.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection, eventData);
        if (command is not null) await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static DbCommand? Command(DbConnection connection, ConnectionEndEventData eventData)
    {
        // The owner's context migrates and seeds under a policy of its own.
        if (eventData.Context is not AppDb { Scope: { } scope }) return null;
        var command = connection.CreateCommand();
        command.CommandText = SetScope;
        Add("role", scope.AllClients ? "cc_all" : "cc_web");
        Add("clients", string.Join(',', scope.Clients));
        Add("staff", scope.People switch { People.Everybody => "on", People.Served => "served", _ => "off" });
        Add("actor", scope.Actor.ToString());
        return command;

        void Add(string name, string value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }
}
