using System.Text.RegularExpressions;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Walls;

/// <summary>
/// Every route of the document, asked by people of one client with the other client's ids, must answer as it answers for
/// ids that nobody has, and without a byte of the other's. Routes are found in the document, so a new one is asked too.
/// </summary>
public sealed partial class WallsTests(WallsFixture fixture) : IClassFixture<WallsFixture>
{
    [Theory]
    [InlineData("agent")]
    [InlineData("supervisor")]
    [InlineData("viewer")]
    [InlineData("manager")]
    public async Task Another_clients_things_are_answered_like_things_that_do_not_exist(string who)
    {
        using var api = await fixture.SignedIn($"{who}@walls.test");
        await AskEverything(api);
    }

    [Fact]
    public async Task The_databases_wall_alone_holds_when_the_application_lets_everything_pass()
    {
        await using var open = fixture.StartAnother(WallsFixture.OnlyTheDatabaseGuards(fixture.Own));
        using var api = open.Api();
        (await api.SignIn("unfiltered@walls.test")).Expect(200);
        // The application believes that he may see every client; the database does not.
        Assert.True((await api.Get("session")).Expect(200)["allClients"].GetBoolean());
        Assert.Equal(fixture.Own, Assert.Single((await api.Get("clients")).Expect(200).Items).GetProperty("id").GetGuid());
        await AskEverything(api);
    }

    [Fact]
    public async Task A_hole_in_the_wall_would_be_seen()
    {
        using var api = await fixture.SignedIn("everyone@walls.test");
        var breaches = new List<string>();
        var foreign = await ForeignThings.Read(fixture.Installation, fixture.Foreign);
        Assert.True(foreign.Count > 5);
        await Compare(api, await Operation(api, "GET /api/v1/clients/{id}"), foreign, breaches);
        await Compare(api, await Operation(api, "GET /api/v1/clients"), foreign, breaches);
        Assert.Contains(breaches, b => b.Contains("differs", StringComparison.Ordinal));
        Assert.Contains(breaches, b => b.Contains("shows", StringComparison.Ordinal));
    }

    private async Task AskEverything(Api api)
    {
        var document = new ApiDocument((await api.Get("/openapi/v1.json")).Expect(200).Text);
        var foreign = await ForeignThings.Read(fixture.Installation, fixture.Foreign);
        var breaches = new List<string>();
        foreach (var operation in document.Operations().Where(o => o.Path != "/api/v1/session"))
            await Compare(api, (document, operation), foreign, breaches);
        Assert.True(breaches.Count == 0, string.Join(Environment.NewLine, breaches));
    }

    private async Task<(ApiDocument, ApiOperation)> Operation(Api api, string name)
    {
        var document = new ApiDocument((await api.Get("/openapi/v1.json")).Expect(200).Text);
        return (document, document.Operations().Single(o => o.ToString() == name));
    }

    private async Task Compare(Api api, (ApiDocument Document, ApiOperation Operation) asked, ForeignThings foreign, List<string> breaches)
    {
        var samples = new Samples(fixture.Things, asked.Document, fixture.VersionOf);
        foreach (var ownPath in new[] { false, true })
        {
            if (ownPath && !asked.Operation.Path.Contains('{', StringComparison.Ordinal)) continue;
            var request = samples.Make(asked.Operation, ownPath ? Side.Own : Side.Foreign, Side.Foreign);
            // One's own things are only read here, unless something of the other's would be put into them.
            if (ownPath && samples.Sent.Count == 0 && asked.Operation.Method != HttpMethod.Get) continue;
            var theirs = await Ask(api, asked.Operation, request, samples);
            if (samples.Missing.Count > 0) breaches.Add($"{asked.Operation}: no sample for {string.Join(", ", samples.Missing)}");
            if (foreign.In(theirs.Answer.Text + string.Join('\n', theirs.Answer.Headers.Values), theirs.Sent).ToList() is { Count: > 0 } seen)
                breaches.Add($"{asked.Operation} shows {string.Join(", ", seen.Take(5))}");
            if (theirs.Sent.Count == 0) continue;
            var nobodys = await Ask(api, asked.Operation, samples.Make(asked.Operation, ownPath ? Side.Own : Side.Unknown, Side.Unknown), samples);
            if (theirs.Seen != nobodys.Seen) breaches.Add($"{asked.Operation} differs:{Environment.NewLine}  {theirs.Seen}{Environment.NewLine}  {nobodys.Seen}");
        }
    }

    private static async Task<(Answer Answer, List<string> Sent, string Seen)> Ask(Api api, ApiOperation operation, (string Path, string? Body) request, Samples samples)
    {
        var answer = await api.Send(operation.Method, request.Path, request.Body);
        var seen = $"{answer.Status} {answer.ContentType} {answer.Headers.GetValueOrDefault("Location")} {answer.Headers.GetValueOrDefault("Retry-After")} {answer.Text}";
        foreach (var id in samples.Sent) seen = seen.Replace(id, "<asked>", StringComparison.OrdinalIgnoreCase);
        if (answer.Status < 300) seen = Varying().Replace(seen, "<varies>");
        return (answer, [.. samples.Sent], seen);
    }

    // What two good answers to the same question may differ in: new ids, instants, versions.
    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|""version"":\d+|text \d+|key-\d+|someone\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Varying();
}
