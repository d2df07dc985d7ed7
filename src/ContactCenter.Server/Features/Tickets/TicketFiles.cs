using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>Sends a file ahead of the message that will name it.</summary>
static class SendFile
{
    public static async Task<Results<Created<FileView>, Problem>> Handle(
        Guid clientId, string name, HttpRequest request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await ClientIds.Exists(db, clientId, cancellationToken)) return Problem.NotFound;
        return await FileStore.Keep(db, clientId, name, request.Body, time.GetUtcNow(), cancellationToken) is { } file
            ? TypedResults.Created($"/api/v1/files/{file.Id}", file)
            : Problem.Invalid("body", "The file is empty.");
    }
}

/// <summary>Whoever may read the message may have its files; what no message names yet is its sender's alone.</summary>
static class ShowFile
{
    public static async Task<IResult> Handle(Guid id, CurrentUser user, AppDb db, CancellationToken cancellationToken)
    {
        if (await FileStore.Find(db, id, cancellationToken) is not { } file) return Problem.NotFound;
        var his = file.Holder is null
            ? file.Sender == db.Scope!.Actor.ToString()
            : await TicketFiles.MessageOf(db, file, cancellationToken) is { } message && (message.Kind != MessageKind.Note || user.May(Permission.TicketsWork));
        return his ? FileStore.Show(file) : Problem.NotFound;
    }
}

public static class TicketFiles
{
    internal static Task<Message?> MessageOf(AppDb db, KeptFile file, CancellationToken cancellationToken) =>
        db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.ClientId == file.ClientId && m.Id == file.Holder, cancellationToken);

    /// <summary>Whether it stands in one of these tickets where their customer sees it.</summary>
    public static async Task<bool> CustomerSees(AppDb db, KeptFile file, IReadOnlyCollection<Guid> tickets, CancellationToken cancellationToken) =>
        await MessageOf(db, file, cancellationToken) is { Kind: MessageKind.Customer or MessageKind.Reply } message && tickets.Contains(message.TicketId);

    public static Shape Named(this Shape shape, IReadOnlyCollection<Guid> files) => shape
        .Need(files.Count <= FileStore.MostAtOnce, "attachments", $"At most {FileStore.MostAtOnce} files.")
        .Need(files.Distinct().Count() == files.Count, "attachments", "Each file once.");

    public static Problem NotYours => Problem.Invalid("attachments", "One of these files is not there, or was sent with another message.");
}
