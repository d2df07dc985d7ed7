using System.Globalization;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Channels;

sealed record TypingShown(bool Typing);

/// <summary>
/// GET /chat/stream: what is new, as it happens. Each round reads PostgreSQL after the last sequence it has sent; between
/// rounds it holds neither a connection nor a unit of work. Ends with the token, with the host, or when newer streams of the
/// same visitor take its place.
/// </summary>
sealed partial class StreamChat(
    VisitorStreams streams, ReadChat chat, VisitorPresence presence, VisitorGate gate, IHostApplicationLifetime host, TimeProvider time, ILogger<StreamChat> log)
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    static readonly TimeSpan PositionPace = TimeSpan.FromSeconds(2);

    public static Task Handle(HttpContext http, Visitor visitor, StreamChat room) => room.Run(http, visitor);

    async Task Run(HttpContext http, Visitor visitor)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        var turn = await gate.Enter(http.RequestAborted);
        if (turn is null)
        {
            await gate.Busy.Write(http);
            return;
        }
        // In this node's list only once it is his turn: whoever stands there counts as present, and leaves below.
        using var stream = streams.Open(visitor.Session.Id);
        try
        {
            using (turn) await presence.Came(visitor.Session);
            var writer = new SseWriter(http.Response);
            writer.Begin();
            await new Loop(chat, gate, time, log, visitor, stream, writer) { After = LastSeen(http.Request) }.Run(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The visitor hung up or the host stops; he comes back by himself if he wants more.
        }
        finally
        {
            stream.Dispose();
            await presence.Left(visitor.Session);
        }
    }

    static long LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    sealed class Loop(ReadChat chat, VisitorGate gate, TimeProvider time, ILogger log, Visitor visitor, VisitorStreams.Stream stream, SseWriter writer)
    {
        TicketState? ticket;
        bool read;
        VisitorState? shown;
        bool typingShown;
        DateTimeOffset nextBeat;

        /// <summary>The last sequence that the visitor has.</summary>
        public required long After { get; set; }

        public async Task Run(CancellationToken stop)
        {
            nextBeat = time.GetUtcNow() + Heartbeat;
            var look = true;
            while (!stream.Replaced && time.GetUtcNow() < visitor.Until)
            {
                if (look && !await Look(stop)) return;
                if (read) await Tell(stop);
                await writer.Flush(stop);
                look = await stream.Wait(UntilNext(), stop);
                if (time.GetUtcNow() < nextBeat) continue;
                // The heartbeat is also the net under lost wake-ups.
                writer.Comment();
                nextBeat = time.GetUtcNow() + Heartbeat;
                look = true;
            }
        }

        /// <summary>Sends all messages that are new; false when there is nothing to follow any more.</summary>
        async Task<bool> Look(CancellationToken stop)
        {
            for (var more = true; more;)
            {
                ChatNews? news;
                try
                {
                    using var turn = await gate.Enter(stop);
                    if (turn is null)
                    {
                        nextBeat = time.GetUtcNow() + Retry;
                        return true;
                    }
                    news = await chat.After(visitor.Session, After, stop);
                }
                catch (Exception e) when (DatabaseFailures.IsAway(e))
                {
                    // The stream stays: once PostgreSQL is back it brings what was missed.
                    DatabaseAway(log, e);
                    nextBeat = time.GetUtcNow() + Retry;
                    return true;
                }
                if (news is null) return false;
                if (news.Ticket is { } present) stream.Watch(present.Id);
                (ticket, read) = (news.Ticket, true);
                stream.OwnedBy(ticket?.Status == TicketStatus.Assigned ? ticket.AgentId : null);
                foreach (var message in news.Messages) Say(message);
                await writer.Flush(stop);
                (After, more) = (Math.Max(After, news.Reached), news.More);
            }
            return true;
        }

        void Say(VisitorMessage message)
        {
            if (message.From == Speaker.Agent) stream.StopTyping();
            writer.Event("message", message, message.Sequence);
        }

        /// <summary>Says what differs from what the visitor was last told; not before his talk was read, or one who has a talk would hear that he has none.</summary>
        async Task Tell(CancellationToken stop)
        {
            try
            {
                var state = await chat.State(visitor.Widget, ticket, stop);
                if (state != shown) writer.Event("state", shown = state);
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                DatabaseAway(log, e);
            }
            var typing = stream.TypingUntil > time.GetUtcNow();
            if (typing != typingShown) writer.Event("typing", new TypingShown(typingShown = typing));
        }

        TimeSpan UntilNext()
        {
            var now = time.GetUtcNow();
            var next = nextBeat;
            if (shown?.Status == VisitorStatus.Waiting && now + PositionPace < next) next = now + PositionPace;
            if (typingShown && stream.TypingUntil is var fades && fades < next) next = fades;
            if (visitor.Until < next) next = visitor.Until;
            return next - now;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A visitor's stream cannot read PostgreSQL and tries again")]
    static partial void DatabaseAway(ILogger log, Exception e);
}
