using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Access;

public sealed class AdmissionFixture : ServerFixture
{
    /// <summary>A route that somebody forgot to guard.</summary>
    public const string Unguarded = "/unguarded";

    /// <summary>Shows the scope in which a request works.</summary>
    public const string Scope = "/scope";

    protected override void Configure(ServerOptions options) => options.Services = services => services.AddSingleton<IStartupFilter, Forgotten>();

    private sealed class Forgotten : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            if (!app.Properties.TryGetValue("__EndpointRouteBuilder", out var builder)) return;
            var routes = (IEndpointRouteBuilder)builder!;
            routes.MapGet(Unguarded, () => "come in");
            routes.MapGet(Scope, (DataScope scope) => scope).Needs(Permission.TicketsRead);
        };
    }
}

public sealed class AdmissionTests(AdmissionFixture fixture) : IClassFixture<AdmissionFixture>
{
    [Fact]
    public void Every_route_says_which_permission_it_needs_or_that_it_is_open()
    {
        var silent = fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<NeedsPermission>() is null && e.Metadata.GetMetadata<NeedsSignIn>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'));
        Assert.Equal([AdmissionFixture.Unguarded], silent);
    }

    [Fact]
    public void Every_permission_that_a_route_names_exists() =>
        Assert.Empty(fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .SelectMany(e => e.Metadata.OfType<NeedsPermission>()).SelectMany(n => new[] { n.Permission, n.Or })
            .OfType<string>().Except(Permission.All));

    [Fact]
    public async Task A_route_that_says_nothing_is_closed_to_everybody()
    {
        await fixture.Seed.User("everything@admission.test", [BuiltInRoles.Admin]);
        using var admin = await fixture.SignedIn("everything@admission.test");
        (await admin.Get(AdmissionFixture.Unguarded)).Expect(403, "forbidden");
    }

    [Fact]
    public async Task Without_a_session_every_guarded_route_answers_401_whatever_is_sent()
    {
        using var api = fixture.Api();
        (await api.Get("users")).Expect(401, "not_signed_in");
        (await api.Post("users", "not json")).Expect(401, "not_signed_in");
        (await api.Get($"users/{fixture.Seed.NewId()}")).Expect(401, "not_signed_in");
        (await api.Delete("session")).Expect(401, "not_signed_in");
    }

    [Fact]
    public async Task Without_the_permission_the_answer_is_the_same_whether_the_thing_exists_or_the_body_is_sound()
    {
        var someone = await fixture.Seed.User("someone@admission.test", [BuiltInRoles.Agent]);
        using var agent = await fixture.SignedIn("someone@admission.test");
        var answers = new[]
        {
            await agent.Get($"users/{someone}"), await agent.Get($"users/{fixture.Seed.NewId()}"),
            await agent.Put($"users/{someone}", new { }), await agent.Put($"users/{fixture.Seed.NewId()}", "not json"),
        };
        Assert.Single(answers.Select(a => a.Expect(403, "forbidden").Text).Distinct());
    }

    [Fact]
    public async Task A_write_needs_the_token_of_its_own_session()
    {
        var client = await fixture.Seed.Client("admission-token");
        await fixture.Seed.User("token@admission.test", [BuiltInRoles.Admin]);
        using var one = await fixture.SignedIn("token@admission.test");
        using var two = await fixture.SignedIn("token@admission.test");
        var (own, others) = (one.AntiforgeryToken, two.AntiforgeryToken);
        foreach (var wrong in new[] { null, "nonsense", others })
        {
            one.AntiforgeryToken = wrong;
            (await one.Put($"clients/{client}", new { name = "Changed", active = true, version = 1 })).Expect(400, "antiforgery_invalid");
            (await one.Delete("session")).Expect(400, "antiforgery_invalid");
        }
        one.AntiforgeryToken = own;
        (await one.Put($"clients/{client}", new { name = "Changed", active = true, version = 1 })).Expect(200);
        // Reading asks for none, and each reading gives one that is good for the session.
        one.AntiforgeryToken = (await one.Get("session")).Expect(200)["antiforgeryToken"].GetString();
        (await one.Delete("session")).Expect(204);
    }

    [Fact]
    public async Task A_user_of_some_clients_sees_those_and_one_of_all_clients_sees_every_one()
    {
        var mine = await fixture.Seed.Client("admission-mine");
        var other = await fixture.Seed.Client("admission-other");
        await fixture.Seed.User("some@admission.test", [BuiltInRoles.ClientViewer], [mine]);
        await fixture.Seed.User("none@admission.test", [BuiltInRoles.ClientViewer], []);
        await fixture.Seed.User("all@admission.test", [BuiltInRoles.ClientViewer]);
        using var some = await fixture.SignedIn("some@admission.test");
        using var none = await fixture.SignedIn("none@admission.test");
        using var all = await fixture.SignedIn("all@admission.test");
        Assert.Equal([mine], Ids(await some.Get("clients")));
        Assert.Equal((await some.Get($"clients/{fixture.Seed.NewId()}")).Expect(404).Text, (await some.Get($"clients/{other}")).Expect(404).Text);
        Assert.Empty(Ids(await none.Get("clients")));
        Assert.Superset(new HashSet<Guid> { mine, other }, Ids(await all.Get("clients")).ToHashSet());
    }

    [Fact]
    public async Task Only_who_may_see_people_works_in_a_scope_that_shows_them()
    {
        var client = await fixture.Seed.Client("admission-staff");
        await fixture.Seed.User("viewer@admission.test", [BuiltInRoles.ClientViewer], [client]);
        await fixture.Seed.User("viewer-of-all@admission.test", [BuiltInRoles.ClientViewer]);
        await fixture.Seed.User("agent@admission.test", [BuiltInRoles.Agent], [client]);
        await fixture.Seed.User("admin@admission.test", [BuiltInRoles.Admin]);
        foreach (var (who, people, all) in new[] { ("viewer@admission.test", "nobody", false), ("viewer-of-all@admission.test", "nobody", true), ("agent@admission.test", "served", false), ("admin@admission.test", "everybody", true) })
        {
            using var api = await fixture.SignedIn(who);
            var scope = (await api.Get(AdmissionFixture.Scope)).Expect(200);
            Assert.Equal((people, all), (scope["people"].GetString(), scope["allClients"].GetBoolean()));
            Assert.Equal(all ? 0 : 1, scope["clients"].GetArrayLength());
        }
    }

    private static List<Guid> Ids(Answer answer) => [.. answer.Expect(200).Items.Select(i => i.GetProperty("id").GetGuid())];
}
