using System.Threading.Channels;
using ContactCenter.Server.Features.Live;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// The visitors' streams that this node holds, by session and by ticket. It only wakes them; PostgreSQL tells what is new,
/// so many wakes may be one and a lost one is made good by the next heartbeat. Memory: one small record a stream.
/// </summary>
sealed class VisitorStreams(TimeProvider time) : ITypingObserver
{
    /// <summary>Tabs of one visitor. One more ends the oldest: a page that forgets to close costs its own visitor only.</summary>
    const int MostPerSession = 5;

    /// <summary>An agent's "typing" that is never taken back fades.</summary>
    static readonly TimeSpan TypingFades = TimeSpan.FromSeconds(8);

    /// <summary>How often a visitor's typing reaches the agent.</summary>
    static readonly TimeSpan TypingPace = TimeSpan.FromSeconds(1);

    sealed class Talk
    {
        public readonly List<Stream> Streams = [];
        public bool Typing;
        public DateTimeOffset TypedAt;
    }

    TimeProvider Time => time;
    readonly Lock gate = new();
    readonly Dictionary<Guid, Talk> bySession = [];
    readonly Dictionary<Guid, HashSet<Stream>> byTicket = [];

    public Stream Open(Guid sessionId)
    {
        var stream = new Stream(this, sessionId);
        lock (gate)
        {
            if (!bySession.TryGetValue(sessionId, out var talk)) bySession[sessionId] = talk = new();
            talk.Streams.Add(stream);
            if (talk.Streams.Count > MostPerSession)
            {
                var oldest = talk.Streams[0];
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

    public void WakeSession(Guid sessionId)
    {
        lock (gate)
        {
            foreach (var stream in bySession.GetValueOrDefault(sessionId)?.Streams ?? []) stream.Wake();
        }
    }

    public void WakeTicket(Guid ticketId)
    {
        lock (gate)
        {
            foreach (var stream in byTicket.GetValueOrDefault(ticketId) ?? []) stream.Wake();
        }
    }

    /// <summary>An agent types: shown in the streams of a ticket that he owns, and nowhere else.</summary>
    public Task Typing(Guid userId, Guid ticketId, bool typing)
    {
        var until = typing ? time.GetUtcNow() + TypingFades : DateTimeOffset.MinValue;
        lock (gate)
        {
            foreach (var stream in byTicket.GetValueOrDefault(ticketId) ?? []) stream.Typed(userId, until);
        }
        return Task.CompletedTask;
    }

    /// <summary>Whether a visitor's typing is to be passed on: once a second, and always that it has ended.</summary>
    public bool Passes(Guid sessionId, bool typing)
    {
        lock (gate)
        {
            // Who follows by no stream is not in a talk that moves so fast.
            if (!bySession.TryGetValue(sessionId, out var talk)) return false;
            var now = time.GetUtcNow();
            if (typing ? now - talk.TypedAt < TypingPace : !talk.Typing) return false;
            (talk.Typing, talk.TypedAt) = (typing, typing ? now : talk.TypedAt);
            return true;
        }
    }

    void Forget(Stream stream)
    {
        Unwatch(stream);
        if (bySession.TryGetValue(stream.SessionId, out var talk) && talk.Streams.Remove(stream) && talk.Streams.Count == 0)
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
        readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
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
