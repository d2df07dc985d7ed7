using System.Text.Json.Serialization;
using ContactCenter.Server.Platform.Files;

namespace ContactCenter.Server.Features.Live;

// All news that a screen can get, on one page. A hub's method name is the record's name in camelCase.

/// <summary>
/// One item of news on a topic. It gets a seq on its way, which rises by one per topic, so that a screen sees a gap; 0 on
/// whole snapshots and while nobody can number, before the topic is told anew. Version is that of the thing it speaks of,
/// so that a screen drops what is older than what it has fetched.
/// </summary>
public abstract record ScreenNews(long Version)
{
    public string Topic { get; init; } = "";
}

/// <summary>
/// Where these topics stand. First of all on a new connection, and again when news may have been lost: what a screen knows
/// may be old, and it fetches all of it.
/// </summary>
public sealed record Connected(IReadOnlyDictionary<string, long> Topics);

public enum MessageKind { Customer, Reply, Note, Event }
public enum AuthorKind { Customer, Agent, System }
public enum MessageStatus { Stored, Sent, Delivered, Failed }
public sealed record MessageAuthor(AuthorKind Kind, Guid? Id, string? Name);

/// <summary>A message as screens see it, in news and in answers.</summary>
public sealed record MessageView(
    Guid Id, long Sequence, MessageKind Kind, MessageAuthor Author, string Text, DateTimeOffset At, MessageStatus Status, string? Code,
    IReadOnlyList<FileView> Attachments);

/// <summary>News for one person: topic user:{id}.</summary>
public abstract record AgentNews(long Version) : ScreenNews(Version);

public sealed record OfferMade(
    Guid OfferId, Guid TicketId, Guid ClientId, string ClientName, string Channel, string Subject, string Preview,
    IReadOnlyList<string> Skills, DateTimeOffset Deadline, bool AutoAccept, long Version) : AgentNews(Version);

/// <summary>Taken: another has the ticket. Withdrawn: it left, or the agent did.</summary>
public enum OfferEnd { Accepted, Declined, Expired, Withdrawn, Taken }
public sealed record OfferWithdrawn(Guid OfferId, Guid TicketId, OfferEnd Reason, long Version) : AgentNews(Version);
public sealed record MessageArrived(Guid TicketId, MessageView Message, long Version) : AgentNews(Version);
public sealed record MessageStatusChanged(Guid TicketId, Guid MessageId, MessageStatus Status, long Version) : AgentNews(Version);
public sealed record Typing(Guid TicketId, [property: JsonPropertyName("typing")] bool IsTyping, long Version) : AgentNews(Version);

/// <summary>A colleague's note names him.</summary>
public sealed record Mentioned(Guid TicketId, Guid MessageId, string? Author, string Text, long Version) : AgentNews(Version);

/// <summary>He has opened the ticket, on this screen or another: nothing there waits for him any more.</summary>
public sealed record MentionsOpened(Guid TicketId, long Version) : AgentNews(Version);

public enum TicketChange { Opened, Assigned, Transferred, Ended, Closed, Reopened, Abandoned, Waiting, Tagged, Rated }

/// <summary>For the owner and for the supervisors of its client.</summary>
public sealed record TicketChanged(Guid TicketId, string Status, Guid? AgentId, TicketChange Change, long Version) : AgentNews(Version);

/// <summary>For the agent himself and for supervisors. By: the name of whoever put him into it, when it was somebody else.</summary>
public sealed record AgentStateChanged(
    Guid AgentId, string State, string? Reason, DateTimeOffset Since, string? NextState, string? By, long Version) : AgentNews(Version);

/// <summary>The whole board, a small snapshot without a number.</summary>
public sealed record BoardChanged(object Board) : AgentNews(0);
