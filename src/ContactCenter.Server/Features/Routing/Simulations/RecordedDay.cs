using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Routing.Drafts;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>What the journal holds of a day.</summary>
sealed record DayFacts(
    string TimeZone, DateOnly Date, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<Guid> Clients, IReadOnlyDictionary<Guid, string> ClientNames,
    IReadOnlyList<RecordedWait> Waits, IReadOnlyDictionary<Guid, IReadOnlyList<ContactCenter.Routing.Simulation.Interval>> Ready, double? AcceptSeconds);

/// <summary>The settings that its traffic meets.</summary>
sealed record DayRules(
    IReadOnlyList<Queue> Queues, IReadOnlyDictionary<Guid, string> SkillKeys, IReadOnlyDictionary<Guid, OpeningHours> Hours, IReadOnlyList<AgentProfile> Agents,
    IReadOnlyDictionary<Guid, string> Sites, IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> SitesOfClients, IReadOnlyList<SharedClient> Shares);

/// <summary>
/// Reads a recorded day. It looks in a scope of its own, since agents are the operator's and may serve others too; only
/// clients that the asker sees get into what it says.
/// </summary>
sealed class RecordedDay(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly string[] types =
    [
        "ticketOpened", "ticketReopened", "ticketReturned", "ticketMoved", "ticketAssigned", "ticketResumed", "ticketEnded", "ticketClosed", "ticketAbandoned",
    ];

    /// <summary>
    /// The day as a scenario, and once more as if a draft had been live, with the clients whose traffic it is; or why there is none, at fields below that one.
    /// </summary>
    public async Task<(Scenario? Scenario, Scenario? Drafted, IReadOnlyList<Guid> Clients, Problem? Problem)> Read(
        AppDb asker, RecordedSource source, string at, CancellationToken cancellationToken, DraftedRules? draft = null)
    {
        if (TimeZones.Find(source.TimeZone ?? "UTC") is not { } zone) return (null, null, [], Problem.Invalid($"{at}timeZone", "Not an IANA time zone."));
        var seen = (await Clients.ClientNames.Active(asker, cancellationToken)).ToDictionary(c => c.Id, c => c.Name);
        IReadOnlyList<Guid> clients = source.ClientIds is { Count: > 0 } asked ? [.. asked.Distinct().Order()] : [.. seen.Keys.Order()];
        if (!clients.All(seen.ContainsKey)) return (null, null, [], Problem.NotFound);
        var (start, end) = Bounds(zone, source.Date);
        if (start >= time.GetUtcNow()) return (null, null, [], Problem.Invalid($"{at}date", "That day has not begun."));
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var connection = await db.OpenScoped(cancellationToken);
        var waits = await Waits(connection, clients, start, end, cancellationToken);
        if (waits.Count == 0) return (null, null, [], Problem.Invalid($"{at}date", "Nothing came on that day."));
        var day = new DayFacts(zone.Id, source.Date, start, end, clients, seen, waits,
            await ReadyTimes.Read(db, connection, start, end, cancellationToken), await AcceptSeconds(connection, clients, start, end, cancellationToken));
        var scenario = RecordedScenario.Of(day, await Rules(db, day, new(), cancellationToken));
        return (scenario, draft is null ? null : RecordedScenario.Of(day, await Rules(db, day, draft, cancellationToken)), clients, null);
    }

    (DateTimeOffset Start, DateTimeOffset End) Bounds(DateTimeZone zone, DateOnly date)
    {
        var day = LocalDate.FromDateOnly(date);
        var end = zone.AtStartOfDay(day.PlusDays(1)).ToInstant().ToDateTimeOffset();
        var now = time.GetUtcNow();
        return (zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset(), end < now ? end : now);
    }

    /// <summary>What began to wait on the day, with how it went on afterwards. Work that was there before it began is left out.</summary>
    static async Task<List<RecordedWait>> Waits(NpgsqlConnection connection, IReadOnlyList<Guid> clients, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        const string Facts = """
            SELECT e.stream, e.instant, e.type, (e.payload ->> 'queueId')::uuid, t.channel FROM journal.events e JOIN tickets.tickets t ON t.id = e.stream
            WHERE e.stream_kind = 'ticket' AND e.type = ANY ($1) AND e.client_id = ANY ($2)
            """;
        var waits = new JournalWaits();
        await Take($"{Facts} AND e.instant >= $3 AND e.instant < $4 ORDER BY e.stream, e.sequence", begins: true, types, clients.ToArray(), start, end);
        // How those went on that the day left open.
        await Take($"{Facts} AND e.instant >= $3 AND e.stream = ANY ($4) ORDER BY e.stream, e.sequence", begins: false, types, clients.ToArray(), end, waits.Open.ToArray());
        return waits.Waits;

        async Task Take(string sql, bool begins, params object[] parameters)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in parameters) command.Parameters.Add(new NpgsqlParameter { Value = value });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                waits.Take(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2),
                    await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetGuid(3), reader.GetString(4), begins);
            }
        }
    }

    /// <summary>
    /// The journal knows that settings changed and not what they were: queues, skills, weights and shares are as they are now.
    /// Hours and who was ready when are as they were.
    /// </summary>
    static async Task<DayRules> Rules(AppDb db, DayFacts day, DraftedRules draft, CancellationToken cancellationToken)
    {
        var came = day.Waits.Select(w => w.QueueId).ToHashSet();
        var queues = (await db.Set<Queue>().AsNoTracking().Where(q => day.Clients.Contains(q.ClientId)).OrderBy(q => q.Name).ThenBy(q => q.Id).ToListAsync(cancellationToken))
            .FindAll(q => q.Active || came.Contains(q.Id));
        foreach (var (id, rules) in draft.Queues ?? [])
        {
            // Nobody keeps this copy. The name stays: by it the two runs are compared.
            if (queues.Find(q => q.Id == id) is { } queue) queue.Change(rules with { Name = queue.Name }, day.Start);
        }
        var hours = new Dictionary<Guid, OpeningHours>();
        foreach (var calendar in queues.Select(q => q.CalendarId).OfType<Guid>().Distinct())
        {
            if (await CalendarIds.Hours(db, calendar, cancellationToken) is { } known) hours[calendar] = known;
        }
        // All agents play as one pool, by the first one's shares.
        var pool = await db.Set<PoolSetting>().AsNoTracking().SingleAsync(p => p.Pool == RoutingQueues.DefaultPool, cancellationToken);
        var drafted = (draft.Agents ?? []).ToDictionary(a => a.AgentId, a => a.Equipment);
        return new(
            queues, await SkillKeys.Of(db, queues.SelectMany(q => q.Skills.Concat(q.Relaxations.SelectMany(r => r.Skills))).Select(s => s.SkillId), cancellationToken), hours,
            [.. (await AgentProfiles.ReadThese(db, day.Ready.Keys, cancellationToken, drafted)).Where(a => a.Clients.Any(day.Clients.Contains))],
            await SiteNames.All(db, cancellationToken), await SiteNames.Serving(db, cancellationToken),
            draft.Pools?.FirstOrDefault(p => p.PoolId == pool.Id)?.Shares ?? pool.Clients);
    }

    /// <summary>How long agents looked at what they then accepted.</summary>
    static async Task<double?> AcceptSeconds(
        NpgsqlConnection connection, IReadOnlyList<Guid> clients, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT avg(extract(epoch FROM e.instant - m.instant))::float8 FROM journal.events e JOIN journal.events m ON m.stream = e.stream AND m.sequence = 1
            WHERE e.type = 'offerEndRecorded' AND e.payload ->> 'reason' = 'accepted' AND e.client_id = ANY ($1)
              AND e.instant >= $2 AND e.instant < $3 AND m.instant >= $2 AND m.instant < $3
            """, connection)
        {
            Parameters = { new() { Value = clients.ToArray() }, new() { Value = start }, new() { Value = end } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) as double?;
    }
}
