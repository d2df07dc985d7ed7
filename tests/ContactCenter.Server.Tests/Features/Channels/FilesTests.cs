using System.Text.Json;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class FilesTests(ChatServer server) : IClassFixture<ChatServer>
{
    static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 0, 255];
    static readonly byte[] Page = "<html><script>alert(1)</script></html>"u8.ToArray();

    [Fact]
    public async Task A_visitors_picture_reaches_his_agent_byte_for_byte_and_an_agents_file_him()
    {
        using var visitor = await server.Visitor();
        var sent = (await Send(visitor.Api, "chat/files?name=..%2Fmy%20bag.png", Picture)).Expect(201);
        Assert.Equal(("my bag.png", "image/png", (long)Picture.Length), Seen(sent.Json));
        var message = (await visitor.Api.Post("chat/messages", new { text = "", attachments = new[] { sent.Id } })).Expect(201);
        Assert.Equal(sent.Id, Only(message["attachments"]).GetProperty("id").GetGuid());
        var ticket = (await server.TicketsOf(visitor.Session)).Single();
        await server.Assign(ticket);

        using var agent = await server.SignedIn("ana@chat.test");
        var seen = (await agent.Get($"tickets/{ticket}/messages")).Expect(200).Items.Single(m => m.GetProperty("kind").GetString() == "customer");
        Assert.Equal(("my bag.png", "image/png", (long)Picture.Length), Seen(Only(seen.GetProperty("attachments"))));
        Assert.Equal("my bag.png", (await agent.Get($"tickets/{ticket}")).Expect(200)["subject"].GetString());
        var (shown, headers) = await Fetch(agent, $"files/{sent.Id}");
        Assert.Equal(Picture, shown);
        Assert.Equal("inline; filename=\"my bag.png\"; filename*=UTF-8''my%20bag.png", headers["Content-Disposition"]);

        var page = (await Send(agent, $"files?clientId={server.Acme}&name=form.html", Page)).Expect(201);
        Assert.Equal("application/octet-stream", page["contentType"].GetString());
        (await agent.Post($"tickets/{ticket}/messages", new { kind = "reply", text = "Please fill in", attachments = new[] { page.Id } })).Expect(201);
        var answer = (await visitor.History()).Items.Single(i => i.GetProperty("from").GetString() == "agent");
        Assert.Equal("form.html", Only(answer.GetProperty("attachments")).GetProperty("name").GetString());
        var (got, safe) = await Fetch(visitor.Api, $"chat/files/{page.Id}");
        Assert.Equal(Page, got);
        Assert.StartsWith("attachment", safe["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("sandbox", safe["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", safe["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task A_file_is_one_messages_and_only_its_senders_to_send()
    {
        using var visitor = await server.Visitor();
        using var other = await server.Visitor();
        var id = (await Send(visitor.Api, "chat/files?name=a.txt", [1])).Expect(201).Id;
        (await other.Api.Post("chat/messages", new { text = "Mine", attachments = new[] { id } })).Expect(400, "invalid_request");
        (await visitor.Api.Post("chat/messages", new { text = "Twice", attachments = new[] { id, id } })).Expect(400, "invalid_request");
        var more = (await Send(visitor.Api, "chat/files?name=b.txt", [2])).Expect(201).Id;
        (await visitor.Api.Post("chat/messages", new { text = "One is missing", attachments = new[] { more, server.Seed.NewId() } })).Expect(400, "invalid_request");
        Assert.Empty((await visitor.History()).Items);

        var messageId = server.Seed.NewId();
        var first = (await visitor.Api.Post("chat/messages", new { text = "Here", id = messageId, attachments = new[] { id, more } })).Expect(201);
        Assert.Equal(first.Text, (await visitor.Api.Post("chat/messages", new { text = "Here", id = messageId, attachments = new[] { id, more } })).Expect(200).Text);
        (await visitor.Api.Post("chat/messages", new { text = "Again", attachments = new[] { id } })).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task Another_visitor_and_a_note_keep_their_files_to_themselves()
    {
        using var visitor = await server.Visitor();
        using var other = await server.Visitor();
        using var bank = await server.Visitor("bank-chat");
        var his = (await Send(visitor.Api, "chat/files?name=a.txt", [1])).Expect(201).Id;
        (await visitor.Api.Post("chat/messages", new { text = "Here", attachments = new[] { his } })).Expect(201);
        var ticket = (await server.TicketsOf(visitor.Session)).Single();
        await server.Assign(ticket);
        using var agent = await server.SignedIn("ana@chat.test");
        var note = (await Send(agent, $"files?clientId={server.Acme}&name=note.txt", [2])).Expect(201).Id;
        var unsent = (await Send(agent, $"files?clientId={server.Acme}&name=unsent.txt", [3])).Expect(201).Id;
        (await agent.Post($"tickets/{ticket}/messages", new { kind = "note", text = "Look", attachments = new[] { note } })).Expect(201);

        var unknown = (await visitor.Api.Get($"chat/files/{server.Seed.NewId()}")).Expect(404, "not_found");
        foreach (var (who, what) in new[] { (other, his), (bank, his), (visitor, note), (visitor, unsent) })
            Assert.Equal(unknown.Text, (await who.Api.Get($"chat/files/{what}")).Expect(404).Text);
        (await Fetch(agent, $"files/{note}")).Headers.TryGetValue("Content-Length", out var length);
        Assert.Equal("1", length);

        await server.Seed.User("onlooker@chat.test", [await server.Seed.Role("chat-onlooker", "tickets.read")], [server.Acme]);
        using var onlooker = await server.SignedIn("onlooker@chat.test");
        (await onlooker.Get($"files/{his}")).Expect(200);
        (await onlooker.Get($"files/{note}")).Expect(404, "not_found");
        (await onlooker.Get($"files/{unsent}")).Expect(404, "not_found");
        (await Send(onlooker, $"files?clientId={server.Acme}&name=x", [1])).Expect(403, "forbidden");
    }

    [Fact]
    public async Task What_is_too_large_empty_or_for_another_client_is_refused()
    {
        using var visitor = await server.Visitor();
        (await Send(visitor.Api, "chat/files?name=large", new byte[FileStore.MaxSize + 1])).Expect(413, "body_too_large");
        (await Send(visitor.Api, "chat/files?name=whole", new byte[FileStore.MaxSize])).Expect(201);
        (await Send(visitor.Api, "chat/files?name=empty", [])).Expect(400, "invalid_request");
        using var agent = await server.SignedIn("ana@chat.test");
        (await Send(agent, $"files?clientId={server.Seed.NewId()}&name=a", [1])).Expect(404, "not_found");
    }

    [Fact]
    public async Task A_file_that_no_message_names_is_forgotten_after_a_day_and_one_that_is_named_stays()
    {
        using var visitor = await server.Visitor();
        var lost = (await Send(visitor.Api, "chat/files?name=lost", [1])).Expect(201).Id;
        var kept = (await Send(visitor.Api, "chat/files?name=kept", [1])).Expect(201).Id;
        (await visitor.Api.Post("chat/messages", new { text = "Here", attachments = new[] { kept } })).Expect(201);
        server.Advance(TimeSpan.FromHours(25));
        await server.Eventually(async () => await server.Installation.Scalar<long>(
            "SELECT count(*) FROM platform.files WHERE id = @id", ("id", lost)) == 0, "the unsent file is forgotten");
        Assert.Equal(1, await server.Installation.Scalar<long>("SELECT count(*) FROM platform.files WHERE id = @id", ("id", kept)));
    }

    static (string?, string?, long) Seen(JsonElement file) =>
        (file.GetProperty("name").GetString(), file.GetProperty("contentType").GetString(), file.GetProperty("size").GetInt64());

    static JsonElement Only(JsonElement list) => Assert.Single(list.EnumerateArray());

    static async Task<Answer> Send(Api api, string path, byte[] content)
    {
        using var request = api.Request(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(content) { Headers = { ContentType = new("application/octet-stream") } };
        return await api.Send(request);
    }

    static async Task<(byte[] Content, Dictionary<string, string> Headers)> Fetch(Api api, string path)
    {
        using var request = api.Request(HttpMethod.Get, path);
        using var response = await api.Http.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        var content = await response.Content.ReadAsByteArrayAsync();
        return (content, response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}
