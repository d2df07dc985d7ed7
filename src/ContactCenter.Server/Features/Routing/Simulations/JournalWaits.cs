namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>A contact as it was: when it began to wait, how that ended, and how long it then took.</summary>
public sealed class RecordedWait(Guid queue, string channel, DateTimeOffset at)
{
    public Guid QueueId { get; set; } = queue;
    public string Channel => channel;
    public DateTimeOffset At => at;
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>With an agent, wrap-up not counted; null while it is not over.</summary>
    public double? HandleSeconds { get; set; }
    public double? WrapUpSeconds { get; set; }
}

/// <summary>
/// Waits out of the facts of tickets, each ticket's in their order. A transfer to a queue is a wait of its own; one from agent to
/// agent is not, its talk goes on. Words said in wrap-up go on with the talk, too.
/// </summary>
public sealed class JournalWaits
{
    readonly Dictionary<Guid, Talk> open = [];

    public List<RecordedWait> Waits { get; } = [];

    /// <summary>Tickets whose last wait has not come to its end yet.</summary>
    public IReadOnlyCollection<Guid> Open => open.Keys;

    /// <param name="ticket">Whose fact it is.</param>
    /// <param name="at">When it was.</param>
    /// <param name="type">The fact's name in the journal.</param>
    /// <param name="queue">The queue that it names.</param>
    /// <param name="channel">The ticket's.</param>
    /// <param name="begins">Whether waits that begin now still count; otherwise they only end what was before.</param>
    public void Take(Guid ticket, DateTimeOffset at, string type, Guid? queue, string channel, bool begins)
    {
        switch (type)
        {
            case "ticketOpened" or "ticketReopened" or "ticketReturned":
                if (open.Remove(ticket, out var before)) before.Close(at);
                if (!begins || queue is not { } where) break;
                var wait = new RecordedWait(where, channel, at);
                Waits.Add(wait);
                open[ticket] = new Talk(wait);
                break;
            case "ticketMoved" when open.TryGetValue(ticket, out var moved) && queue is { } to:
                moved.Wait.QueueId = to;
                break;
            case "ticketAssigned" or "ticketResumed" when open.TryGetValue(ticket, out var talk):
                talk.Begin(at);
                break;
            case "ticketEnded" when open.TryGetValue(ticket, out var ended):
                ended.End(at);
                break;
            case "ticketClosed" or "ticketAbandoned" when open.Remove(ticket, out var over):
                over.Close(at);
                break;
        }
    }

    sealed class Talk(RecordedWait wait)
    {
        double spoken;
        DateTimeOffset? since;
        DateTimeOffset? wrapUpSince;

        public RecordedWait Wait => wait;

        public void Begin(DateTimeOffset at)
        {
            if (wrapUpSince is { } resumed) spoken += (at - resumed).TotalSeconds;
            wait.AnsweredAt ??= at;
            (since, wrapUpSince) = (at, null);
        }

        public void End(DateTimeOffset at)
        {
            if (since is { } begun) spoken += (at - begun).TotalSeconds;
            (since, wrapUpSince) = (null, at);
        }

        public void Close(DateTimeOffset at)
        {
            if (wait.AnsweredAt is null)
            {
                wait.GoneAt = at;
                return;
            }
            if (since is not null) End(at);
            (wait.HandleSeconds, wait.WrapUpSeconds) = (spoken, (at - wrapUpSince!.Value).TotalSeconds);
        }
    }
}
