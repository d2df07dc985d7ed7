using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using Npgsql;
using Interval = ContactCenter.Routing.Simulation.Interval;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>When which agent took new work: ready, and not waiting for a break.</summary>
static class ReadyTimes
{
    /// <summary>Those who did so at all between these instants.</summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Interval>>> Read(
        AppDb db, NpgsqlConnection connection, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var agents = (await AgentProfiles.Versions(db, cancellationToken)).Keys.ToArray();
        await using var command = new NpgsqlCommand("""
            SELECT a.id, f.instant, f.payload ->> 'state' = 'ready' AND f.payload ->> 'next' IS NULL FROM unnest($1) a (id)
            CROSS JOIN LATERAL (
                (SELECT instant, sequence, payload FROM journal.events WHERE stream = a.id AND type = 'agentStateChanged' AND instant < $2 ORDER BY sequence DESC LIMIT 1)
                UNION ALL
                SELECT instant, sequence, payload FROM journal.events WHERE stream = a.id AND type = 'agentStateChanged' AND instant >= $2 AND instant < $3) f
            ORDER BY a.id, f.sequence
            """, connection)
        {
            Parameters = { new() { Value = agents }, new() { Value = start }, new() { Value = end } },
        };
        var found = new Dictionary<Guid, List<Interval>>();
        (Guid Agent, DateTimeOffset Since)? ready = null;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (agent, at, isReady) = (reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetBoolean(2));
            if (ready is { } before && before.Agent != agent) Close(before.Agent, before.Since, end);
            if (ready?.Agent != agent) ready = null;
            if (isReady && ready is null) ready = (agent, at < start ? start : at);
            if (isReady || ready is null) continue;
            Close(agent, ready.Value.Since, at);
            ready = null;
        }
        if (ready is { } last) Close(last.Agent, last.Since, end);
        return found.ToDictionary(f => f.Key, f => (IReadOnlyList<Interval>)f.Value);

        void Close(Guid agent, DateTimeOffset since, DateTimeOffset until)
        {
            if (until <= since) return;
            if (!found.TryGetValue(agent, out var times)) found[agent] = times = [];
            times.Add(new Interval(since, until));
        }
    }
}
