using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Files;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>One line of the talk. Its sequence within the ticket is what streams resume from.</summary>
public sealed class Message
{
    public required Guid Id { get; init; }
    public required Guid ClientId { get; init; }
    public required Guid TicketId { get; init; }
    public required long Sequence { get; init; }
    public required MessageKind Kind { get; init; }
    public required AuthorKind AuthorKind { get; init; }
    public required Guid? AuthorId { get; init; }
    public required string Text { get; init; }
    public required string? Code { get; init; }
    public required MessageStatus Status { get; set; }
    public required DateTimeOffset At { get; init; }
    public required IReadOnlyList<FileView> Attachments { get; init; }

    public MessageView ToView(IReadOnlyDictionary<Guid, string> names) =>
        new(Id, Sequence, Kind, new(AuthorKind, AuthorId, AuthorId is { } id ? names.GetValueOrDefault(id) : null), Text, At, Status, Code, Attachments);
}
