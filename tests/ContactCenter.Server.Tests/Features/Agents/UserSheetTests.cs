using System.Net.Http.Headers;
using System.Text;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Agents;

public sealed class UserSheetTests(AgentsFixture fixture) : IClassFixture<AgentsFixture>
{
    [Fact]
    public async Task A_sheet_is_tried_first_then_taken_and_comes_back_the_same()
    {
        using var admin = await fixture.Admin("admin@sheet.test");
        var client = await fixture.Seed.Client("sheet-client");
        await fixture.Seed.Skill("sheet-es");
        await fixture.Seed.Skill("sheet-en");
        await fixture.Seed.Site("Sheet town");
        const string sheet = """
            email,name,roles,clients,active,skills,site
            ann@sheet.test,'=Ann,agent,sheet-client,true,sheet-en:9; sheet-es:4,Sheet town
            bob@sheet.test,Bob,agent; supervisor,*,true,,

            """;

        var tried = (await Import(admin, sheet, dryRun: true)).Expect(200);
        Assert.Equal((2, 0, 0, 0), Taken(tried));
        Assert.Equal(0, await Users("ann@sheet.test"));

        var taken = (await Import(admin, sheet)).Expect(200);
        Assert.Equal((2, 0, 0, 2), Taken(taken));
        var ann = (await admin.Get("users?limit=200")).Items.Single(u => u.GetProperty("email").GetString() == "ann@sheet.test");
        Assert.Equal(("=Ann", client), (ann.GetProperty("name").GetString(), ann.GetProperty("clients")[0].GetGuid()));
        var agent = (await admin.Get($"agents/{ann.GetProperty("id").GetGuid()}")).Expect(200);
        Assert.Equal(["sheet-en 9", "sheet-es 4"], agent["skills"].EnumerateArray().Select(s => $"{s.GetProperty("key").GetString()} {s.GetProperty("level").GetInt32()}"));
        Assert.Equal(["userAdded", "agentAdded", "agentProfileChanged"], await fixture.Installation.Column<string>(
            "SELECT type FROM journal.events WHERE stream = @id ORDER BY stream_kind DESC, sequence", ("id", ann.GetProperty("id").GetGuid())));
        // The link opens the account.
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(taken["invited"][0].GetProperty("inviteUrl").GetString()!).Query);
        using var anonymous = fixture.Api();
        (await anonymous.Post("invites/accept", new { userId = query["user"], token = query["token"], password = "Quiet-Harbour-41" })).Expect(204);

