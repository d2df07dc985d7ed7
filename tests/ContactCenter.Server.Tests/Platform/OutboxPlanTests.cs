using System.Text.Json;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>What the outbox's statements read of a backlog when PostgreSQL planned them for the empty table that it mostly is.</summary>
public sealed class OutboxPlanTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    const int Backlog = 5000;

    [Fact]
    public Task Taking_what_is_due_reads_what_it_takes() => Reads(
        "timestamptz, int, timestamptz, text[]", OutboxWorker.TakeDue, ["now", "limit", "lease", "resting"], "now(), 32, now() + interval '4 s', ARRAY['s0']", taken: 32, atMost: 1000);

    [Fact]
    public Task Finishing_reads_what_is_done_and_what_follows_it() => Reads(
        "uuid[], text[], timestamptz[], timestamptz, timestamptz", OutboxWorker.FinishAndTakeNext, ["ids", "subscribers", "leases", "now", "lease"],
        "ARRAY[md5('5')::uuid, md5('9')::uuid], ARRAY['s1', 's1'], ARRAY[now() - interval '5 ms', now() - interval '9 ms'], now(), now() + interval '4 s'", taken: 2, atMost: 150);

    /// <summary>Blocks, which do not depend on how busy the machine is. Each stream has two rows.</summary>
    async Task Reads(string types, string statement, string[] parameters, string values, int taken, int atMost)
    {
        var jobs = new NpgsqlConnectionStringBuilder(fixture.Server.Services.GetRequiredKeyedService<NpgsqlDataSource>(DataSources.Jobs).ConnectionString);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(fixture.Installation.Server.Owner(fixture.Installation.Database)) { Options = jobs.Options }.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var copy = statement.Replace("journal.outbox", "journal.outbox_copy", StringComparison.Ordinal);
        // The longest names first: @lease begins @leases.
        foreach (var (name, i) in parameters.Select((name, i) => (name, i)).OrderByDescending(p => p.name.Length))
            copy = copy.Replace($"@{name}", $"${i + 1}", StringComparison.Ordinal);
        await Run("CREATE TABLE journal.outbox_copy (LIKE journal.outbox INCLUDING ALL)");
        await Run("ANALYZE journal.outbox_copy");
        await Run($"PREPARE planned ({types}) AS {copy}");
        await Run($"EXECUTE planned ({values})");
        await Run($"""
            INSERT INTO journal.outbox_copy (id, subscriber, stream, sequence, instant, type, due_at)
            SELECT md5(n::text)::uuid, 's' || n % 2, md5((n / 4 * 4 + n % 2)::text)::uuid, n, now(), 'nothing', now() - n * interval '1 ms' FROM generate_series(1, {Backlog}) n
            """);
        await using var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE planned ({values})", connection);
        using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!);
        var top = plan.RootElement[0].GetProperty("Plan");
        Assert.Equal(taken, top.GetProperty("Actual Rows").GetDouble());
        Assert.InRange(top.GetProperty("Shared Hit Blocks").GetInt64(), 1, atMost);

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
