using System.Threading.Channels;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// The visitors' streams that this node holds, by session and by ticket. What wakes them here wakes those of the other nodes
/// too. It only wakes; PostgreSQL tells what is new, so many wakes may be one and a lost one is made good when Redis is back
/// or by the next heartbeat. Memory: one small record a stream.
/// </summary>
sealed class VisitorStreams(NodeWire wire, TimeProvider time) : ITypingObserver, INodeListener
{
    /// <summary>Tabs of one visitor. One more ends the oldest: a page that forgets to close costs its own visitor only.</summary>
    const int MostPerSession = 5;

    /// <summary>An agent's "typing" that is never taken back fades.</summary>
    static readonly TimeSpan TypingFades = TimeSpan.FromSeconds(8);

    /// <summary>How often a visitor's typing reaches the agent.</summary>
    static readonly TimeSpan TypingPace = TimeSpan.FromSeconds(1);

    /// <summary>Beyond that many visitors who type, those who paused are forgotten.</summary>
    const int TypistsKept = 1000;

    const byte SessionNews = (byte)'s', TicketNews = (byte)'t', TypingBegins = (byte)'+', TypingEnds = (byte)'-';
    const int IdLength = 16;

    /// <summary>What was passed on of a visitor's typing, and when.</summary>
    readonly record struct Typist(bool Typing, DateTimeOffset Began, DateTimeOffset Ended);

    TimeProvider Time => time;
    readonly Lock gate = new();
    readonly Dictionary<Guid, List<Stream>> bySession = [];
    readonly Dictionary<Guid, Typist> typists = [];
    readonly Dictionary<Guid, HashSet<Stream>> byTicket = [];

    public Stream Open(Guid sessionId)
    {
        var stream = new Stream(this, sessionId);
        lock (gate)
        {
            if (!bySession.TryGetValue(sessionId, out var own)) bySession[sessionId] = own = [];
            own.Add(stream);
            if (own.Count > MostPerSession)
            {
                var oldest = own[0];
                Forget(oldest);
                oldest.Replace();
            }
        }
        return stream;
    }

    public bool IsOpen(Guid sessionId)
    {
        lock (gate) return bySession.ContainsKey(sessionId);
    }

    public Guid[] OpenSessions
    {
        get
        {
            lock (gate) return [.. bySession.Keys];
        }
    }

    public string Channel => "chat";

    public void WakeSession(Guid sessionId)
    {
        Wake(bySession, sessionId);
        wire.Send(Channel, Message(SessionNews, sessionId));
    }

    public void WakeTicket(Guid ticketId)
    {
        Wake(byTicket, ticketId);
        wire.Send(Channel, Message(TicketNews, ticketId));
    }

    /// <summary>An agent types: shown in the streams of a ticket that he owns, and nowhere else.</summary>
    public Task Typing(Guid userId, Guid ticketId, bool typing)
    {
        Typed(userId, ticketId, typing);
        wire.Send(Channel, Message(typing ? TypingBegins : TypingEnds, ticketId, userId));
        return Task.CompletedTask;
    }

    public void Heard(bool own, ReadOnlyMemory<byte> message)
    {
        if (own || message.Length < 1 + IdLength) return;
        var (kind, id) = (message.Span[0], new Guid(message.Span[1..(1 + IdLength)]));
        if (kind == SessionNews) Wake(bySession, id);
        else if (kind == TicketNews) Wake(byTicket, id);
        else if (message.Length == 1 + 2 * IdLength) Typed(new Guid(message.Span[(1 + IdLength)..]), id, kind == TypingBegins);
    }

    public void Back()
    {
        lock (gate)
        {
            foreach (var stream in bySession.Values.SelectMany(s => s)) stream.Wake();
        }
    }

