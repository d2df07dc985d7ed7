using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;
using ContactCenter.Server.Tests.Walls;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>
/// Whoever changes a setting is found in the journal. The routes are those of the document: a new one that writes says here how
/// it is called, or why it is no setting.
/// </summary>
public sealed partial class AdministrationFactsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly string[] noSettings =
    [
        "/api/v1/session", "/api/v1/invites", "/api/v1/agents/me", "/api/v1/tickets", "/api/v1/offers", "/api/v1/files", "/api/v1/chat", "/api/v1/mentions",
        // These show what would be and keep nothing.
        "/api/v1/calendars/preview", "/api/v1/queues/preview",
        // What is tried out is no setting; a run's facts are in its own tests.
        "/api/v1/simulations",
        // Hands an event on once more; what its subscriber then does leaves its own facts.
        "/api/v1/outbox",
    ];

    [Fact]
    public async Task Every_change_of_a_setting_leaves_a_fact_that_names_who_made_it()
    {
        var admin = await fixture.Seed.Admin("admin@facts.test");
        using var api = await fixture.SignedIn("admin@facts.test");
        var document = new ApiDocument((await api.Get("/openapi/v1.json")).Expect(200).Text);
        var asked = document.Operations().Where(o => o.Method != HttpMethod.Get && !noSettings.Any(n => o.Path.StartsWith(n, StringComparison.Ordinal)))
            .Select(o => $"{o.Method} {o.Path["/api/v1/".Length..]}").Order(StringComparer.Ordinal).ToList();
        var calls = await Calls();
        Assert.Equal(asked, calls.Select(c => c.Route).Order(StringComparer.Ordinal));

        foreach (var call in calls)
        {
            // What hangs on another setting changed with it.
            if (call.Body is JsonObject edit && edit.ContainsKey("version"))
                edit["version"] = (await api.Get(Subject().Replace(call.Path, ""))).Expect(200)["version"].GetInt64();
            var before = await Facts(admin);
            var answer = await api.Send(Request(api, call));
            Assert.True(answer.Status is >= 200 and < 300, $"{call.Route}: {answer.Status} {answer.Text}");
            Assert.True(await Facts(admin) > before, $"{call.Route} left no fact of its own.");
        }
    }

    private static HttpRequestMessage Request(Api api, Call call)
    {
        var request = api.Request(new HttpMethod(call.Route.Split(' ')[0]), call.Path);
        request.Content = call.Body is JsonNode json
            ? new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json")
            : new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body?.ToString() ?? "")) { Headers = { ContentType = new MediaTypeHeaderValue(call.Path.Contains("/holidays/", StringComparison.Ordinal) ? "text/calendar" : "text/csv") } };
        return request;
    }

    private Task<long> Facts(Guid actor) =>
        fixture.Installation.Scalar<long>("SELECT count(*) FROM journal.events WHERE actor_id = @actor AND actor_kind = 'agent'", ("actor", actor));

    /// <summary>One good call of each route.</summary>
    private async Task<List<Call>> Calls()
    {
        var seed = fixture.Seed;
        var client = await seed.Client("facts-client");
        var queue = await seed.Queue(client, "Facts");
        var (skill, site, calendar) = (await seed.Skill("facts-skill"), await seed.Site("Facts"), await seed.Calendar("Facts"));
        var role = await seed.Role("facts role", Permission.TicketsRead);
        var gone = await seed.Role("facts role to go", Permission.TicketsRead);
        var user = await seed.User("person@facts.test", [role], [client]);
        var agent = await seed.User("agent@facts.test", [role], [client]);
        await seed.Agent(agent);
        var reason = seed.NewId();
        // He is ready at his screen, so that there is a state to force him out of.
        await fixture.Installation.Execute(
            """
            INSERT INTO agents.break_reasons VALUES (@reason, 'facts', 'Facts', true, false, 1);
            UPDATE agents.agents SET state = 'ready', gone_at = NULL WHERE id = @agent;
            """,
            ("reason", reason), ("agent", agent));
        return
        [
            .. Settings("clients", client, "{'key': 'new-client', 'name': 'New'}", "{'name': 'Facts', 'active': true, 'version': 1}"),
            .. Settings("calendars", calendar, "{'name': 'New', 'timeZone': 'UTC', 'windows': []}", "{'name': 'Facts', 'timeZone': 'UTC', 'windows': [], 'specialDays': [], 'version': 1}"),
            new("POST calendars/{id}/holidays/import", $"calendars/{calendar}/holidays/import?version=2",
                $"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:{fixture.Time.Now.AddDays(9):yyyyMMdd}\nEND:VEVENT\nEND:VCALENDAR"),
            .. Settings("sites", site, "{'name': 'New', 'timeZone': 'UTC'}", "{'name': 'Facts', 'timeZone': 'UTC', 'active': true, 'version': 1}"),
            .. Settings("skills", skill, "{'key': 'new-skill', 'name': 'New'}", "{'name': 'Facts', 'version': 1}"),
            .. Settings("break-reasons", reason, "{'key': 'new-reason', 'label': 'New'}", "{'label': 'Facts', 'active': true, 'version': 1}"),
            .. Settings("agents", agent, $"{{'userId': '{user}'}}", "{'skills': [], 'weights': null, 'version': 1}"),
            new("PUT agents/{id}/state", $"agents/{agent}/state", Json("{'state': 'break', 'reason': 'facts', 'version': 2}")),
            .. Settings("users", user, "{'email': 'new@facts.test', 'name': 'New', 'roles': [], 'allClients': true}",
                $"{{'email': 'person@facts.test', 'name': 'Person', 'roles': [], 'clients': ['{client}'], 'allClients': false, 'active': true, 'version': 1}}"),
            new("POST users/{id}/invite", $"users/{user}/invite", null),
            new("PUT users/sheet", "users/sheet", "email,name,roles,clients\nsheet@facts.test,Sheet,,*"),
            .. Settings("roles", role, "{'name': 'New', 'permissions': []}", "{'name': 'Facts', 'permissions': [], 'version': 1}"),
            new("DELETE roles/{id}", $"roles/{gone}", null),
            .. Settings("queues", queue, $"{{'clientId': '{client}', 'name': 'New'}}",
                "{'name': 'Facts', 'skills': [], 'answerTargetSeconds': 20, 'offerSeconds': 20, 'wrapUpSeconds': 20, 'reopenHours': 1, 'autoAccept': false, 'active': true, 'version': 1}"),
            .. await Pools(),
            new("PUT pools/{id}", $"pools/{await fixture.Installation.Scalar<Guid>("SELECT id FROM routing.shares WHERE pool = 'main'")}", Json($"{{'shares': [{{'clientId': '{client}', 'guaranteedPercent': 50}}], 'version': 1}}")),
            .. await Drafts(agent),
            .. Settings("dispositions", await seed.Disposition(client, "facts"), $"{{'clientId': '{client}', 'key': 'new', 'label': 'New'}}", "{'key': 'facts', 'label': 'Facts', 'active': true, 'version': 1}"),
            .. Settings("canned-replies", await seed.CannedReply(client, "facts", "Facts", "Text"),
                $"{{'clientId': '{client}', 'shortcut': 'new', 'title': 'New', 'text': 'Text'}}", "{'shortcut': 'facts', 'title': 'Facts', 'text': 'Other', 'active': true, 'version': 1}"),
            new("PUT canned-replies/sheet", $"canned-replies/sheet?clientId={client}", "shortcut,title,text\nsheet,Sheet,Text"),
            .. await Widgets(client, queue),
        ];
    }

    private async Task<IEnumerable<Call>> Pools()
    {
        await fixture.Seed.Admin("pools@facts.test");
        using var api = await fixture.SignedIn("pools@facts.test");
        var gone = (await api.Post("pools", Json("{'name': 'gone'}"))).Expect(201)["id"].GetGuid();
        return [new("POST pools", "pools", Json("{'name': 'new'}")), new("DELETE pools/{id}", $"pools/{gone}", null)];
    }

    private async Task<IEnumerable<Call>> Drafts(Guid agent)
    {
        await fixture.Seed.Admin("drafter@facts.test");
        using var api = await fixture.SignedIn("drafter@facts.test");
        var rules = $"{{'agents': [{{'agentId': '{agent}', 'equipment': {{'skills': [], 'weights': {{'chat': 50}}}}}}]}}";
        async Task<Guid> Add() => (await api.Post("drafts", Json($"{{'name': 'Facts', 'rules': {rules}}}"))).Expect(201)["id"].GetGuid();
        var (edited, gone, live) = (await Add(), await Add(), await Add());
        return
        [
            .. Settings("drafts", edited, $"{{'name': 'New', 'rules': {rules}}}", $"{{'name': 'Facts', 'rules': {rules}, 'version': 1}}"),
            new("DELETE drafts/{id}", $"drafts/{gone}", null),
            new("POST drafts/{id}/publish", $"drafts/{live}/publish", Json("{'version': 1}")),
            new("POST drafts/{id}/rollback", $"drafts/{live}/rollback", Json("{'version': 2}")),
        ];
    }

    /// <summary>What a widget is made of is read from one that there is.</summary>
    private async Task<IEnumerable<Call>> Widgets(Guid client, Guid queue)
    {
        var widget = await fixture.Seed.Widget(client, queue, "facts-widget");
        await fixture.Seed.Admin("reader@facts.test");
        using var api = await fixture.SignedIn("reader@facts.test");
        var edit = JsonNode.Parse((await api.Get($"widgets/{widget}")).Expect(200).Text)!.AsObject();
        foreach (var not in new[] { "id", "clientId" }) edit.Remove(not);
        var add = edit.DeepClone().AsObject();
        foreach (var not in new[] { "active", "version" }) add.Remove(not);
        (add["clientId"], add["key"]) = (client.ToString(), "facts-second");
        return [new("POST widgets", "widgets", add), new("PUT widgets/{id}", $"widgets/{widget}", edit)];
    }

    private static Call[] Settings(string path, Guid id, string add, string edit) =>
        [new($"POST {path}", path, Json(add)), new($"PUT {path}/{{id}}", $"{path}/{id}", Json(edit))];

    private static JsonNode Json(string text) => JsonNode.Parse(text.Replace('\'', '"'))!;

    [GeneratedRegex("/(state|publish|rollback)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Subject();

    private sealed record Call(string Route, string Path, object? Body);
}
