using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Walls;

/// <summary>A visitor's token opens his own chat and nothing else, not even of his own client.</summary>
public sealed class VisitorWallsTests(WallsFixture fixture) : IClassFixture<WallsFixture>
{
    [Fact]
    public async Task A_visitor_reads_his_own_chat_only()
    {
        using var ida = await Visitor("acme-widget");
        using var neighbour = await Visitor("acme-widget");
        using var stranger = await Visitor("bright-widget");
        using var request = ida.Request(HttpMethod.Get, "chat/stream");
        using var response = await ida.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await neighbour.Post("chat/messages", new { text = "The neighbour's secret" })).Expect(201);
        (await stranger.Post("chat/messages", new { text = "The stranger's secret" })).Expect(201);
        (await ida.Post("chat/messages", new { text = "My own words" })).Expect(201);
        var heard = "";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!heard.Contains("My own words", StringComparison.Ordinal)) heard += await stream.ReadLineAsync(limit.Token);

        var read = (await ida.Get("chat/messages")).Expect(200);
        Assert.Equal(["My own words"], read.Items.Select(i => i.GetProperty("text").GetString()));
        Assert.DoesNotContain("secret", heard + read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_id_of_another_chat_is_neither_shown_nor_changed()
    {
        using var ida = await Visitor("acme-widget");
        foreach (var side in new[] { fixture.Things["messages"].Own, fixture.Things["messages"].Foreign })
        {
            var answer = await ida.Post("chat/messages", new { id = side, text = "Mine now" });
            Assert.DoesNotContain("wrote this", answer.Text, StringComparison.Ordinal);
            Assert.True(answer.Status is 201 or 409, answer.Text);
        }

        Assert.Equal(
            ["acme wrote this", "bright wrote this"],
            await fixture.Installation.Column<string>("SELECT text FROM tickets.messages WHERE text LIKE '% wrote this' ORDER BY text"));
    }

    [Fact]
    public async Task A_token_that_is_not_ours_is_no_token()
    {
        using var ida = await Visitor("acme-widget");
        var token = ida.Bearer!;
        var middle = token.Length / 2;
        ida.Bearer = null;
        var without = (await ida.Get("chat/messages")).Expect(401);
        // A second spelling of the same token would be a second caller to the limits.
        foreach (var forged in new[] { $"{token[..middle]} {token[middle..]}", $"{token}=", token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..], "x", fixture.Things["tickets"].Foreign.ToString() })
        {
            ida.Bearer = forged;
            Assert.Equal(without.Text, (await ida.Get("chat/messages")).Expect(401).Text);
            (await ida.Get("chat/stream")).Expect(401);
        }

        ida.Bearer = token;
        (await ida.Get("tickets")).Expect(401, "not_signed_in");
    }

    private async Task<Api> Visitor(string widget)
    {
        var api = fixture.Api();
        api.Bearer = (await api.Post($"chat/{widget}/sessions", new { name = "Ida" })).Expect(201)["token"].GetString();
        return api;
    }
}
