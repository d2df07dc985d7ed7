using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Channels;

/// <summary>A visitor sends a file ahead of the message that will name it.</summary>
static class ReceiveFile
{
    public static async Task<Results<Created<FileView>, Problem>> Handle(
        string name, HttpRequest request, Visitor visitor, AppDb db, TimeProvider time, CancellationToken cancellationToken) =>
        await FileStore.Keep(db, visitor.Session.ClientId, name, request.Body, time.GetUtcNow(), cancellationToken) is { } file
            ? TypedResults.Created((string?)null, file)
            : Problem.Invalid("body", "The file is empty.");
}

/// <summary>His own files, and what agents sent him; not a note's, and not another visitor's.</summary>
static class ShowChatFile
{
    public static async Task<IResult> Handle(Guid id, Visitor visitor, AppDb db, CancellationToken cancellationToken)
    {
        if (await FileStore.Find(db, id, cancellationToken) is not { } file) return Problem.NotFound;
        var tickets = await VisitorRows.Tickets(db, visitor.Session.Id, cancellationToken);
        var his = file.Holder is null
            ? file.Sender == db.Scope!.Actor.ToString()
            : await TicketFiles.CustomerSees(db, file, [.. tickets.Select(t => t.TicketId)], cancellationToken);
        return his ? FileStore.Show(file) : Problem.NotFound;
    }
}
