using System.Text.Encodings.Web;
using System.Text.Json;
using ContactCenter.Server.Tests.Hosting;
using ContactCenter.Server.Tests.HouseRules;

namespace ContactCenter.Server.Tests.Snapshots;

/// <summary>The document that callers rely on. A change of it is seen in review: UPDATE_SNAPSHOT=1 writes the new one.</summary>
public sealed class ApiDocumentTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_document_is_the_one_in_the_checkout() => Snapshot.Check(
        SourceTree.In("tests", "ContactCenter.Server.Tests", "openapi.v1.json"),
        JsonSerializer.Serialize(await Document(), Readable) + "\n");

    [Fact]
    public async Task It_is_the_same_every_time_it_is_asked_for()
    {
        await using var other = fixture.StartAnother();
        using var api = other.Api();
        Assert.Equal((await Document()).ToString(), (await api.Get("/openapi/v1.json")).Expect(200).Text);
    }

    [Fact]
    public async Task Every_operation_has_a_tag_and_says_what_it_answers_and_how_it_fails()
    {
        var document = await Document();
        var breaches = new List<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Name is "get" or "post" or "put" or "delete" or "patch"))
                breaches.AddRange(Missing(operation.Value).Select(m => $"{operation.Name.ToUpperInvariant()} {path.Name}: {m}"));
        }

        Assert.Equal("", string.Join(Environment.NewLine, breaches));
    }

    [Theory]
    [InlineData("""{"responses": {"200": {"description": "OK", "content": {"text/plain": {}}}}}""", "no tag")]
    [InlineData("""{"tags": ["A"], "responses": {"404": {"description": "not_found", "content": {"application/problem+json": {}}}}}""", "no success")]
    [InlineData("""{"tags": ["A"], "responses": {"200": {"description": "OK"}}}""", "200 has no body")]
    [InlineData("""{"tags": ["A"], "responses": {"204": {"description": "No"}, "404": {"description": "Not Found", "content": {"application/problem+json": {}}}}}""", "404 has no code")]
    [InlineData("""{"tags": ["A"], "responses": {"204": {"description": "No"}, "404": {"description": "not_found"}}}""", "404 is no problem")]
    [InlineData("""{"tags": ["A"], "responses": {"204": {"description": "No"}}}""", null)]
    public void What_an_operation_leaves_out_is_seen(string operation, string? missing) =>
        Assert.Equal(missing, Missing(JsonElement.Parse(operation)).SingleOrDefault());

    private static IEnumerable<string> Missing(JsonElement operation)
    {
        if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() == 0) yield return "no tag";
        var responses = operation.GetProperty("responses").EnumerateObject().ToList();
        if (!responses.Exists(r => r.Name[0] is '1' or '2')) yield return "no success";
        foreach (var response in responses)
        {
            var content = response.Value.TryGetProperty("content", out var found) ? found.EnumerateObject().Select(c => c.Name).ToList() : [];
            var failure = response.Name[0] is '4' or '5' && !content.Contains("application/json");
            if (response.Name is not ("204" or "101") && !failure && content.Count == 0) yield return $"{response.Name} has no body";
            if (failure && !content.Contains("application/problem+json")) yield return $"{response.Name} is no problem";
            else if (failure && !response.Value.GetProperty("description").GetString()!.Split(", ").All(IsCode)) yield return $"{response.Name} has no code";
        }
    }

    private static bool IsCode(string word) => word.Length > 0 && word.All(c => c is '_' || char.IsAsciiLetterLower(c));

    private async Task<JsonElement> Document()
    {
        using var api = fixture.Api();
        return (await api.Get("/openapi/v1.json")).Expect(200).Json;
    }
}
