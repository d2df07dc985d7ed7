using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class MessageTests(ChatServer server) : IClassFixture<ChatServer>
{
    Task<long> CountMessages(Guid id) => server.Installation.Scalar<long>("SELECT count(*) FROM tickets.messages WHERE id = @id", ("id", id));

    [Fact]
    public async Task The_first_message_opens_a_ticket_of_the_widgets_queue()
    {
        using var visitor = await server.Visitor(details: new { name = "Mia", email = "mia@home.test", language = "es", topic = "Luggage" });
        Assert.Empty(await server.TicketsOf(visitor.Session));
        var id = server.Seed.NewId();
        var answer = (await visitor.Write(" Where is my bag? ", id)).Expect(201);
        Assert.Equal(id, answer.Id);
        Assert.Equal((1, "me", "Where is my bag?"), (answer["sequence"].GetInt64(), answer["from"].GetString(), answer["text"].GetString()));
        var ticket = (await server.TicketsOf(visitor.Session)).Single();
        var row = await server.Installation.Column<string>("""
            SELECT t.status || '|' || t.channel || '|' || t.subject || '|' || (t.queue_id = @queue) || '|' || c.name || '|' || c.email || '|' || c.language
            FROM tickets.tickets t JOIN contacts.contacts c ON c.id = t.contact_id WHERE t.id = @ticket
            """, ("ticket", ticket), ("queue", server.AcmeQueue));
        Assert.Equal(["waiting|chat|Luggage|true|Mia|mia@home.test|es"], row);
    }

    [Fact]
    public async Task Without_a_topic_the_first_words_are_the_subject()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open("My  bag\nis lost " + string.Join(' ', Enumerable.Repeat("somewhere", 20)));
        var subject = await server.Installation.Scalar<string>("SELECT subject FROM tickets.tickets WHERE id = @ticket", ("ticket", ticket));
        Assert.StartsWith("My bag is lost somewhere", subject, StringComparison.Ordinal);
        Assert.True(subject.Length <= 81 && subject.EndsWith('…'), subject);
    }

    [Fact]
    public async Task The_same_id_again_stores_nothing_new()
    {
        using var visitor = await server.Visitor();
        var id = server.Seed.NewId();
        var first = (await visitor.Write("Once", id)).Expect(201);
        var again = (await visitor.Write("Once", id)).Expect(200);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("Once", (await visitor.Write("Something else", id)).Expect(200)["text"].GetString());
        Assert.Single((await visitor.History()).Items);
    }

    [Fact]
    public async Task The_same_id_many_times_at_once_is_one_message()
    {
        using var visitor = await server.Visitor();
        var id = server.Seed.NewId();
        var tabs = Enumerable.Range(0, 8).Select(_ => visitor.Tab()).ToList();
        var answers = await Task.WhenAll(tabs.Select(t => t.Write("Together", id)));
        Assert.Equal([200, 200, 200, 200, 200, 200, 200, 201], answers.Select(a => a.Status).Order());
        Assert.Single(answers.Select(a => a.Text).Distinct());
        Assert.Single((await visitor.History()).Items);
        tabs.ForEach(t => t.Dispose());
    }

    [Fact]
    public async Task First_messages_of_two_tabs_at_once_make_one_ticket()
    {
        for (var round = 0; round < 5; round++)
        {
            using var visitor = await server.Visitor();
            using var other = visitor.Tab();
            (await Task.WhenAll(visitor.Write("From one"), other.Write("From the other"))).ToList().ForEach(a => a.Expect(201));
            var ticket = (await server.TicketsOf(visitor.Session)).Single();
            Assert.Equal(2, await server.Installation.Scalar<long>("SELECT count(*) FROM tickets.messages WHERE ticket_id = @ticket", ("ticket", ticket)));
        }
    }

    [Fact]
    public async Task Another_visitors_id_leaks_nothing_and_stores_nothing()
    {
        using var first = await server.Visitor();
        using var second = await server.Visitor();
        var id = server.Seed.NewId();
        (await first.Write("My secret", id)).Expect(201);
        var refused = (await second.Write("Mine", id)).Expect(409, "id_taken");
        Assert.DoesNotContain("secret", refused.Text, StringComparison.Ordinal);
        Assert.Empty(await server.TicketsOf(second.Session));
        Assert.Equal(0, await server.Installation.Scalar<long>(
            "SELECT count(*) FROM contacts.identities WHERE address = @session", ("session", second.Session.ToString())));
        await second.Open("Now with one of my own");
        (await second.Write("Mine", id)).Expect(409, "id_taken");
        Assert.Equal(1, await CountMessages(id));
    }

    [Fact]
    public async Task Two_clients_may_have_the_same_id()
    {
        using var acme = await server.Visitor();
        using var bank = await server.Visitor("bank-chat");
        var id = server.Seed.NewId();
        (await acme.Write("To the airline", id)).Expect(201);
        Assert.Equal("To the bank", (await bank.Write("To the bank", id)).Expect(201)["text"].GetString());
        Assert.Equal("To the airline", (await acme.Write("?", id)).Expect(200)["text"].GetString());
        Assert.Equal("To the bank", Assert.Single((await bank.History()).Items).GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_id_of_a_note_or_reply_answers_nothing_of_it()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open();
        await server.Assign(ticket);
        await server.Say(ticket, "A difficult customer", "note");
        await server.Say(ticket, "Hello");
        foreach (var id in await server.Installation.Column<Guid>("SELECT id FROM tickets.messages WHERE ticket_id = @ticket AND kind IN ('note', 'reply')", ("ticket", ticket)))
            Assert.DoesNotContain("difficult", (await visitor.Write("Hm", id)).Expect(409, "id_taken").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":""}""")]
    [InlineData("""{"text":"   \n "}""")]
    [InlineData("""{"text":null}""")]
    [InlineData("""{}""")]
    [InlineData("""{"text":5}""")]
    [InlineData("""{"text":"a\u0000b"}""")]
    [InlineData("""{"text":"\ud83d"}""")]
    [InlineData("""{"text":"x","id":"no uuid"}""")]
    [InlineData("""{"text":"x","id":"00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("""{"text":"x","kind":"note"}""")]
    [InlineData("""{"text":"x""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_body_that_is_no_message_is_refused(string body)
    {
        using var visitor = await server.Visitor();
        Assert.Equal("application/problem+json", (await visitor.Api.Post("chat/messages", body)).Expect(400).ContentType);
        Assert.Empty(await server.TicketsOf(visitor.Session));
    }

    [Fact]
    public async Task Four_thousand_characters_are_taken_and_one_more_is_not()
    {
        using var visitor = await server.Visitor();
        (await visitor.Write(new string('ß', 4001))).Expect(400, "invalid_request");
        Assert.Equal(4000, (await visitor.Write(new string('ß', 4000))).Expect(201)["text"].GetString()!.Length);
    }

    [Fact]
    public async Task Writing_after_the_end_goes_on_with_the_same_ticket_and_after_the_window_with_another()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open("First");
        await server.Assign(ticket);
        await server.Say(ticket, "Answer");
        (await visitor.Api.Post("chat/end")).Expect(204);
        Assert.Equal("wrap-up", await server.StatusOf(ticket));
        (await visitor.Write("One more thing")).Expect(201);
        Assert.Equal("assigned", await server.StatusOf(ticket));

        (await visitor.Api.Post("chat/end")).Expect(204);
        server.Advance(TimeSpan.FromSeconds(31));
        await server.Eventually(async () => await server.StatusOf(ticket) == "closed", "wrap-up is over");
        var before = (await visitor.History()).Items;
        server.Advance(TimeSpan.FromHours(25));
        var later = (await visitor.Write("Next day")).Expect(201);
        Assert.Equal(2, (await server.TicketsOf(visitor.Session)).Count);

        // To the visitor it is one talk: sequences rise on, and resuming anywhere neither leaves out nor doubles.
        var all = (await visitor.History()).Items;
        Assert.Equal(before.Count + 1, all.Count);
        var sequences = all.Select(m => m.GetProperty("sequence").GetInt64()).ToList();
        Assert.Equal(sequences.Distinct().Order(), sequences);
        Assert.Equal(later["sequence"].GetInt64(), sequences[^1]);
        for (var cut = 0; cut < all.Count; cut++)
            Assert.Equal(all.Skip(cut + 1).Select(m => m.GetProperty("id").GetGuid()), (await visitor.History(sequences[cut])).Items.Select(m => m.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task A_visitor_who_ends_before_an_answer_has_abandoned()
    {
        using var visitor = await server.Visitor();
        (await visitor.Api.Post("chat/end")).Expect(204);
        var ticket = await visitor.Open();
        (await visitor.Api.Post("chat/end")).Expect(204);
        (await visitor.Api.Post("chat/end")).Expect(204);
        Assert.Equal("closed", await server.StatusOf(ticket));
        Assert.Contains("ticketAbandoned", await server.Facts(ticket));
        Assert.Equal("closed", (await visitor.History())["state"].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_queue_that_is_switched_off_takes_no_new_talk_and_lets_others_go_on()
    {
        var queue = await server.Seed.Queue(server.Acme, "Closing");
        await server.Seed.Widget(server.Acme, queue, "closing-chat");
        using var before = await server.Visitor("closing-chat");
        await before.Open();
        using var late = await server.Visitor("closing-chat");
        await server.Installation.Execute("UPDATE routing.queues SET active = false WHERE id = @queue", ("queue", queue));
        (await late.Write("Hello?")).Expect(409, "chat_unavailable");
        (await before.Write("Hello again")).Expect(201);
    }

    [Fact]
    public async Task History_starts_after_a_sequence_and_shows_no_notes()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open("Question");
        await server.Say(ticket, "Not for him", "note");
        await server.Assign(ticket);
        await server.Say(ticket, "Answer");
        var history = (await visitor.History()).Expect(200);
        Assert.DoesNotContain("Not for him", history.Text, StringComparison.Ordinal);
        Assert.Equal(["me:Question", "system:", "agent:Answer"], history.Items.Select(m => $"{m.GetProperty("from").GetString()}:{m.GetProperty("text").GetString()}"));
        Assert.Equal(["agent_joined"], history.Items.Select(m => m.GetProperty("code").GetString()).OfType<string>());
        Assert.Equal([null, "Ana Lopez", "Ana Lopez"], history.Items.Select(m => m.GetProperty("name").GetString()));
        Assert.Equal(("assigned", "Ana Lopez"), (history["state"].GetProperty("status").GetString(), history["state"].GetProperty("agentName").GetString()));
        Assert.Equal(["Answer"], (await visitor.History(3)).Items.Select(m => m.GetProperty("text").GetString()));
        Assert.Empty((await visitor.History(1_000_000)).Items);
        (await visitor.Api.Get("chat/messages?after=-1")).Expect(400);
        (await visitor.Api.Get("chat/messages?after=x")).Expect(400);
    }

    [Fact]
    public async Task More_than_a_page_comes_in_pages()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open("0");
        await server.Installation.Execute("""
            INSERT INTO tickets.messages (id, client_id, ticket_id, sequence, kind, author_kind, text, status, at)
            SELECT gen_random_uuid(), @client, @ticket, n, CASE WHEN n % 3 = 0 THEN 'note' ELSE 'customer' END, 'customer', n::text, 'stored', @now FROM generate_series(2, 700) n
            """, ("client", server.Acme), ("ticket", ticket), ("now", server.Time.Now));
        var seen = new List<long>();
        for (var page = (await visitor.History()).Items; page.Count > 0; page = (await visitor.History(seen[^1])).Items)
            seen.AddRange(page.Select(m => m.GetProperty("sequence").GetInt64()));
        Assert.Equal(Enumerable.Range(1, 700).Where(n => n % 3 != 0 || n == 1).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task An_idempotency_key_gives_the_first_answer_again()
    {
        using var visitor = await server.Visitor();
        var first = (await visitor.Api.Post("chat/messages", new { text = "Once" }, "visit-1")).Expect(201);
        Assert.Equal(first.Text, (await visitor.Api.Post("chat/messages", new { text = "Once" }, "visit-1")).Expect(201).Text);
        (await visitor.Api.Post("chat/messages", new { text = "Twice" }, "visit-1")).Expect(422, "idempotency_key_reused");
        Assert.Single((await visitor.History()).Items);
        using var other = await server.Visitor();
        Assert.NotEqual(first.Text, (await other.Api.Post("chat/messages", new { text = "Once" }, "visit-1")).Expect(201).Text);
    }

    [Fact]
    public async Task A_flood_of_one_visitor_is_slowed_down_and_others_are_not()
    {
        using var visitor = await server.Visitor();
        using var other = await server.Visitor();
        var answers = new List<Answer>();
        for (var i = 0; i < 40; i++) answers.Add(await visitor.Write($"{i}"));
        Assert.Contains(answers, a => a.Status == 429);
        Assert.All(answers.Where(a => a.Status == 429), a => Assert.True(int.Parse(a.Expect(429, "rate_limited").Headers["Retry-After"]) > 0));
        (await other.Write("I am not in his way")).Expect(201);
    }
}
