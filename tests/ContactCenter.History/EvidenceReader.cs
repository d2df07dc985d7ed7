using System.Data;
using System.Text.Json;
using Npgsql;

namespace ContactCenter.History;

/// <summary>Joins the log with what PostgreSQL kept, read by a login that passes the walls.</summary>
public static class EvidenceReader
{
    public static async Task<Evidence> ReadAsync(string login, HistoryLog log, TimeProvider time)
    {
        await using var connection = new NpgsqlConnection(login);
        await connection.OpenAsync();
        // All as of one instant: something may still go on, such as who left long ago being found gone.
        await using var instant = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var tickets = await Rows(connection, "SELECT id, channel, status, agent_id, queue_id, version, claim_version, message_sequence FROM tickets.tickets", r =>
            new TicketRow(r.GetGuid(0), r.GetString(1), r.GetString(2), IdOrNull(r, 3), r.GetGuid(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7)));
        var messages = await Rows(connection, "SELECT id, ticket_id, sequence, kind, author_id, text, code FROM tickets.messages", r =>
            new MessageRow(r.GetGuid(0), r.GetGuid(1), r.GetInt64(2), r.GetString(3), IdOrNull(r, 4), r.GetString(5), r.IsDBNull(6) ? null : r.GetString(6)));
        var targets = await Rows(connection, "SELECT id, answer_target_seconds FROM routing.queues", r => (Id: r.GetGuid(0), Target: TimeSpan.FromSeconds(r.GetInt32(1))));
        var weights = await Rows(connection, "SELECT id, weights::text FROM agents.agents WHERE weights IS NOT NULL", r =>
            (Id: r.GetGuid(0), Own: JsonSerializer.Deserialize<Dictionary<string, int>>(r.GetString(1))!));
        return new Evidence
        {
            Acts = log.Acts,
            Sightings = log.Sightings,
            Pictures = log.Pictures,
            Rough = log.Rough,
            Tickets = tickets,
            Messages = messages,
            Targets = targets.ToDictionary(t => t.Id, t => t.Target),
            Weights = weights.ToDictionary(w => w.Id, w => (IReadOnlyDictionary<string, int>)w.Own),
            Events = await Rows(connection, "SELECT stream_kind, stream, sequence, type, instant, payload::text FROM journal.events", ToEvent),
            Decisions = await Rows(connection, "SELECT epoch, number, at, type, ticket_id, agent_id, offer_id, data::text, pool FROM routing.decisions", ToDecision),
            Outbox = await Rows(connection, "SELECT subscriber || ' ' || type || ' of ' || stream || coalesce(': parked, ' || error, '') FROM journal.outbox", r => r.GetString(0)),
            At = time.GetUtcNow(),
        };
    }

    private static EventRow ToEvent(NpgsqlDataReader row)
    {
        var payload = JsonElement.Parse(row.GetString(5));
        return new EventRow(row.GetString(0), row.GetGuid(1), row.GetInt64(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4))
        {
            Agent = Id(payload, "agentId"),
            From = Id(payload, "fromAgentId"),
            Queue = Id(payload, "queueId"),
            Pool = Text(payload, "pool"),
            Message = Id(payload, "messageId"),
            MessageSequence = Find(payload, "message") is { ValueKind: JsonValueKind.Number } sequence ? sequence.GetInt64() : null,
            Front = Find(payload, "front") is { ValueKind: JsonValueKind.True },
            WaitingSince = Find(payload, "waitingSince")?.GetDateTimeOffset(),
            State = Text(payload, "state"),
            Reason = Text(payload, "reason"),
        };
    }

    private static DecisionRow ToDecision(NpgsqlDataReader row)
    {
        var data = JsonElement.Parse(row.GetString(7));
        return new DecisionRow(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3))
        {
            Pool = row.GetString(8),
            Ticket = IdOrNull(row, 4),
            Agent = IdOrNull(row, 5),
            Offer = IdOrNull(row, 6),
            Version = Find(data, "itemVersion") is { } version ? version.GetInt64() : 0,
            Deadline = Find(data, "deadline") is { } deadline ? deadline.GetDateTimeOffset() : default,
            Reason = Text(data, "reason"),
            Profile = Text(data, "profile") ?? "",
        };
    }

    private static async Task<List<T>> Rows<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    private static Guid? IdOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static JsonElement? Find(JsonElement of, string member) =>
        of.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Guid? Id(JsonElement of, string member) => Find(of, member)?.GetGuid();

    private static string? Text(JsonElement of, string member) => Find(of, member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
