using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Files;

namespace ContactCenter.Server.Features.Tickets;

public enum TicketStatus { Waiting, Assigned, Pending, Snoozed, WrapUp, Closed }

/// <summary>What the queue says of a ticket that enters it; a copy, because Tickets does not know queues.</summary>
public sealed record TicketEntry(Guid QueueId, string Pool, int WrapUpSeconds, long ReopenSeconds);

/// <summary>
/// One case of one customer of one client. Every change runs under the row's lock and raises the version by one for
/// each fact; ownership changes only through a claim (Routing).
/// </summary>
public sealed class Ticket : StreamOwner
{
    public Guid ClientId { get; private init; }
    public long Number { get; private init; }
    public Guid ContactId { get; private init; }
    public string Channel { get; private init; } = "";
    public string Subject { get; private init; } = "";
    public TicketStatus Status { get; private set; }

    /// <summary>From waiting to closed, counted: reopening begins another one.</summary>
    public int Episode { get; private set; } = 1;
    public Guid QueueId { get; private set; }
    public string Pool { get; private set; } = "";
    public int WrapUpSeconds { get; private set; }
    public long ReopenSeconds { get; private set; }
    public Guid? AgentId { get; private set; }
    public int Priority { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? WaitingSince { get; private set; }
    public DateTimeOffset? AssignedAt { get; private set; }
    public DateTimeOffset? WrapUpUntil { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public Guid? DispositionId { get; private set; }
    public bool Abandoned { get; private set; }

    /// <summary>The version at which it last began to wait, got its owner or ended: what a claim is about. A message does not change it.</summary>
    public long ClaimVersion { get; private set; }
    public long MessageSequence { get; private set; }
    public long ReadSequence { get; private set; }

    public override string StreamKind => "ticket";
    public override Guid? StreamClient => ClientId;

    public static Ticket Open(Guid client, long number, Guid contact, string channel, string subject, TicketEntry entry, DateTimeOffset now)
    {
        var ticket = new Ticket
        {
            Id = Ids.New(now), ClientId = client, Number = number, ContactId = contact, Channel = channel, Subject = subject,
            CreatedAt = now, WaitingSince = now, Status = TicketStatus.Waiting,
        };
        ticket.Enter(entry);
        ticket.Place(now, new TicketOpened(ticket.Id, contact, entry.QueueId, channel, entry.Pool));
        return ticket;
    }

    public bool MayReopen(DateTimeOffset now) =>
        Status == TicketStatus.Closed && !Abandoned && ClosedAt + TimeSpan.FromSeconds(ReopenSeconds) >= now;

    /// <summary>Whether a message of the customer belongs to this ticket or begins another one.</summary>
    public bool TakesMessages(DateTimeOffset now) => Status != TicketStatus.Closed || MayReopen(now);

    public Message Receive(Guid id, string text, IReadOnlyList<FileView> files, DateTimeOffset now)
    {
        var message = Say(id, Live.MessageKind.Customer, Live.AuthorKind.Customer, null, text, null, files, now);
        Raise(now, new MessageReceived(Id, id, message.Sequence));
        switch (Status)
        {
            case TicketStatus.Closed:
                Episode++;
                Wait(now);
                Place(now, new TicketReopened(Id, QueueId, Pool));
                break;
            case TicketStatus.WrapUp:
                (Status, WrapUpUntil) = (TicketStatus.Assigned, null);
                Raise(now, new TicketResumed(Id, AgentId!.Value));
                break;
        }
        return message;
    }

    public Message Reply(Guid id, Guid agent, string text, IReadOnlyList<FileView> files, bool first, DateTimeOffset now)
    {
        var message = Say(id, Live.MessageKind.Reply, Live.AuthorKind.Agent, agent, text, null, files, now);
        ReadSequence = message.Sequence;
        Raise(now, new ReplySent(Id, id, message.Sequence, agent, first));
        return message;
    }

    public Message Note(Guid id, Guid author, string text, IReadOnlyList<FileView> files, DateTimeOffset now)
    {
        var message = Say(id, Live.MessageKind.Note, Live.AuthorKind.Agent, author, text, null, files, now);
        Raise(now, new NoteAdded(Id, id, message.Sequence, author));
        return message;
    }

    public Mention Mention(Message note, Guid user, DateTimeOffset now)
    {
        Raise(now, new ColleagueMentioned(Id, note.Id, user));
        return new Mention { Id = Ids.New(now), ClientId = ClientId, TicketId = Id, MessageId = note.Id, UserId = user };
    }

    public void MentionsRead(Guid user, DateTimeOffset now) => Raise(now, new MentionsRead(Id, user));

    /// <summary>A line of the system's in the talk; screens have the words for the code.</summary>
    public Message Announce(string code, Guid? agent, DateTimeOffset now) =>
        Say(Ids.New(now), Live.MessageKind.Event, Live.AuthorKind.System, agent, "", code, [], now);

    public void Assign(Guid agent, DateTimeOffset now)
    {
        var waited = WaitingSince ?? now;
        (Status, AgentId, AssignedAt, WaitingSince) = (TicketStatus.Assigned, agent, now, null);
        Place(now, new TicketAssigned(Id, agent, QueueId, waited));
    }

    /// <summary>From one agent straight to another; the customer does not wait again.</summary>
    public void HandOver(Guid agent, DateTimeOffset now)
    {
        var from = AgentId!.Value;
        (AgentId, AssignedAt) = (agent, now);
        Place(now, new TicketTransferred(Id, from, agent, QueueId));
    }

    /// <summary>Back into the queue, the same or another one; at its front when it was not the customer's doing.</summary>
    public void Return(TicketEntry? entry, string reason, bool front, DateTimeOffset now)
    {
        var (owner, from) = (AgentId!.Value, Pool);
        if (entry is not null) Enter(entry);
        Wait(now);
        Place(now, new TicketReturned(Id, owner, QueueId, Pool, reason, front, Left(from)));
    }

    /// <summary>Waits in another queue from now on, and since when it has waited so far.</summary>
    public void Move(TicketEntry entry, DateTimeOffset now)
    {
        var (queue, pool) = (QueueId, Pool);
        Enter(entry);
        Place(now, new TicketMoved(Id, queue, QueueId, Pool, WaitingSince ?? now, Left(pool)));
    }

    /// <summary>Waits for another pool's agents, and since when it has waited so far.</summary>
    public void ChangePool(string pool, string reason, DateTimeOffset now)
    {
        var from = Pool;
        Pool = pool;
        Place(now, new TicketChangedPool(Id, QueueId, from, Pool, reason, WaitingSince ?? now));
    }

    /// <summary>Waits by other hours of its queue, and since when it has waited so far.</summary>
    public void ChangeHours(DateTimeOffset now) => Place(now, new TicketHoursChanged(Id, QueueId, Pool, WaitingSince ?? now));

    /// <summary>False when the queue gives no time for wrap-up: the ticket is closed at once.</summary>
    public bool End(string by, DateTimeOffset now)
    {
        if (WrapUpSeconds == 0)
        {
            Close(null, by, now);
            return false;
        }
        (Status, WrapUpUntil) = (TicketStatus.WrapUp, now.AddSeconds(WrapUpSeconds));
        Raise(now, new TicketEnded(Id, AgentId!.Value, by, WrapUpUntil.Value));
        return true;
    }

    public void Close(Guid? disposition, string by, DateTimeOffset now)
    {
        (Status, ClosedAt, DispositionId, WrapUpUntil, WaitingSince) = (TicketStatus.Closed, now, disposition, null, null);
        Place(now, new TicketClosed(Id, AgentId, disposition, by));
    }

    public void Abandon(DateTimeOffset now)
    {
        var waited = WaitingSince ?? CreatedAt;
        (Status, ClosedAt, Abandoned, WaitingSince) = (TicketStatus.Closed, now, true, null);
        Place(now, new TicketAbandoned(Id, QueueId, waited));
    }

    public void Tagged(Guid tag, bool on, DateTimeOffset now) => Raise(now, on ? new TicketTagged(Id, tag) : new TicketUntagged(Id, tag));

    public void Read(long upTo)
    {
        if (upTo > ReadSequence) ReadSequence = Math.Min(upTo, MessageSequence);
    }

    Code? Left(string pool) => pool == Pool ? default(Code?) : pool;

    void Place(DateTimeOffset now, Fact fact)
    {
        Raise(now, fact);
        ClaimVersion = Version;
    }

    void Wait(DateTimeOffset now) =>
        (Status, AgentId, WaitingSince, AssignedAt, WrapUpUntil, ClosedAt, DispositionId, Abandoned) =
        (TicketStatus.Waiting, null, now, null, null, null, null, false);

    void Enter(TicketEntry entry) =>
        (QueueId, Pool, WrapUpSeconds, ReopenSeconds) = (entry.QueueId, entry.Pool, entry.WrapUpSeconds, entry.ReopenSeconds);

    Message Say(Guid id, Live.MessageKind kind, Live.AuthorKind author, Guid? authorId, string text, string? code, IReadOnlyList<FileView> files, DateTimeOffset now) => new()
    {
        Id = id, ClientId = ClientId, TicketId = Id, Sequence = ++MessageSequence, Kind = kind, AuthorKind = author,
        AuthorId = authorId, Text = text, Code = code, Status = Live.MessageStatus.Stored, At = now, Attachments = files,
    };
}