        var exported = (await admin.Get("users/sheet")).Expect(200).Text.TrimStart('\uFEFF');
        Assert.Contains("ann@sheet.test,\"'=Ann\",agent,sheet-client,true,sheet-en:9; sheet-es:4,Sheet town", exported, StringComparison.Ordinal);
        Assert.Contains("bob@sheet.test,Bob,agent; supervisor,*,true,,", exported, StringComparison.Ordinal);
        var again = (await Import(admin, exported)).Expect(200);
        Assert.Equal((0, 0), (again["added"].GetInt32(), again["changed"].GetInt32()));
    }

    [Fact]
    public async Task Rows_change_who_is_there_and_what_is_not_in_the_sheet_stays()
    {
        using var admin = await fixture.Admin("admin-change@sheet.test");
        var skill = await fixture.Seed.Skill("sheet-change");
        var id = await fixture.Seed.User("carl@sheet.test", [BuiltInRoles.Agent], null, "Carl");
        await fixture.Seed.Agent(id, skill);

        Assert.Equal((0, 1, 0, 0), Taken((await Import(admin, "email,name,roles,clients\nCARL@sheet.test,Carlo,supervisor,*")).Expect(200)));
        var agent = (await admin.Get($"agents/{id}")).Expect(200);
        Assert.Equal(("Carlo", 1), (agent["name"].GetString(), agent["skills"].GetArrayLength()));
        Assert.Equal(["userChanged", "userAccessChanged"], await fixture.Installation.Column<string>(
            "SELECT type FROM journal.events WHERE stream = @id AND stream_kind = 'user' ORDER BY sequence", ("id", id)));

        Assert.Equal((0, 1, 0, 0), Taken((await Import(admin, "email,name,roles,clients,skills,site\ncarl@sheet.test,Carlo,supervisor,*,,")).Expect(200)));
        Assert.Equal(0, (await admin.Get($"agents/{id}")).Expect(200)["skills"].GetArrayLength());
    }

    [Theory]
    [InlineData("email,name,roles\na@b.test,A,agent", "sheet")]
    [InlineData("email,name,roles,clients\ngood@sheet.test,Good,agent,*\nno address,B,agent,*", "row 3")]
    [InlineData("email,name,roles,clients\na@b.test,A,wizard,*", "row 2")]
    [InlineData("email,name,roles,clients\na@b.test,A,agent,nowhere", "row 2")]
    [InlineData("email,name,roles,clients\na@b.test,A,agent,*\nA@B.test,A,agent,*", "row 3")]
    [InlineData("email,name,roles,clients,skills,site\na@b.test,A,agent,*,no-skill:3,", "row 2")]
    [InlineData("email,name,roles,clients,skills,site\na@b.test,A,agent,*,,Atlantis", "row 2")]
    public async Task A_sheet_with_a_wrong_row_changes_nothing_and_says_which(string sheet, string place)
    {
        using var admin = await fixture.Admin($"{fixture.Seed.NewId():n}@sheet.test");
        foreach (var dryRun in new[] { true, false })
            Assert.Equal(place, Assert.Single((await Import(admin, sheet, dryRun)).Expect(400, "invalid_request")["errors"].EnumerateObject()).Name);
        Assert.Equal(0, await Users("good@sheet.test"));
    }

    [Fact]
    public async Task Nobody_gives_by_a_sheet_what_he_could_not_give_by_hand()
    {
        var client = await fixture.Seed.Client("sheet-own");
        var role = await fixture.Seed.Role("sheet keeper", Permission.UsersManage, Permission.TicketsRead);
        var self = await fixture.Seed.User("keeper@sheet.test", [role], [client], "Keeper");
        using var keeper = await fixture.SignedIn("keeper@sheet.test");
        foreach (var line in new[] { "x@sheet.test,X,admin,sheet-own", "x@sheet.test,X,sheet keeper,*", "x@sheet.test,X,sheet keeper,", "keeper@sheet.test,Keeper,,sheet-own" })
            (await Import(keeper, $"email,name,roles,clients\n{line}")).Expect(400, "invalid_request");
        (await Import(keeper, "email,name,roles,clients,skills,site\nx@sheet.test,X,sheet keeper,sheet-own,,")).Expect(403, "forbidden");
        Assert.Equal((1, 0, 0, 1), Taken((await Import(keeper, "email,name,roles,clients\nx@sheet.test,X,sheet keeper,sheet-own")).Expect(200)));
        // Who works for others too is not in his sheet, nor does he learn that the address is taken by whom.
        await fixture.Seed.User("foreign@sheet.test", [role], null, "Foreign");
        (await Import(keeper, "email,name,roles,clients\nforeign@sheet.test,F,sheet keeper,sheet-own")).Expect(409, "email_taken");
        Assert.DoesNotContain("foreign@sheet.test", (await keeper.Get("users/sheet")).Expect(200).Text, StringComparison.Ordinal);
        Assert.Equal("Keeper", await fixture.Installation.Scalar<string>("SELECT name FROM access.users WHERE id = @id", ("id", self)));
    }

    private Task<long> Users(string email) =>
        fixture.Installation.Scalar<long>("SELECT count(*) FROM access.users WHERE normalized_email = upper(@email)", ("email", email));

    private static (int Added, int Changed, int Unchanged, int Invited) Taken(Answer answer) => (
        answer["added"].GetInt32(), answer["changed"].GetInt32(), answer["unchanged"].GetInt32(), answer["invited"].GetArrayLength());

    private static async Task<Answer> Import(Api api, string sheet, bool dryRun = false)
    {
        using var request = api.Request(HttpMethod.Put, $"users/sheet?dryRun={(dryRun ? "true" : "false")}");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sheet)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        return await api.Send(request);
    }
}
