using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>A PostgreSQL that goes away, under a server on real time, as operations see it.</summary>
public sealed class DatabaseAwayFixture : ServerFixture
{
    protected override bool OwnPostgres => true;

    protected override void Configure(ServerOptions options) => options.Time = TimeProvider.System;

    protected override async Task Ready() => await Seed.Admin("admin@away.test");
}

public sealed class DatabaseAwayTests(DatabaseAwayFixture fixture) : IClassFixture<DatabaseAwayFixture>
{
    [Fact]
    public async Task Without_PostgreSQL_it_says_so_and_goes_on_by_itself_when_it_is_back()
    {
        using var api = await fixture.SignedIn("admin@away.test");
        await fixture.Installation.Server.Postgres.StopAsync();
        var refused = (await api.Post("clients", new { key = "nowhere", name = "Nowhere" }, "nowhere")).Expect(503, "database_unavailable");
        Assert.NotEmpty(refused.Headers["Retry-After"]);
        (await api.Get("clients")).Expect(503, "database_unavailable");
        Assert.Equal("unavailable", (await api.Get("/health/ready")).Expect(503)["status"].GetString());
        (await api.Get("/health/live")).Expect(200);

        await fixture.Installation.Server.Postgres.StartAsync();
        await fixture.Eventually(async () => (await api.Get("/health/ready")).Status == 200, "ready again");
        (await api.Post("clients", new { key = "nowhere", name = "Nowhere" }, "nowhere")).Expect(201);
    }

    [Fact]
    public async Task What_was_answered_before_a_crash_is_there_and_nothing_is_half_done()
    {
        using var api = await fixture.SignedIn("admin@away.test");
        var asked = Enumerable.Range(0, 60).Select(i => Ask(api, $"crash-{i}")).ToList();
        await Task.WhenAny(asked);
        await fixture.Installation.Server.Postgres.KillAsync();
        var answers = await Task.WhenAll(asked);
        await fixture.Installation.Server.Postgres.StartAsync();
        await fixture.Eventually(async () => (await api.Get("/health/ready")).Status == 200, "ready again");

        Assert.All(answers, a => Assert.True(a.Answer.Status is 201 or 503, a.Answer.Text));
        var there = await fixture.Installation.Column<string>("SELECT key FROM clients.clients WHERE key LIKE 'crash-%'");
        Assert.Empty(answers.Where(a => a.Answer.Status == 201).Select(a => a.Key).Except(there));
        Assert.Equal(0, await fixture.Installation.Scalar<long>("""
            SELECT count(*) FROM clients.clients c FULL JOIN (SELECT * FROM journal.events WHERE stream_kind = 'client') e ON e.stream = c.id
            WHERE (c.key LIKE 'crash-%' OR c.id IS NULL) AND (c.id IS NULL OR e.id IS NULL OR e.sequence <> c.version)
            """));
    }

    private static async Task<(string Key, Answer Answer)> Ask(Api api, string key) =>
        (key, await api.Post("clients", new { key, name = key }));
}
