using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>
/// A caller of the API as the console is one: keeps its cookies and sends its antiforgery token on writes. Paths are
/// below /api/v1 unless they start with a slash. Bodies are anonymous objects, or a string that is sent as it is.
/// </summary>
public sealed class Api(Uri address) : IDisposable
{
    private const int Large = 32 * 1024;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = address };
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    public HttpClient Http => http;

    /// <summary>Sent as X-CSRF-TOKEN on every write.</summary>
    public string? AntiforgeryToken { get; set; }

    /// <summary>A visitor's token.</summary>
    public string? Bearer { get; set; }

    /// <summary>As the browser would send it, for sockets.</summary>
    public string CookieHeader => string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"));

    public async Task<Answer> SignIn(string email, string password = Seed.Password)
    {
        var answer = await Post("session", new { email, password });
        if (answer.Status == 200) AntiforgeryToken = answer.Json.GetProperty("antiforgeryToken").GetString();
        return answer;
    }

    /// <summary>The same caller, with the same cookies, at another node.</summary>
    public Api At(Uri other)
    {
        var same = new Api(other) { AntiforgeryToken = AntiforgeryToken, Bearer = Bearer };
        foreach (var (name, value) in cookies) same.cookies[name] = value;
        return same;
    }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, object? body = null, string? idempotencyKey = null) => Send(HttpMethod.Post, path, body, idempotencyKey);

    public Task<Answer> Put(string path, object body, string? idempotencyKey = null) => Send(HttpMethod.Put, path, body, idempotencyKey);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    public async Task<Answer> Send(HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = Request(method, path);
        if (body is not null)
        {
            var text = body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }

        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await Send(request);
    }

    /// <summary>A request with this caller's cookies and tokens, for what the short forms cannot say.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/api/v1/" + path);
        if (cookies.Count > 0) request.Headers.Add("Cookie", CookieHeader);
        if (Bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Bearer);
        if (AntiforgeryToken is not null && method != HttpMethod.Get) request.Headers.Add("X-CSRF-TOKEN", AntiforgeryToken);
        return request;
    }

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        // What is too large is refused before it is sent: who sends it all the same finds the line cut, and may miss the answer.
        if (request.Content?.Headers.ContentLength > Large) request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        Keep(response);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
            $"{request.Method} {request.RequestUri?.OriginalString}");
    }

    public void Dispose() => http.Dispose();

    private void Keep(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var set)) return;
        foreach (var cookie in set)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            // Its life is counted on the server's clock, which may be a fake one: only an emptied cookie goes.
            if (pair[1].Length == 0) cookies.Remove(pair[0]);
            else cookies[pair[0]] = pair[1];
        }
    }
}

/// <summary>What came back, read to its end.</summary>
public sealed record Answer(int Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Asked)
{
    public JsonElement Json => Text.Length == 0 ? throw new InvalidOperationException($"{Asked} answered {Status} without a body.") : JsonElement.Parse(Text);

    public JsonElement this[string member] => Json.GetProperty(member);

    public Guid Id => this["id"].GetGuid();

    /// <summary>The code of a problem; null for every other answer.</summary>
    public string? Code => ContentType == "application/problem+json" ? this["code"].GetString() : null;

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<JsonElement> Items => [.. this["items"].EnumerateArray()];

    /// <summary>Fails with the whole answer when the status or the code is another one.</summary>
    public Answer Expect(int status, string? code = null)
    {
        if (Status != status || (code is not null && Code != code))
            Assert.Fail($"{Asked}: expected {status} {code}, got {Status}{Environment.NewLine}{Text}{Why}");
        return this;
    }

    private string Why => Status < 500 || LogRecords.LastError is not { } last ? ""
        : $"{Environment.NewLine}Last logged: {last.Text}: {last.Exception?.GetBaseException().Message}{Environment.NewLine}{last.Exception}";
}
