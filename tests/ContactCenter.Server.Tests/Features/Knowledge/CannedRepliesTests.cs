using System.Net.Http.Headers;
using System.Text;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Knowledge;

public sealed class CannedRepliesFixture : ServerFixture
{
    public Api Admin { get; private set; } = null!;
    public Guid Client { get; private set; }

    protected override async Task Ready()
    {
        Client = await Seed.Client("acme");
        await Seed.Admin("admin@canned.test");
        Admin = await SignedIn("admin@canned.test");
    }
}

public sealed class CannedRepliesTests(CannedRepliesFixture fixture) : IClassFixture<CannedRepliesFixture>
{
    [Fact]
    public async Task A_reply_is_added_changed_and_listed_for_the_agents_of_its_client()
    {
        var added = (await fixture.Admin.Post("canned-replies", new { clientId = fixture.Client, shortcut = "hi", title = "Greeting", text = "Hi {{customer}}" })).Expect(201);
        var edit = new { shortcut = "hi", title = "Greeting", text = "Hello {{customer}}, {{agent}} here", active = true, version = 1 };
        var changed = (await fixture.Admin.Put($"canned-replies/{added.Id}", edit)).Expect(200);
        Assert.Equal(2, changed["version"].GetInt64());
        (await fixture.Admin.Put($"canned-replies/{added.Id}", edit)).Expect(409, "version_conflict");

        await fixture.Seed.User("agent@canned.test", [BuiltInRoles.Agent], [fixture.Client]);
        using var agent = await fixture.SignedIn("agent@canned.test");
        Assert.Contains((await agent.Get($"canned-replies?clientId={fixture.Client}")).Expect(200).Items, r => r.GetProperty("text").GetString() == edit.text);
        (await agent.Put($"canned-replies/{added.Id}", edit)).Expect(403, "forbidden");
        Assert.Equal(["cannedReplyChanged", "cannedReplyChanged"], await fixture.Installation.Column<string>(
            "SELECT type FROM journal.events WHERE stream = @id ORDER BY sequence", ("id", added.Id)));
    }

    [Theory]
    [InlineData("Two Words", "Title", "Text", "shortcut")]
    [InlineData("fine", "", "Text", "title")]
    [InlineData("fine", "Title", " ", "text")]
    [InlineData("fine", "Title", "Your {{pin}}", "text")]
    public async Task What_cannot_be_a_reply_is_refused_by_field(string shortcut, string title, string text, string field)
    {
        var refused = (await fixture.Admin.Post("canned-replies", new { clientId = fixture.Client, shortcut, title, text })).Expect(400, "invalid_request");
        Assert.Equal(field, Assert.Single(refused["errors"].EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_shortcut_is_one_replys_only_within_its_client()
    {
        var other = await fixture.Seed.Client("canned-other");
        (await fixture.Admin.Post("canned-replies", New(fixture.Client, "once"))).Expect(201);
        (await fixture.Admin.Post("canned-replies", New(fixture.Client, "once"))).Expect(409, "shortcut_taken");
        (await fixture.Admin.Post("canned-replies", New(other, "once"))).Expect(201);
        (await fixture.Admin.Post("canned-replies", New(fixture.Seed.NewId(), "once"))).Expect(404, "not_found");
    }

    [Fact]
    public async Task A_sheet_goes_out_and_comes_back_the_same()
    {
        var client = await fixture.Seed.Client("canned-sheet");
        var first = "shortcut,title,text,active\r\nformula,\"'=SUM(A1)\",\"Two\nlines, \"\"quoted\"\"\",true\r\nold,Old,Gone {{number}},false\r\n";
        Assert.Equal((2, 0, 0), Taken(await Import(client, first)));
        Assert.Contains((await fixture.Admin.Get($"canned-replies?clientId={client}")).Items, r => r.GetProperty("title").GetString() == "=SUM(A1)");
        var sheet = (await fixture.Admin.Get($"canned-replies/sheet?clientId={client}")).Expect(200);
        Assert.Equal("text/csv", sheet.ContentType);
        Assert.Equal(first, sheet.Text.TrimStart('\uFEFF'));
        Assert.Equal((0, 0, 2), Taken(await Import(client, sheet.Text)));
        Assert.Equal((1, 1, 0), Taken(await Import(client, "Shortcut,Title,Text\nold,Old,Back\nnew,New,Text")));
        Assert.Equal(3, (await fixture.Admin.Get($"canned-replies?clientId={client}")).Items.Count);
    }

    [Theory]
    [InlineData("", "sheet")]
    [InlineData("shortcut,text\na,b", "sheet")]
    [InlineData("shortcut,title,text\ngood,Good,Text\nNot good,Title,Text", "row 3")]
    [InlineData("shortcut,title,text\ngood,Good,Text\ngood,Twice,Text", "row 3")]
    public async Task A_sheet_with_a_wrong_row_changes_nothing(string text, string field)
    {
        var client = await fixture.Seed.Client($"canned-{text.Length}-{field.Length}");
        var refused = (await Import(client, text)).Expect(400, "invalid_request");
        Assert.Equal(field, Assert.Single(refused["errors"].EnumerateObject()).Name);
        Assert.Empty((await fixture.Admin.Get($"canned-replies?clientId={client}")).Items);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_too_many_are_refused()
    {
        (await Import(fixture.Client, [0x73, 0xFF, 0xFE])).Expect(400, "invalid_request");
        (await Import(fixture.Client, new byte[3 * 1024 * 1024])).Expect(413, "body_too_large");
    }

    static object New(Guid clientId, string shortcut) => new { clientId, shortcut, title = "Title", text = "Text" };

    static (int Added, int Changed, int Unchanged) Taken(Answer answer)
    {
        var taken = answer.Expect(200);
        return (taken["added"].GetInt32(), taken["changed"].GetInt32(), taken["unchanged"].GetInt32());
    }

    Task<Answer> Import(Guid client, string sheet) => Import(client, Encoding.UTF8.GetBytes(sheet));

    async Task<Answer> Import(Guid client, byte[] sheet)
    {
        using var request = fixture.Admin.Request(HttpMethod.Put, $"canned-replies/sheet?clientId={client}");
        request.Content = new ByteArrayContent(sheet) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        return await fixture.Admin.Send(request);
    }
}
