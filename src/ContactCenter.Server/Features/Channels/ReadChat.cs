using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Channels;

public enum Speaker { Me, Agent, System }
public enum VisitorStatus { None, Waiting, Assigned, Closed }

/// <summary>A line of the talk as the visitor sees it. What the system says has a code; the widget has the words.</summary>
public sealed record VisitorMessage(Guid Id, long Sequence, Speaker From, string? Name, string Text, DateTimeOffset At, string? Code,
    IReadOnlyList<FileView> Attachments);

/// <summary>Where the talk stands. Position: 1 is next, null when it is not known, like the wait.</summary>
public sealed record VisitorState(VisitorStatus Status, int? Position, TicketWait? ExpectedWait, bool Online, string? AgentName);

public sealed record ChatHistory(IReadOnlyList<VisitorMessage> Items, VisitorState State);

/// <summary>What was new after a sequence. Reached counts lines that are not for visitors too, so that they are read once.</summary>
sealed record ChatNews(IReadOnlyList<VisitorMessage> Messages, long Reached, bool More, TicketState? Ticket);

/// <summary>
/// Reads a visitor's talk from PostgreSQL, each time in a unit of work of its own that sees his client only and ends with
/// the read: an open stream holds no connection.
/// </summary>
sealed class ReadChat(IServiceScopeFactory scopes, AgentNames names, OnDuty duty, RoutingQueues queues)
{
    const int PageSize = 200;

    // What else the system writes down in a ticket is the operator's business.
    static readonly HashSet<string> ForVisitors = ["agent_joined", "transferred", "ended"];

    /// <summary>Null when the session is gone.</summary>
    public async Task<ChatNews?> After(VisitorSession session, long after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().Enter(session.ClientId, new Actor("visitor", session.Id));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var tickets = await VisitorRows.Tickets(db, session.Id, cancellationToken);
        if (tickets.Count == 0)
        {
            var there = await db.Set<VisitorSession>().AnyAsync(s => s.Id == session.Id, cancellationToken);
            return there ? new([], after, false, null) : null;
        }
        // The state first: a message that arrives in between comes with the next read, never before its state.
        var state = await TicketStates.Read(db, tickets[^1].TicketId, cancellationToken);
        var found = new List<VisitorMessage>();
        var reached = after;
        for (var i = 0; i < tickets.Count; i++)
        {
            if (i + 1 < tickets.Count && tickets[i + 1].Before <= after) continue;
            var before = tickets[i].Before;
            for (var whole = true; whole;)
            {
                if (found.Count >= PageSize) return new(found, reached, true, state);
                var rows = await TicketMessages.After(db, tickets[i].TicketId, Math.Max(0, reached - before), PageSize, cancellationToken);
                foreach (var row in rows)
                {
                    reached = before + row.Sequence;
                    if (await ForVisitor(row, before, cancellationToken) is { } message) found.Add(message);
                }
                whole = rows.Count == PageSize;
            }
        }
        return new(found, reached, false, state);
    }

    public async Task<VisitorState> State(Widget widget, TicketState? ticket, CancellationToken cancellationToken)
    {
        var status = StatusOf(ticket?.Status);
        var queue = status is VisitorStatus.Waiting or VisitorStatus.Assigned ? ticket!.QueueId : widget.QueueId;
        var place = status == VisitorStatus.Waiting ? await QueuePosition.Of(queues, ticket!.Id, ticket.Pool, cancellationToken) : null;
        return new(status,
            // While an agent is being asked the index says 0; to the one who waits that is being next.
            place is { } standing ? Math.Max(1, standing.Place) : null,
            place?.Wait,
            await duty.ForQueue(queue, cancellationToken),
            status == VisitorStatus.Assigned && ticket!.AgentId is { } agent ? await names.Of(agent, cancellationToken) : null);
    }

    public static VisitorStatus StatusOf(TicketStatus? status) => status switch
    {
        null => VisitorStatus.None,
        TicketStatus.Waiting => VisitorStatus.Waiting,
        TicketStatus.Assigned or TicketStatus.Pending or TicketStatus.Snoozed => VisitorStatus.Assigned,
        _ => VisitorStatus.Closed,
    };

    /// <summary>Null for what is none of his business: notes above all.</summary>
    async Task<VisitorMessage?> ForVisitor(MessageView row, long before, CancellationToken cancellationToken) => row.Kind switch
    {
        MessageKind.Customer => Own(row, before),
        MessageKind.Reply => new(row.Id, before + row.Sequence, Speaker.Agent, await Name(row, cancellationToken), row.Text, row.At, null, row.Attachments),
        MessageKind.Event when row.Code is { } code && ForVisitors.Contains(code) =>
            new(row.Id, before + row.Sequence, Speaker.System, code == "agent_joined" ? await Name(row, cancellationToken) : null, "", row.At, code, []),
        _ => null,
    };

    public static VisitorMessage Own(MessageView row, long before) => new(row.Id, before + row.Sequence, Speaker.Me, null, row.Text, row.At, null, row.Attachments);

    async Task<string?> Name(MessageView row, CancellationToken cancellationToken) =>
        row.Author.Id is { } id ? await names.Of(id, cancellationToken) : null;
}

/// <summary>GET /chat/messages: what was said after a sequence; a full page says that there is more.</summary>
static class ListChat
{
    public static async Task<Results<Ok<ChatHistory>, Problem>> Handle(long? after, Visitor visitor, ReadChat chat, CancellationToken cancellationToken)
    {
        if (after < 0) return Problem.Invalid("after", "A sequence, 0 or more.");
        if (await chat.After(visitor.Session, after ?? 0, cancellationToken) is not { } news) return new Problem(StatusCodes.Status401Unauthorized, "session_invalid");
        return TypedResults.Ok(new ChatHistory(news.Messages, await chat.State(visitor.Widget, news.Ticket, cancellationToken)));
    }
}
