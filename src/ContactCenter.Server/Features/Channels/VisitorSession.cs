namespace ContactCenter.Server.Features.Channels;

/// <summary>One visitor in one browser, for one widget. What he said of himself is nobody's proof of anything.</summary>
public sealed class VisitorSession
{
    public required Guid Id { get; init; }
    public required Guid ClientId { get; init; }
    public required Guid WidgetId { get; init; }
    public required string? Name { get; init; }
    public required string? Email { get; init; }
    public required string? Language { get; init; }
    public required string? Topic { get; init; }
    public required string? TimeZone { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when no stream of his is open; null while one is.</summary>
    public required DateTimeOffset? GoneAt { get; set; }
}

/// <summary>
/// A ticket of a visitor. To him his tickets are one talk: his sequences count on from one to the next, so that a stream
/// can resume from a number alone.
/// </summary>
public sealed class VisitorTicket
{
    public required Guid SessionId { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid ClientId { get; init; }
    public required long Before { get; init; }
}
