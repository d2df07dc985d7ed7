using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContactCenter.Benchmarks.Rig;

/// <summary>Clients with a queue and a widget each, and agents for all of them, written by the owner.</summary>
sealed class Population(Installation installation)
{
    public const string Password = "Bench!2345";

    // A real hash of the real form, made with one turn: what a sign-in costs is not what is measured.
    static readonly string Hash = new PasswordHasher<object>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1 }))
        .HashPassword(new object(), Password);

    public static string Widget(int client) => $"bench-{client}";

    public static string Email(int agent) => $"agent{agent}@bench.example";

    public async Task Add(int clients, int agents, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(installation.Owner);
        await connection.OpenAsync(cancel);
        var now = TimeProvider.System.GetUtcNow();
        await Run("""
            WITH c AS (INSERT INTO clients.clients (id, key, name, active, version) SELECT id, 'bench-' || n, 'Client ' || n, true, 1 FROM unnest(@ids, @numbers) AS x (id, n) RETURNING id),
            q AS (INSERT INTO routing.queues (id, client_id, name, pool, skills, answer_target_seconds, offer_seconds, wrap_up_seconds, reopen_hours, auto_accept, active, version)
                SELECT id, id, 'Support', 'main', '[]', 30, 60, 30, 24, false, true, 1 FROM c RETURNING id)
            INSERT INTO channels.widgets (id, client_id, queue_id, key, name, title, greeting, offline_text, colour, allowed_origins, active, version)
            SELECT x.id, x.id, x.id, 'bench-' || n, 'Chat', 'Chat', 'Hello', 'We are away', '#005fcc', '{}', true, 1 FROM unnest(@ids, @numbers) AS x (id, n)
            """, clients);
        await Run("""
            WITH u AS (INSERT INTO access.users (id, name, user_name, normalized_user_name, email, normalized_email, email_confirmed, password_hash,
                security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, active, all_clients, access_stamp, version)
                SELECT id, 'Agent ' || n, 'agent' || n || '@bench.example', upper('agent' || n || '@bench.example'), 'agent' || n || '@bench.example', upper('agent' || n || '@bench.example'),
                    true, @hash, id::text, id::text, false, false, true, 0, true, true, 1, 1 FROM unnest(@ids, @numbers) AS x (id, n) RETURNING id),
            r AS (INSERT INTO access.user_roles (user_id, role_id) SELECT id, @role FROM u)
            INSERT INTO agents.agents (id, state, since, idle_since, gone_at, version) SELECT id, 'offline', @now, @now, @now, 1 FROM u
            """, agents);
        await using (var analyze = new NpgsqlCommand("ANALYZE", connection)) await analyze.ExecuteNonQueryAsync(cancel);

        async Task Run(string sql, int count)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddWithValue("ids", Enumerable.Range(0, count).Select(_ => Ids.New(now)).ToArray());
            command.Parameters.AddWithValue("numbers", Enumerable.Range(0, count).ToArray());
            command.Parameters.AddWithValue("hash", Hash);
            command.Parameters.AddWithValue("role", BuiltInRoles.Agent);
            command.Parameters.AddWithValue("now", now);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}
