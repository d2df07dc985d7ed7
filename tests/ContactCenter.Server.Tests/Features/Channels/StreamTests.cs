using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class StreamTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task A_stream_is_an_event_stream_that_nothing_on_the_way_may_keep()
    {
        using var visitor = await server.Visitor();
        using var stream = await visitor.Follow();
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("no-store", stream.Response.Headers.CacheControl?.ToString());
        Assert.Equal(["no"], stream.Response.Headers.GetValues("X-Accel-Buffering"));
        var state = (await stream.Next("state")).Data;
        Assert.Equal(("none", false), (state.GetProperty("status").GetString(), state.GetProperty("online").GetBoolean()));
    }

    [Fact]
    public async Task The_whole_talk_is_seen_as_it_happens()
    {
        using var visitor = await server.Visitor();
        using var stream = await visitor.Follow();
        var ticket = await visitor.Open("Hello?");
        Assert.Equal(("1", "Hello?"), (await stream.Next("message")) is var first ? (first.Id, first.Text) : default);
        await stream.State("waiting");
        await server.Assign(ticket);
        var joined = await stream.Next("message");
        Assert.Equal(("system", "agent_joined", "Ana Lopez"),
            (joined.Data.GetProperty("from").GetString(), joined.Data.GetProperty("code").GetString(), joined.Data.GetProperty("name").GetString()));
        Assert.Equal("Ana Lopez", (await stream.State("assigned")).GetProperty("agentName").GetString());
        await server.Say(ticket, "Good morning");
        var reply = await stream.Next("message");
        Assert.Equal(("Good morning", "agent", "Ana Lopez"), (reply.Text, reply.Data.GetProperty("from").GetString(), reply.Data.GetProperty("name").GetString()));
        (await visitor.Api.Post("chat/end")).Expect(204);
        Assert.Equal("ended", (await stream.Next("message")).Data.GetProperty("code").GetString());
        await stream.State("closed");
        (await visitor.Write("One more thing")).Expect(201);
        Assert.Equal("One more thing", (await stream.Next("message")).Text);
        await stream.State("assigned");
    }

    [Fact]
    public async Task Notes_never_reach_the_visitor()
    {
        using var visitor = await server.Visitor();
        using var stream = await visitor.Follow();
        var ticket = await visitor.Open("1");
        await server.Assign(ticket);
        foreach (var n in Enumerable.Range(0, 5))
        {
            await server.Say(ticket, $"note {n}", "note");
            await server.Say(ticket, $"reply {n}");
        }

        var live = await stream.Messages(7);
        Assert.Equal(["1", "", "reply 0", "reply 1", "reply 2", "reply 3", "reply 4"], live.Select(e => e.Text));
        Assert.Equal(live.Select(e => e.Id).Distinct(), live.Select(e => e.Id));
        using var later = await visitor.Follow();
        Assert.Equal(live.Select(e => (e.Id, e.Text)), (await later.Messages(7)).Select(e => (e.Id, e.Text)));
    }

    [Fact]
    public async Task A_cut_at_any_point_leaves_no_gap_and_doubles_nothing()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open("1");
        await server.Assign(ticket);
        for (var n = 0; n < 4; n++)
        {
            await server.Say(ticket, $"note {n}", "note");
            await server.Say(ticket, $"reply {n}");
            (await visitor.Write($"more {n}")).Expect(201);
        }

        using var whole = await visitor.Follow();
        var all = (await whole.Messages(10)).Select(e => (long.Parse(e.Id!), e.Text)).ToList();
        for (var cut = 0; cut < all.Count; cut++)
        {
            using var resumed = await visitor.Follow(all[cut].Item1);
            Assert.Equal(all.Skip(cut + 1), (await resumed.Messages(all.Count - cut - 1)).Select(e => (long.Parse(e.Id!), e.Text)));
            // Nothing comes twice: the next thing said is the next thing seen.
            if (cut != all.Count - 1) continue;
            await server.Say(ticket, "the end");
            Assert.Equal("the end", (await resumed.Next("message")).Text);
        }
    }

    [Fact]
    public async Task Cuts_while_the_talk_goes_on_lose_and_double_nothing()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open("0");
        await server.Assign(ticket);
        const int Replies = 40;
        var talking = Task.Run(async () =>
        {
            using var agent = await server.SignedIn("ana@chat.test");
            for (var n = 1; n <= Replies; n++) (await agent.Post($"tickets/{ticket}/messages", new { kind = n % 4 == 0 ? "note" : "reply", text = $"{n}" })).Expect(201);
        });
        var seen = new List<string>();
        var expected = new[] { "0", "" }.Concat(Enumerable.Range(1, Replies).Where(n => n % 4 != 0).Select(n => $"{n}")).ToList();
        for (var (round, last) = (0, (long?)null); seen.Count < expected.Count; round++)
        {
            using var stream = await visitor.Follow(last);
            for (var n = 0; n <= round % 4 && seen.Count < expected.Count; n++)
            {
                var message = await stream.Next("message");
                last = long.Parse(message.Id!);
                seen.Add(message.Text!);
            }
        }

        await talking;
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Every_tab_sees_the_same_and_the_oldest_of_too_many_ends()
    {
        using var visitor = await server.Visitor();
        var streams = new List<EventReader>();
        for (var n = 0; n < 5; n++)
        {
            streams.Add(await visitor.Follow());
            await streams[n].Next("state");
        }

        await visitor.Open("To all");
        foreach (var stream in streams) Assert.Equal("To all", (await stream.Next("message")).Text);
        streams.Add(await visitor.Follow());
        while (await streams[0].Next() is { } rest) Assert.NotEqual("message", rest.Type);
        (await visitor.Write("Again")).Expect(201);
        foreach (var stream in streams.Skip(1)) Assert.Equal("Again", (await stream.Messages(stream == streams[^1] ? 2 : 1))[^1].Text);
        streams.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task A_heartbeat_comes_every_fifteen_seconds()
    {
        using var visitor = await server.Visitor();
        using var stream = await visitor.Follow();
        await stream.Next("state");
        for (var n = 0; n < 3; n++)
        {
            server.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal("comment", (await stream.Next())?.Type);
            await Task.Delay(50);
        }
    }

    [Fact]
    public async Task A_lost_wake_up_is_made_good_by_the_next_heartbeat()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open("1");
        using var stream = await visitor.Follow();
        await stream.Next("message");
        await stream.State("waiting");
        // Written past everything that would wake the stream.
        await server.Installation.Execute("""
            INSERT INTO tickets.messages (id, client_id, ticket_id, sequence, kind, author_kind, text, status, at)
            VALUES (@id, @client, @ticket, 2, 'reply', 'agent', 'quietly', 'stored', @now)
            """, ("id", server.Seed.NewId()), ("client", server.Acme), ("ticket", ticket), ("now", server.Time.Now));
        var next = stream.Next("message");
        // It may not have begun to wait for its heartbeat when time first goes on.
        while (!next.IsCompleted)
        {
            server.Advance(TimeSpan.FromSeconds(15));
            await Task.WhenAny(next, Task.Delay(1000));
        }
        Assert.Equal("quietly", (await next).Text);
    }

    [Fact]
    public async Task The_owners_typing_is_seen_and_fades_and_nobody_elses_is()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open();
        using var stream = await visitor.Follow();
        var typing = server.Server.Services.GetServices<ITypingObserver>().ToList();
        await stream.State("waiting");
        async Task Type(Guid who, bool on)
        {
            foreach (var observer in typing) await observer.Typing(who, ticket, on);
        }

        await Type(server.Agent, true);
        await server.Assign(ticket);
        await stream.State("assigned");
        await Type(server.Seed.NewId(), true);
        await Type(server.Agent, true);
        var shown = await stream.Next();
        Assert.Equal(("typing", true), (shown!.Type, shown.Data.GetProperty("typing").GetBoolean()));
        await Type(server.Agent, false);
        Assert.False((await stream.Next("typing")).Data.GetProperty("typing").GetBoolean());
        await Type(server.Agent, true);
        Assert.True((await stream.Next("typing")).Data.GetProperty("typing").GetBoolean());
        server.Advance(TimeSpan.FromSeconds(9));
        Assert.False((await stream.Next("typing")).Data.GetProperty("typing").GetBoolean());
    }

    [Fact]
    public async Task Another_visitors_talk_is_never_in_a_stream()
    {
        using var first = await server.Visitor();
        using var second = await server.Visitor();
        using var bank = await server.Visitor("bank-chat");
        using var stream = await first.Follow();
        await second.Open("Of the second");
        await bank.Open("Of the bank");
        await first.Open("Of the first");
        Assert.Equal("Of the first", (await stream.Next("message")).Text);
    }

    [Fact]
    public async Task An_open_stream_holds_no_database_connection()
    {
        var visitors = new List<(VisitorCaller Caller, EventReader Stream)>();
        // More than the pool has.
        for (var n = 0; n < 60; n++)
        {
            var visitor = await server.Visitor();
            visitors.Add((visitor, await visitor.Follow()));
            await visitors[n].Stream.Next("state");
        }

        await server.Eventually(
            async () => await server.Installation.Scalar<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'cc_web' AND state <> 'idle'") == 0, "no stream holds a connection");
        foreach (var (caller, stream) in visitors)
        {
            stream.Dispose();
            caller.Dispose();
        }
    }

    [Fact]
    public async Task A_last_event_id_that_is_none_counts_as_the_beginning()
    {
        using var visitor = await server.Visitor();
        await visitor.Open("1");
        foreach (var id in new[] { "x", "-5", "1e3", "99999999999999999999999", "" })
        {
            using var stream = await EventReader.Open(visitor.Api, null, r => r.Headers.TryAddWithoutValidation("Last-Event-ID", id));
            Assert.Equal("1", (await stream.Next("message")).Text);
        }
    }
}
