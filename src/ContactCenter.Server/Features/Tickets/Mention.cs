namespace ContactCenter.Server.Features.Tickets;

/// <summary>That a note names a colleague. It waits for him until he has opened the ticket.</summary>
public sealed class Mention
{
    public const int MostInNote = 20;

    public required Guid Id { get; init; }
    public required Guid ClientId { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid MessageId { get; init; }
    public required Guid UserId { get; init; }
    public DateTimeOffset? ReadAt { get; set; }
}