    /// <summary>Whether a visitor's typing is to be passed on: once a second, and that it has ended. It may have begun on another node.</summary>
    public bool Passes(Guid sessionId, bool typing)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var last = typists.GetValueOrDefault(sessionId);
            if (typing ? now - last.Began < TypingPace : !last.Typing && now - last.Ended < TypingPace) return false;
            if (typists.Count >= TypistsKept)
            {
                foreach (var (paused, _) in typists.Where(t => now - t.Value.Began >= TypingPace && now - t.Value.Ended >= TypingPace).ToList()) typists.Remove(paused);
            }
            typists[sessionId] = typing ? last with { Typing = true, Began = now } : last with { Typing = false, Ended = now };
            return true;
        }
    }

    /// <summary>What he typed has been sent: if he types on, that begins anew and is shown at once.</summary>
    public void Wrote(Guid sessionId)
    {
        lock (gate) typists.Remove(sessionId);
    }

    void Wake<T>(Dictionary<Guid, T> streams, Guid id) where T : IEnumerable<Stream>
    {
        lock (gate)
        {
            if (!streams.TryGetValue(id, out var woken)) return;
            foreach (var stream in woken) stream.Wake();
        }
    }

    /// <summary>It fades by this node's clock: it is a few seconds on any.</summary>
    void Typed(Guid userId, Guid ticketId, bool typing)
    {
        var until = typing ? time.GetUtcNow() + TypingFades : DateTimeOffset.MinValue;
        lock (gate)
        {
            foreach (var stream in byTicket.GetValueOrDefault(ticketId) ?? []) stream.Typed(userId, until);
        }
    }

    static byte[] Message(byte kind, params ReadOnlySpan<Guid> ids)
    {
        var message = new byte[1 + ids.Length * IdLength];
        message[0] = kind;
        for (var i = 0; i < ids.Length; i++) ids[i].TryWriteBytes(message.AsSpan(1 + i * IdLength));
        return message;
    }

    void Forget(Stream stream)
    {
        Unwatch(stream);
        if (bySession.TryGetValue(stream.SessionId, out var own) && own.Remove(stream) && own.Count == 0)
            bySession.Remove(stream.SessionId);
    }

    void Unwatch(Stream stream)
    {
        if (stream.TicketId is { } ticket && byTicket.TryGetValue(ticket, out var watching) && watching.Remove(stream) && watching.Count == 0)
            byTicket.Remove(ticket);
    }

    /// <summary>One open stream. Its loop is the only reader; anybody may wake it.</summary>
    public sealed class Stream(VisitorStreams streams, Guid sessionId) : IDisposable
    {
        readonly Channel<bool> news = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        volatile bool replaced;
        Guid? agentId;
        DateTimeOffset typingUntil;

        public Guid SessionId => sessionId;
        public Guid? TicketId { get; private set; }

        /// <summary>A newer stream of the session took its place.</summary>
        public bool Replaced => replaced;

        internal void Wake() => news.Writer.TryWrite(true);

        internal void Replace()
        {
            replaced = true;
            Wake();
        }

        internal void Typed(Guid userId, DateTimeOffset until)
        {
            if (userId != agentId) return;
            typingUntil = until;
            Wake();
        }

        /// <summary>From now on that ticket's news wake it. It is woken at once too: something may have happened before it watched.</summary>
        public void Watch(Guid ticketId)
        {
            lock (streams.gate)
            {
                if (replaced || TicketId == ticketId) return;
                streams.Unwatch(this);
                TicketId = ticketId;
                if (!streams.byTicket.TryGetValue(ticketId, out var set)) streams.byTicket[ticketId] = set = [];
                set.Add(this);
            }
            Wake();
        }

        /// <summary>Who owns the ticket as far as the stream has read; another owner's typing ends with his ownership.</summary>
        public void OwnedBy(Guid? agent)
        {
            lock (streams.gate)
            {
                if (agentId != agent) typingUntil = DateTimeOffset.MinValue;
                agentId = agent;
            }
        }

        /// <summary>Until when the agent counts as typing; the past if he does not.</summary>
        public DateTimeOffset TypingUntil
        {
            get
            {
                lock (streams.gate) return typingUntil;
            }
        }

        /// <summary>What he typed has arrived.</summary>
        public void StopTyping()
        {
            lock (streams.gate) typingUntil = DateTimeOffset.MinValue;
        }

        /// <summary>True when woken, false when the time is over.</summary>
        public async Task<bool> Wait(TimeSpan atMost, CancellationToken cancellationToken)
        {
            if (news.Reader.TryRead(out _)) return true;
            if (atMost <= TimeSpan.Zero) return false;
            using var limit = new CancellationTokenSource(atMost, streams.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await news.Reader.ReadAsync(both.Token);
                return true;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }

        public void Dispose()
        {
            lock (streams.gate) streams.Forget(this);
        }
    }
}
