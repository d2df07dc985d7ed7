using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Npgsql;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>What several nodes, or several starts of one, share.</summary>
public sealed class NodesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_cookie_of_one_node_is_good_on_another_that_started_later()
    {
        await fixture.Seed.Admin("admin@nodes.test");
        using var here = await fixture.SignedIn("admin@nodes.test");
        await using var other = fixture.StartAnother();
        using var there = here.At(other.Address);
        (await there.Get("session")).Expect(200);
        (await there.Post("clients", new { key = "elsewhere", name = "Elsewhere" })).Expect(201);
        Assert.Equal(1, await fixture.Installation.Scalar<long>("SELECT count(*) FROM platform.data_protection_keys"));
    }

    [Fact]
    public async Task Partitions_are_made_ahead_of_time_and_old_ones_of_short_life_go()
    {
        Assert.True(await Exists("journal.events_2026_06"));
        Assert.True(await Exists("routing.decisions_2026_03_15"));
        Assert.False(await Exists("journal.events_2026_07"));
        // What is written before its time's partition is there, also if that time is past when they are made, does not stay outside.
        await fixture.Installation.Execute(
            """
            INSERT INTO routing.recordings VALUES ('main', 900, 1, 1, false, @soon, ''), ('main', 901, 1, 1, false, @past, '');
            INSERT INTO journal.events VALUES (@id, @later, NULL, 'stray', @id, 1, 'stray', 'system', NULL, NULL, '{}')
            """,
            ("soon", fixture.Time.GetUtcNow().AddDays(52)), ("past", fixture.Time.GetUtcNow().AddDays(40)), ("later", fixture.Time.GetUtcNow().AddDays(120)), ("id", fixture.Seed.NewId()));
        fixture.Advance(TimeSpan.FromDays(50));
        await fixture.Eventually(() => Exists("journal.events_2026_07"), "the next months");
        await fixture.Eventually(() => Exists("routing.decisions_2026_05_02"), "the next days");
        Assert.Equal(0, await fixture.Installation.Scalar<long>("SELECT count(*) FROM routing.recordings_default WHERE epoch IN (900, 901)"));
        Assert.Equal(2, await fixture.Installation.Scalar<long>("SELECT count(*) FROM routing.recordings WHERE epoch IN (900, 901)"));
        Assert.Equal(0, await fixture.Installation.Scalar<long>("SELECT count(*) FROM journal.events_default"));
        Assert.False(await Exists("routing.decisions_2026_03_15"));
        Assert.True(await Exists("journal.events_2026_03"));
    }

    [Fact]
    public async Task Who_writes_while_a_partition_is_made_for_his_row_waits_and_is_not_refused()
    {
        var installation = fixture.Installation;
        var late = new DateTimeOffset(2031, 5, 20, 12, 0, 0, TimeSpan.Zero);
        await using var owner = new NpgsqlConnection(installation.Server.Owner(installation.Database));
        await owner.OpenAsync();
        NpgsqlTransaction? making = null;
        // It gives way to whoever is at work.
        await fixture.Eventually(async () => (making = await Making(owner, late)) is not null, "they are being made");
        var writing = installation.Execute("INSERT INTO journal.events VALUES (@id, @late, NULL, 'late', @id, 1, 'late', 'system', NULL, NULL, '{}')", ("id", fixture.Seed.NewId()), ("late", late));
        await fixture.Eventually(async () => await installation.Scalar<long>("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND NOT l.granted") > 0, "the writer waits");

        await making!.CommitAsync();

        await writing;
        Assert.Equal(1, await installation.Scalar<long>("SELECT count(*) FROM journal.events_2031_05"));
    }

    private static async Task<NpgsqlTransaction?> Making(NpgsqlConnection owner, DateTimeOffset at)
    {
        var making = await owner.BeginTransactionAsync();
        try
        {
            await using var make = new NpgsqlCommand("SELECT platform.make_partitions(@at)", owner, making) { Parameters = { new("at", at) } };
            await make.ExecuteNonQueryAsync();
            return making;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await making.DisposeAsync();
            return null;
        }
    }

    [Fact]
    public async Task Migrating_twice_and_on_several_machines_at_once_does_no_harm()
    {
        var server = fixture.Installation.Server;
        await server.CreateEmpty("migrated_at_once");
        var configuration = server.Configuration("migrated_at_once");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Migrate.Run(configuration, fixture.Time, CancellationToken.None))));
        await Migrate.Run(configuration, fixture.Time, CancellationToken.None);
        var applied = await Installation.ColumnAs<string>(server.Owner("migrated_at_once"), "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1");
        Assert.Equal(applied.Distinct(), applied);
        Assert.NotEmpty(applied);
        await server.Postgres.DropDatabaseAsync("migrated_at_once");
    }

    private Task<bool> Exists(string table) => fixture.Installation.Scalar<bool>("SELECT to_regclass(@table) IS NOT NULL", ("table", table));
}
