using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Platform;

public sealed class DeadLettersTests(OutboxFixture fixture) : IClassFixture<OutboxFixture>
{
    [Fact]
    public async Task What_was_given_up_is_listed_and_goes_on_when_it_is_replayed()
    {
        await fixture.Seed.Admin("operator@letters.test");
        using var api = await fixture.SignedIn("operator@letters.test");
        var poisoned = true;
        fixture.Facts.Do = (call, _) => poisoned && call.Subscriber == "first" ? throw new InvalidOperationException("Broken.") : Task.CompletedTask;
        var stream = await ClientFacts.Write(fixture.Server, "letters", 1);
        await GiveUp(stream);

        var letter = Assert.Single((await api.Get("outbox/dead-letters")).Expect(200).Items, i => i.GetProperty("stream").GetGuid() == stream);
        Assert.Equal("first", letter.GetProperty("subscriber").GetString());
        Assert.Equal("clientAdded", letter.GetProperty("type").GetString());
        Assert.Equal(10, letter.GetProperty("attempts").GetInt32());
        var path = $"outbox/dead-letters/{letter.GetProperty("id").GetGuid()}/replay";
        (await api.Post(path, new { subscriber = "second" })).Expect(404, "not_found");
        Assert.Empty(fixture.Facts.SequencesOf(stream, "first"));

        poisoned = false;
        (await api.Post(path, new { subscriber = "first" })).Expect(204);
        await fixture.Eventually(async () => await fixture.Pending(stream) == 0, "gone on");
        Assert.Equal([1, 2], fixture.Facts.SequencesOf(stream, "first"));
        Assert.Empty((await api.Get("outbox/dead-letters")).Items);
        (await api.Post(path, new { subscriber = "first" })).Expect(404, "not_found");
    }

    [Fact]
    public async Task Pages_lose_nothing_also_where_two_subscribers_gave_up_on_one_fact()
    {
        await fixture.Seed.Admin("pages@letters.test");
        using var api = await fixture.SignedIn("pages@letters.test");
        fixture.Facts.Do = (_, _) => throw new InvalidOperationException("Broken.");
        var streams = new List<Guid>();
        for (var i = 0; i < 3; i++) streams.Add(await ClientFacts.Write(fixture.Server, $"pages-{i}", 0));
        foreach (var stream in streams) await GiveUp(stream);

        var seen = new List<(Guid, string?)>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await api.Get($"outbox/dead-letters?limit=1&cursor={cursor}")).Expect(200);
            seen.AddRange(page.Items.Select(i => (i.GetProperty("stream").GetGuid(), i.GetProperty("subscriber").GetString())));
            cursor = page["nextCursor"].GetString();
        }

        Assert.Equal(streams.SelectMany(s => new[] { (s, (string?)"first"), (s, "second") }).Order(), seen.Order());
        await fixture.Installation.Execute("DELETE FROM journal.outbox WHERE parked_at IS NOT NULL");
    }

    [Fact]
    public async Task Only_who_operates_may_see_them()
    {
        var role = await fixture.Seed.Role("everything else", [.. Permission.All.Where(p => p != Permission.OperationsManage)]);
        await fixture.Seed.User("curious@letters.test", [role]);
        using var api = await fixture.SignedIn("curious@letters.test");
        (await api.Get("outbox/dead-letters")).Expect(403, "forbidden");
        (await api.Post($"outbox/dead-letters/{fixture.Seed.NewId()}/replay", new { subscriber = "first" })).Expect(403, "forbidden");
    }

    /// <summary>The last attempt is the tenth; the nine before it took minutes that need not pass here.</summary>
    private async Task GiveUp(Guid stream)
    {
        await fixture.Eventually(async () => await Rows(stream, "sequence = 1 AND attempts = 0") == 0, "tried once");
        await fixture.Installation.Execute(
            "UPDATE journal.outbox SET attempts = 9, due_at = @now WHERE stream = @stream AND sequence = 1", ("now", fixture.Time.Now), ("stream", stream));
        fixture.Advance(TimeSpan.FromSeconds(1));
        await fixture.Eventually(async () => await Rows(stream, "sequence = 1 AND parked_at IS NULL") == 0, "given up");
    }

    private Task<long> Rows(Guid stream, string which) =>
        fixture.Installation.Scalar<long>($"SELECT count(*) FROM journal.outbox WHERE stream = @stream AND {which}", ("stream", stream));
}
