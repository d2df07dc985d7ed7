using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>A console's page in a folder of its own.</summary>
public sealed class SurfaceFixture : ServerFixture
{
    private readonly DirectoryInfo console = Directory.CreateTempSubdirectory("contactcenter-console-");

    protected override void Configure(ServerOptions options) => options.Settings["Console:Path"] = console.FullName;

    protected override async Task Prepare()
    {
        await File.WriteAllTextAsync(Path.Combine(console.FullName, "index.html"), "<html><head><title>Console</title></head></html>");
        await File.WriteAllTextAsync(Path.Combine(console.FullName, "widget.js"), "/* widget */");
        Directory.CreateDirectory(Path.Combine(console.FullName, "assets"));
        await File.WriteAllTextAsync(Path.Combine(console.FullName, "assets", "app-1a2b.js"), "/* app */");
    }

    protected override async Task Ready() => await Seed.Admin("admin@surface.test");

    protected override Task Finished()
    {
        console.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

public sealed partial class HttpSurfaceTests(SurfaceFixture fixture) : IClassFixture<SurfaceFixture>
{
    [Fact]
    public async Task It_is_alive_and_ready()
    {
        using var api = fixture.Api();
        (await api.Get("/health/live")).Expect(200);
        Assert.Equal("ok", (await api.Get("/health/ready")).Expect(200)["checks"].GetProperty("postgresql").GetString());
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing-here", 404, "not_found")]
    [InlineData("PUT", "/api/v1/nothing-here", 404, "not_found")]
    [InlineData("GET", "/api/v1/clients/not-an-id", 404, "not_found")]
    [InlineData("PUT", "/api/v1/session", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/clients", 401, "not_signed_in")]
    [InlineData("POST", "/somewhere", 404, "not_found")]
    public async Task Refusals_are_problems_of_one_shape(string method, string path, int status, string code)
    {
        using var api = fixture.Api();
        var answer = (await api.Send(new HttpMethod(method), path)).Expect(status, code);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(["code", "status", "title", "type"], answer.Json.EnumerateObject().Select(p => p.Name).Where(n => n != "detail").Order());
        Assert.Equal(status, answer["status"].GetInt32());
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var api = fixture.Api();
        using var request = api.Request(HttpMethod.Post, "session");
        request.Content = new StringContent("email=a&password=b", Encoding.UTF8, "application/x-www-form-urlencoded");
        (await api.Send(request)).Expect(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("""{"email":"a@b.test","password":"c","colour":"red"}""", "colour")]
    [InlineData("""{"email":"a@b.test","password":7}""", "password")]
    [InlineData("""{"email":"a@b.test"}""", null)]
    [InlineData("""{"email":null,"password":"c"}""", null)]
    [InlineData("""{"email":"a@b.test",""", null)]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    public async Task A_body_that_is_not_what_the_route_takes_is_refused(string body, string? field)
    {
        using var api = fixture.Api();
        var answer = (await api.Post("session", body)).Expect(400, "invalid_request");
        if (field is not null) Assert.Contains(field, answer["errors"].EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_refused_before_it_is_sent()
    {
        var head = "Content-Length: 10000000000\r\n\r\n";
        var answer = await Raw(head, []);
        Assert.True(answer.StartsWith("HTTP/1.1 413", StringComparison.Ordinal) && answer.Contains("\"code\":\"body_too_large\"", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task A_body_that_grows_too_large_is_refused_while_it_comes()
    {
        // Blanks may stand before any JSON, so that nothing but the size is wrong with it.
        var chunk = Encoding.ASCII.GetBytes("1000\r\n" + new string(' ', 4096) + "\r\n");
        var answer = await Raw("Transfer-Encoding: chunked\r\n\r\n", Enumerable.Repeat(chunk, 80));
        Assert.True(answer.StartsWith("HTTP/1.1 413", StringComparison.Ordinal) && answer.Contains("\"code\":\"body_too_large\"", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Answers_tell_browsers_to_trust_nothing()
    {
        using var api = fixture.Api();
        foreach (var path in new[] { "/health/live", "/api/v1/session", "/nothing.txt", "/api/v1/nothing" })
        {
            var headers = (await api.Get(path)).Headers;
            Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
            Assert.Equal("same-origin", headers["Referrer-Policy"]);
            Assert.Equal("same-origin", headers["Cross-Origin-Opener-Policy"]);
            Assert.Contains("frame-ancestors 'none'", headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.DoesNotContain("Server", headers.Keys);
        }
    }

    [Fact]
    public async Task The_consoles_page_has_a_nonce_of_its_own_each_time_and_scripts_of_ours_only()
    {
        using var api = fixture.Api();
        var first = (await api.Get("/")).Expect(200);
        var deep = (await api.Get("/desk/some-ticket")).Expect(200);
        Assert.NotEqual(NonceOf(first), NonceOf(deep));
        foreach (var page in new[] { first, deep })
        {
            var policy = page.Headers["Content-Security-Policy"];
            Assert.Contains($"style-src 'self' 'nonce-{NonceOf(page)}'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("no-store", page.Headers["Cache-Control"]);
        }
    }

    [Fact]
    public async Task The_consoles_files_are_kept_by_browsers_and_the_widget_may_be_used_by_other_sites()
    {
        using var api = fixture.Api();
        Assert.Contains("immutable", (await api.Get("/assets/app-1a2b.js")).Expect(200).Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal("cross-origin", (await api.Get("/widget.js")).Expect(200).Headers["Cross-Origin-Resource-Policy"]);
        (await api.Get("/assets/missing.js")).Expect(404, "not_found");
    }

    private static string NonceOf(Answer page) => Nonce().Match(page.Text).Groups["nonce"].Value is { Length: > 10 } nonce
        ? nonce
        : throw new InvalidOperationException("The page has no nonce.");

    [GeneratedRegex("<meta name=\"csp-nonce\" content=\"(?<nonce>[^\"]+)\">", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nonce();

    /// <summary>A POST whose body the test sends by hand, as much of it as the server takes.</summary>
    private async Task<string> Raw(string head, IEnumerable<byte[]> body)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var connection = new TcpClient();
        await connection.ConnectAsync(fixture.Server.Address.Host, fixture.Server.Address.Port, limit.Token);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/v1/session HTTP/1.1\r\nHost: {fixture.Server.Address.Authority}\r\nContent-Type: application/json\r\n{head}"), limit.Token);
        try
        {
            foreach (var part in body) await stream.WriteAsync(part, limit.Token);
        }
        catch (IOException)
        {
            // It has said no and hung up; what it said is still there to read.
        }

        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while (!answer.ToString().Contains("}\r\n0", StringComparison.Ordinal) && (read = await stream.ReadAsync(buffer, limit.Token)) > 0)
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return answer.ToString();
    }
}

/// <summary>Three sign-ins a minute.</summary>
public sealed class SlowFixture : ServerFixture
{
    protected override void Configure(ServerOptions options) => options.Settings["RateLimits:SignInsPerMinute"] = "3";
}

public sealed class RateLimitTests(SlowFixture fixture) : IClassFixture<SlowFixture>
{
    [Fact]
    public async Task Who_knocks_too_often_is_told_when_to_come_again()
    {
        using var api = fixture.Api();
        for (var i = 0; i < 3; i++) (await api.SignIn("nobody@limits.test", "wrong")).Expect(401, "invalid_credentials");
        var refused = (await api.SignIn("nobody@limits.test", "wrong")).Expect(429, "rate_limited");
        Assert.InRange(int.Parse(refused.Headers["Retry-After"]), 1, 60);
        (await api.Get("/health/live")).Expect(200);
    }
}
