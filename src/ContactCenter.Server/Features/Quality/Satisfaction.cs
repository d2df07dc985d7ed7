using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Quality;

/// <summary>
/// What a customer said of one episode of his ticket, once it had ended: given once and never changed, so that a closed
/// period's figures stay as they were.
/// </summary>
public sealed class Satisfaction : StreamOwner
{
    public const int Worst = 1;
    public const int Best = 5;

    /// <summary>From here on a customer counts as satisfied.</summary>
    public const int Satisfied = 4;

    Satisfaction() { }

    public Guid ClientId { get; private init; }
    public Guid TicketId { get; private init; }

    /// <summary>From waiting to closed: a ticket that is reopened begins another one.</summary>
    public int Episode { get; private init; }

    /// <summary>Who had it when it ended; nobody when a supervisor closed it unanswered.</summary>
    public Guid? AgentId { get; private init; }
    public Guid QueueId { get; private init; }
    public int Score { get; private init; }
    public string Comment { get; private init; } = "";
    public DateTimeOffset At { get; private init; }

    public override string StreamKind => "satisfaction";
    public override Guid? StreamClient => ClientId;

    public static Satisfaction Give(TicketState ticket, int score, string comment, DateTimeOffset now)
    {
        var given = new Satisfaction
        {
            Id = Ids.New(now), ClientId = ticket.ClientId, TicketId = ticket.Id, Episode = ticket.Episode, AgentId = ticket.AgentId,
            QueueId = ticket.QueueId, Score = score, Comment = comment, At = now,
        };
        given.Raise(now, new SatisfactionGiven(ticket.Id, ticket.Episode, score, ticket.AgentId, ticket.QueueId));
        return given;
    }
}
