using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Platform;

public sealed class IdempotencyFixture : ServerFixture
{
    protected override async Task Ready()
    {
        await Seed.Admin("one@idempotency.test");
        await Seed.Admin("two@idempotency.test");
    }
}

public sealed class IdempotencyTests(IdempotencyFixture fixture) : IClassFixture<IdempotencyFixture>
{
    [Fact]
    public async Task The_same_key_and_request_gets_the_same_answer_and_is_done_once()
    {
        using var api = await fixture.SignedIn("one@idempotency.test");
        var first = (await api.Post("clients", new { key = "same", name = "Same" }, "same")).Expect(201);
        var again = (await api.Post("clients", new { key = "same", name = "Same" }, "same")).Expect(201);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.ContentType, again.ContentType);
        Assert.Equal(first.Headers["Location"], again.Headers["Location"]);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        Assert.Equal(1, await Clients("same"));
    }

    [Fact]
    public async Task A_refusal_is_kept_too()
    {
        using var api = await fixture.SignedIn("one@idempotency.test");
        var refused = (await api.Post("clients", new { key = "Not A Key", name = "x" }, "refused")).Expect(400);
        Assert.Equal(refused.Text, (await api.Post("clients", new { key = "Not A Key", name = "x" }, "refused")).Expect(400).Text);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        using var api = await fixture.SignedIn("one@idempotency.test");
        (await api.Post("clients", new { key = "reused", name = "One" }, "reused")).Expect(201);
        (await api.Post("clients", new { key = "reused-too", name = "One" }, "reused")).Expect(422, "idempotency_key_reused");
        Assert.Equal(0, await Clients("reused-too"));
    }

    [Fact]
    public async Task A_key_belongs_to_whoever_used_it()
    {
        using var one = await fixture.SignedIn("one@idempotency.test");
        using var two = await fixture.SignedIn("two@idempotency.test");
        (await one.Post("clients", new { key = "mine", name = "Mine" }, "shared")).Expect(201);
        var other = (await two.Post("clients", new { key = "yours", name = "Yours" }, "shared")).Expect(201);
        Assert.Equal("yours", other["key"].GetString());
    }

    [Fact]
    public async Task Asked_many_times_at_once_it_is_done_once()
    {
        using var api = await fixture.SignedIn("one@idempotency.test");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.Post("clients", new { key = "burst", name = "Burst" }, "burst")));
        Assert.Single(answers, a => a.Status == 201 && !a.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.All(answers, a => Assert.True(a.Status == 201 || a.Code == "idempotency_in_progress", a.Text));
        Assert.Single(answers.Where(a => a.Status == 201).Select(a => a.Text).Distinct());
        Assert.Equal(1, await Clients("burst"));
    }

    [Fact]
    public async Task A_key_is_short()
    {
        using var api = await fixture.SignedIn("one@idempotency.test");
        (await api.Post("clients", new { key = "long", name = "Long" }, new string('k', 201))).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task After_a_day_a_key_is_forgotten()
    {
        using var api = await fixture.SignedIn("two@idempotency.test");
        (await api.Post("clients", new { key = "forgotten", name = "Forgotten" }, "forgotten")).Expect(201);
        fixture.Advance(TimeSpan.FromHours(23));
        await Task.Delay(100);
        Assert.Equal(1, await Keys());
        fixture.Advance(TimeSpan.FromHours(2));
        await fixture.Eventually(async () => await Keys() == 0, "forgotten");

        Task<long> Keys() => fixture.Installation.Scalar<long>("SELECT count(*) FROM platform.idempotency_keys WHERE key = 'forgotten'");
    }

    private Task<long> Clients(string key) => fixture.Installation.Scalar<long>("SELECT count(*) FROM clients.clients WHERE key = @key", ("key", key));
}
