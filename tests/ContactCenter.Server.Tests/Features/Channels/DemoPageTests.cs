using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class DemoPageTests(DemoPageTests.DemoServer server) : IClassFixture<DemoPageTests.DemoServer>
{
    public sealed class DemoServer : ServerFixture
    {
        protected override void Configure(ServerOptions options) => options.Settings["Demo:Enabled"] = "true";
    }

    [Theory]
    [InlineData("acme-air", "demo-acme")]
    [InlineData("bright-bank", "demo-bank")]
    public async Task A_brands_page_embeds_its_widget(string page, string widget)
    {
        using var api = server.Api();
        var shown = (await api.Get($"/demo/{page}")).Expect(200);
        Assert.Equal("text/html", shown.ContentType);
        Assert.Contains($"data-widget=\"{widget}\"", shown.Text, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:", shown.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/demo/nobody")]
    [InlineData("/demo/acme-air.html")]
    [InlineData("/demo/..%2facme-air")]
    [InlineData("/demo")]
    public async Task Another_page_is_not_there(string path)
    {
        using var api = server.Api();
        (await api.Get(path)).Expect(404, "not_found");
    }
}

public sealed class NoDemoPageTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Without_the_demo_there_are_no_demo_pages()
    {
        using var api = server.Api();
        (await api.Get("/demo/acme-air")).Expect(404, "not_found");
    }
}
