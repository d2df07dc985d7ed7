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

/// <summary>What the journal holds of a day, and the settings that the traffic met.</summary>
sealed record DayFacts(
    string TimeZone, DateOnly Date, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<Guid> Clients, IReadOnlyDictionary<Guid, string> ClientNames,
    IReadOnlyList<Queue> Queues, IReadOnlyDictionary<Guid, string> SkillKeys, IReadOnlyDictionary<Guid, OpeningHours> Hours, IReadOnlyList<RecordedWait> Waits,
    IReadOnlyList<(AgentProfile Agent, IReadOnlyList<ContactCenter.Routing.Simulation.Interval> Ready)> Agents, IReadOnlyDictionary<Guid, string> Sites,
    IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> SitesOfClients, IReadOnlyList<SharedClient> Shares, double? AcceptSeconds);

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
    /// The day as a scenario, with the clients whose traffic it is; or why there is none, at fields below that one. With a draft: as if that were live.
    /// </summary>
    public async Task<(Scenario? Scenario, IReadOnlyList<Guid> Clients, Problem? Problem)> Read(
        AppDb asker, RecordedSource source, string at, CancellationToken cancellationToken, DraftedRules? draft = null)
    {
        if (TimeZones.Find(source.TimeZone ?? "UTC") is not { } zone) return (null, [], Problem.Invalid($"{at}timeZone", "Not an IANA time zone."));
        var seen = (await Clients.ClientNames.Active(asker, cancellationToken)).ToDictionary(c => c.Id, c => c.Name);
        IReadOnlyList<Guid> clients = source.ClientIds is { Count: > 0 } asked ? [.. asked.Distinct().Order()] : [.. seen.Keys.Order()];
        if (!clients.All(seen.ContainsKey)) return (null, [], Problem.NotFound);
        var (start, end) = Bounds(zone, source.Date);
        if (start >= time.GetUtcNow()) return (null, [], Problem.Invalid($"{at}date", "That day has not begun."));
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var connection = await db.OpenScoped(cancellationToken);
        var waits = await Waits(connection, clients, start, end, cancellationToken);
        if (waits.Count == 0) return (null, [], Problem.Invalid($"{at}date", "Nothing came on that day."));
        var day = await Around(db, connection, new(zone.Id, source.Date, start, end, clients, seen, [], new Dictionary<Guid, string>(),
            new Dictionary<Guid, OpeningHours>(), waits, [], new Dictionary<Guid, string>(), new Dictionary<Guid, IReadOnlyList<Guid>>(), [], null), draft ?? new(), cancellationToken);
        return (RecordedScenario.Of(day), clients, null);
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
    static async Task<DayFacts> Around(AppDb db, NpgsqlConnection connection, DayFacts day, DraftedRules draft, CancellationToken cancellationToken)
    {
        var came = day.Waits.Select(w => w.QueueId).ToHashSet();
        var queues = (await db.Set<Queue>().AsNoTracking().Where(q => day.Clients.Contains(q.ClientId)).OrderBy(q => q.Name).ThenBy(q => q.Id).ToListAsync(cancellationToken))
            .FindAll(q => q.Active || came.Contains(q.Id));
        // Nobody keeps these copies. The name stays: by it the two runs are compared.
        foreach (var (id, rules) in draft.Queues ?? []) queues.Find(q => q.Id == id)?.Change(rules with { Name = queues.Find(q => q.Id == id)!.Name }, day.Start);
        var hours = new Dictionary<Guid, OpeningHours>();
        foreach (var calendar in queues.Select(q => q.CalendarId).OfType<Guid>().Distinct())
        {
            if (await CalendarIds.Hours(db, calendar, cancellationToken) is { } known) hours[calendar] = known;
        }
        var ready = await ReadyTimes.Read(db, connection, day.Start, day.End, cancellationToken);
        var profiles = (await AgentProfiles.ReadThese(db, ready.Keys, cancellationToken, (draft.Agents ?? []).ToDictionary(a => a.AgentId, a => a.Equipment))).Where(a => a.Clients.Any(day.Clients.Contains));
        return day with
        {
            Queues = queues, Hours = hours, Agents = [.. profiles.Select(a => (a, ready[a.Id]))],
            SkillKeys = await SkillKeys.Of(db, queues.SelectMany(q => q.Skills.Concat(q.Relaxations.SelectMany(r => r.Skills))).Select(s => s.SkillId), cancellationToken),
            Sites = await SiteNames.All(db, cancellationToken), SitesOfClients = await SiteNames.Serving(db, cancellationToken),
            Shares = draft.Pools is [var pool, ..] ? pool.Shares : (await db.Set<PoolSetting>().AsNoTracking().SingleAsync(p => p.Pool == RoutingQueues.DefaultPool, cancellationToken)).Clients,
            AcceptSeconds = await AcceptSeconds(connection, day, cancellationToken),
        };
    }

    /// <summary>How long agents looked at what they then accepted.</summary>
    static async Task<double?> AcceptSeconds(NpgsqlConnection connection, DayFacts day, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT avg(extract(epoch FROM e.instant - m.instant))::float8 FROM journal.events e JOIN journal.events m ON m.stream = e.stream AND m.sequence = 1
            WHERE e.type = 'offerEndRecorded' AND e.payload ->> 'reason' = 'accepted' AND e.client_id = ANY ($1)
              AND e.instant >= $2 AND e.instant < $3 AND m.instant >= $2 AND m.instant < $3
            """, connection)
        {
            Parameters = { new() { Value = day.Clients.ToArray() }, new() { Value = day.Start }, new() { Value = day.End } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) as double?;
    }
}
