using System.Collections.Concurrent;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Live;

public sealed class PresenceFixture : ServerFixture
{
    public ConcurrentQueue<(Guid User, string What)> Seen { get; } = [];

    /// <summary>How often the observer fails before it takes the next one.</summary>
    public int Failures { get; set; }

    public IReadOnlyList<string> Of(Guid user) => [.. Seen.Where(s => s.User == user).Select(s => s.What)];

    protected override void Configure(ServerOptions options) => options.Services = services => services
        .AddSingleton(this).AddScoped<IConnectionObserver, Observer>().AddScoped<ITypingObserver, Observer>();

    private sealed class Observer(PresenceFixture fixture, DataScope scope) : IConnectionObserver, ITypingObserver
    {
        public Task Connected(Guid userId) => See(userId, "came");

        public Task Disconnected(Guid userId) => See(userId, "went");

        public Task Typing(Guid userId, Guid ticketId, bool typing) =>
            See(userId, $"{ticketId} {(typing ? "types" : "stops")} {scope.Actor} {string.Join(',', scope.Clients)}");

        private async Task See(Guid user, string what)
        {
            await Task.Yield();
            if (fixture.Failures-- > 0) throw new InvalidOperationException("Not now.");
            fixture.Seen.Enqueue((user, what));
        }
    }
}

public sealed class PresenceTests(PresenceFixture fixture) : IClassFixture<PresenceFixture>
{
    [Fact]
    public async Task The_first_screen_and_the_last_are_told_and_none_between()
    {
        var user = await fixture.Seed.User("screens@presence.test", [BuiltInRoles.Supervisor]);
        using var api = await fixture.SignedIn("screens@presence.test");
        var first = await HubClient.Connect(api);
        await Seen(user, "came");
        var second = await HubClient.Connect(api);
        await using var board = await HubClient.Connect(api, "/hubs/supervisor");
        await first.DisposeAsync();
        // The server has noticed when a call after it has been answered.
        Assert.Null(await second.Invoke("Typing", Guid.Empty, false));
        Assert.DoesNotContain("went", fixture.Of(user));
        await second.DisposeAsync();
        await fixture.Eventually(() => fixture.Of(user)[^1] == "went", "he went");
        await using var back = await HubClient.Connect(api);
        await fixture.Eventually(() => fixture.Of(user)[^1] == "came", "he came back");
        Assert.Equal(["came", "went", "came"], fixture.Of(user).Where(s => !s.Contains(' ', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Coming_and_going_at_once_ends_as_it_is()
    {
        var user = await fixture.Seed.User("flaps@presence.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("flaps@presence.test");
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            await using var desk = await HubClient.Connect(api);
        }));
        await fixture.Eventually(() => fixture.Of(user) is [.., "went"], "all have gone");
        await using var last = await HubClient.Connect(api);
        await fixture.Eventually(() => fixture.Of(user) is [.., "came"], "one is back");
        // One after the other, never twice the same.
        Assert.Equal(fixture.Of(user), fixture.Of(user).Select((_, i) => i % 2 == 0 ? "came" : "went"));
    }

    [Fact]
    public async Task A_leaving_that_could_not_be_told_is_told_again()
    {
        var user = await fixture.Seed.User("fails@presence.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("fails@presence.test");
        var desk = await HubClient.Connect(api);
        await Seen(user, "came");
        fixture.Failures = 1;
        await desk.DisposeAsync();
        await Seen(user, "came", "went");
    }

    [Fact]
    public async Task A_coming_that_could_not_be_told_ends_the_socket_so_that_the_screen_tries_again()
    {
        var user = await fixture.Seed.User("refused@presence.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("refused@presence.test");
        fixture.Failures = 1;
        await using var desk = await HubClient.Connect(api);
        await desk.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(fixture.Of(user));
        await using var again = await HubClient.Connect(api);
        await Seen(user, "came");
    }

    [Fact]
    public async Task Typing_is_told_in_the_agents_own_scope_and_only_for_who_works_on_tickets()
    {
        var client = await fixture.Seed.Client("presence-typing");
        var user = await fixture.Seed.User("types@presence.test", [BuiltInRoles.Agent], [client]);
        var viewer = await fixture.Seed.User("views@presence.test", [BuiltInRoles.ClientViewer], [client]);
        using var api = await fixture.SignedIn("types@presence.test");
        using var reader = await fixture.SignedIn("views@presence.test");
        await using var desk = await HubClient.Connect(api);
        await using var reads = await HubClient.Connect(reader);
        var ticket = fixture.Seed.NewId();
        Assert.Null(await desk.Invoke("Typing", ticket, true));
        Assert.Null(await desk.Invoke("Typing", ticket, false));
        Assert.NotNull(await reads.Invoke("Typing", ticket, true));
        Assert.Equal([$"{ticket} types agent:{user} {client}", $"{ticket} stops agent:{user} {client}"], fixture.Of(user).Where(s => s != "came"));
        Assert.DoesNotContain(fixture.Of(viewer), s => s != "came");
    }

    private Task Seen(Guid user, params string[] what) => fixture.Eventually(() => fixture.Of(user).SequenceEqual(what), $"seen: {string.Join(", ", what)}");
}
