using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Platform;

public sealed class HttpSurfaceTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task It_is_alive_and_ready()
    {
        using var api = fixture.Api();
        (await api.Get("/health/live")).Expect(200);
        Assert.Equal("ok", (await api.Get("/health/ready")).Expect(200)["checks"].GetProperty("postgresql").GetString());
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_with_a_code()
    {
        using var api = fixture.Api();
        var answer = (await api.Get("nothing-here")).Expect(404, "not_found");
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(404, answer["status"].GetInt32());
    }
}
