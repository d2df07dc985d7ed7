using ContactCenter.Server.Features.Contacts;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Contacts;

public sealed class FindContactTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task The_same_address_is_the_same_contact()
    {
        var client = await fixture.Seed.Client("same-address");
        var first = await Find(client, "visitor-1", name: "Ada");
        Assert.Equal(first, await Find(client, "visitor-1", name: "Ada"));
        Assert.NotEqual(first, await Find(client, "visitor-2", name: "Ada"));
        Assert.Equal(["contactAdded"], await Facts(first));
    }

    [Fact]
    public async Task An_address_is_another_contact_for_another_client_or_channel()
    {
        var one = await fixture.Seed.Client("one-of-two");
        var two = await fixture.Seed.Client("two-of-two");
        var ids = new[] { await Find(one, "ada@example.test"), await Find(two, "ada@example.test"), await Find(one, "ada@example.test", channel: "email") };
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public async Task Many_at_once_get_one_contact_with_one_beginning()
    {
        var client = await fixture.Seed.Client("many-at-once");
        var ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Find(client, "raced")));
        var contact = Assert.Single(ids.Distinct());
        Assert.Equal(1, await fixture.Installation.Scalar<long>("SELECT count(*) FROM contacts.contacts WHERE client_id = @client", ("client", client)));
        Assert.Equal(["contactAdded"], await Facts(contact));
    }

    [Fact]
    public async Task What_becomes_known_is_added_and_what_is_known_stays()
    {
        var client = await fixture.Seed.Client("learning");
        var id = await Find(client, "learner", language: "EN");
        await Find(client, "learner", name: " Ada ", email: "ada@example.test");
        await Find(client, "learner", name: "Somebody else", email: "  ", language: "es");
        Assert.Equal(new ContactView(id, "Ada", "ada@example.test", "en", null), (await View(client, id))[id]);
        Assert.Equal(["contactAdded", "contactChanged"], await Facts(id));
    }

    [Fact]
    public async Task A_rolled_back_transaction_leaves_the_address_free()
    {
        var client = await fixture.Seed.Client("rolled-back");
        var lost = await fixture.Server.InScope(Scope(client), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            return await FindContact.OrCreate(db, client, "chat", "undone", null, null, null, fixture.Time.Now, CancellationToken.None);
        });
        Assert.Empty(await View(client, lost));
        var found = await Find(client, "undone");
        Assert.NotEqual(lost, found);
        Assert.Equal([found], (await View(client, found)).Keys);
    }

    [Fact]
    public async Task Names_of_another_clients_contacts_are_not_told()
    {
        var mine = await fixture.Seed.Client("names-mine");
        var other = await fixture.Seed.Client("names-other");
        var id = await Find(other, "secret", name: "Ada");
        Assert.Empty(await View(mine, id));
        Assert.Equal("Ada", (await View(other, id))[id].Name);
    }

    Task<Guid> Find(Guid client, string address, string channel = "chat", string? name = null, string? email = null, string? language = null) =>
        fixture.Server.InScope(Scope(client), services => FindContact.OrCreate(
            services.GetRequiredService<AppDb>(), client, channel, address, name, email, language, fixture.Time.Now, CancellationToken.None));

    Task<IReadOnlyDictionary<Guid, ContactView>> View(Guid client, Guid contact) =>
        fixture.Server.InScope(Scope(client), services => ContactNames.Of(services.GetRequiredService<AppDb>(), [contact], CancellationToken.None));

    static Action<DataScope> Scope(Guid client) => scope => scope.Enter(client, new Actor("visitor", null));

    Task<List<string>> Facts(Guid contact) =>
        fixture.Installation.Column<string>("SELECT type FROM journal.events WHERE stream = @id ORDER BY sequence", ("id", contact));
}
