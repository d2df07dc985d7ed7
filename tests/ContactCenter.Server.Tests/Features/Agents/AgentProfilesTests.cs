using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Agents;

public sealed class AgentProfilesTests(AgentsFixture fixture) : IClassFixture<AgentsFixture>
{
    [Fact]
    public async Task A_profile_is_all_that_work_is_matched_by()
    {
        var client = await fixture.Seed.Client("profile");
        var user = await fixture.Seed.User("profile@profiles.test", [BuiltInRoles.Agent], [client]);
        await fixture.Seed.Agent(user, await fixture.Seed.Skill("profile-b"), await fixture.Seed.Skill("profile-a"));
        await fixture.Installation.Execute("""UPDATE agents.agents SET weights = '{"chat": 50}', state = 'ready' WHERE id = @id""", ("id", user));

        var profile = await Read(user);
        Assert.Equal((user, 1, AgentState.Ready), (profile!.Id, profile.Version, profile.State));
        Assert.Equal([("profile-a", 10), ("profile-b", 10)], profile.Skills);
        Assert.Equal((50, 100, 20), (profile.Weights["chat"], profile.Weights["voice"], profile.Weights["task"]));
        Assert.False(profile.AllClients);
        Assert.Equal([client], profile.Clients);
        Assert.Equal(profile.Id, Assert.Single(await ReadAll(), p => p.Id == user).Id);
        Assert.Null(await Read(fixture.Seed.NewId()));
    }

    [Fact]
    public async Task Whoever_works_for_all_clients_has_the_active_ones_and_is_told_of_new_ones()
    {
        var (_, all) = await fixture.Agent("all@profiles.test");
        var mine = await fixture.Seed.Client("not-all");
        var (_, some) = await fixture.Agent("some@profiles.test", mine);
        using var admin = await fixture.Admin("admin@profiles.test");

        var added = (await admin.Post("clients", new { key = "later-client", name = "Later" })).Expect(201).Id;
        await fixture.Eventually(async () => (await fixture.Facts(all)).Count == 1, "his profile has changed");
        Assert.Contains(added, (await Read(all))!.Clients);

        (await admin.Put($"clients/{added}", new { name = "Later", active = false, version = 1 })).Expect(200);
        await fixture.Eventually(async () => (await fixture.Facts(all)).Count == 2, "his profile has changed again");
        Assert.DoesNotContain(added, (await Read(all))!.Clients);
        Assert.Equal([mine], (await Read(some))!.Clients);
        Assert.Empty(await fixture.Facts(some));
    }

    [Fact]
    public async Task Whoever_is_offline_is_not_among_all()
    {
        var (_, id) = await fixture.Agent("offline@profiles.test");
        Assert.DoesNotContain(await ReadAll(), p => p.Id == id);
        Assert.Equal(AgentState.Offline, (await Read(id))!.State);
    }

    [Fact]
    public async Task In_a_narrow_scope_a_profile_is_refused_rather_than_wrong()
    {
        var client = await fixture.Seed.Client("narrow");
        var (_, id) = await fixture.Agent("narrow@profiles.test");
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Server.InScope(
            s => s.Enter(client, Actor.System, People.Everybody), services => AgentProfiles.Read(services.GetRequiredService<AppDb>(), id, CancellationToken.None)));
    }

    Task<AgentProfile?> Read(Guid id) => fixture.Server.InScope(
        s => s.EnterAllClients(Actor.System), services => AgentProfiles.Read(services.GetRequiredService<AppDb>(), id, CancellationToken.None));

    Task<IReadOnlyList<AgentProfile>> ReadAll() => fixture.Server.InScope(
        s => s.EnterAllClients(Actor.System), services => AgentProfiles.ReadAll(services.GetRequiredService<AppDb>(), CancellationToken.None));
}
