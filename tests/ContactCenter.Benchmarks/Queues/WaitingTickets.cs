using ContactCenter.Benchmarks.Rig;
using ContactCenter.Server.Platform;
using Npgsql;

namespace ContactCenter.Benchmarks.Queues;

/// <summary>Tickets that wait, shared out among all clients of the installation, written by the owner as the server writes them.</summary>
static class WaitingTickets
{
    public static async Task Add(Installation installation, int count, CancellationToken cancel)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var connection = new NpgsqlConnection(installation.Owner);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("""
            WITH q AS (SELECT id, client_id, pool, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS total FROM routing.queues),
            t AS (SELECT x.id, n, q.client_id, q.id AS queue_id, q.pool FROM unnest(@ids, @numbers) AS x (id, n) JOIN q ON q.place = n % q.total),
            c AS (INSERT INTO contacts.contacts (id, client_id, created_at, version) SELECT id, client_id, @now, 1 FROM t RETURNING id),
            i AS (INSERT INTO routing.items (ticket_id, client_id, queue_id, pool, channel, skills, enqueued_at, deadline, offer_seconds, auto_accept)
                SELECT id, client_id, queue_id, pool, 'chat', '[]', @now, @now + n * interval '1 millisecond', 60, false FROM t RETURNING ticket_id)
            INSERT INTO tickets.tickets (id, client_id, number, contact_id, channel, subject, status, queue_id, pool, wrap_up_seconds, reopen_seconds,
                priority, created_at, waiting_since, abandoned, claim_version, message_sequence, read_sequence, version)
            SELECT id, client_id, n + 1, id, 'chat', 'Where is my bag?', 'waiting', queue_id, pool, 30, 86400, 0, @now, @now, false, 1, 0, 0, 1 FROM t
            """, connection) { CommandTimeout = 300 };
        command.Parameters.AddWithValue("ids", Enumerable.Range(0, count).Select(_ => Ids.New(now)).ToArray());
        command.Parameters.AddWithValue("numbers", Enumerable.Range(0, count).ToArray());
        command.Parameters.AddWithValue("now", now);
        await command.ExecuteNonQueryAsync(cancel);
        command.CommandText = "ANALYZE";
        command.Parameters.Clear();
        await command.ExecuteNonQueryAsync(cancel);
    }
}
