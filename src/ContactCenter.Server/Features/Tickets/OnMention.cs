using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>Tells a colleague that he was named, once however often the fact comes, and his other screens that he has read it.</summary>
sealed class OnMention(AppDb db, News news) : IHandle<ColleagueMentioned>, IHandle<MentionsRead>
{
    public const string Subscriber = "mentions-live";

    public async Task Handle(Recorded<ColleagueMentioned> e, CancellationToken cancellationToken)
    {
        // Between the note and this he may have lost the client.
        var (all, clients) = await UserClients.Of(db, e.Fact.UserId, cancellationToken);
        if (!all && !clients.Contains(e.ClientId!.Value)) return;
        if (await TicketMessages.FindWithOwner(db, e.Fact.TicketId, e.Fact.MessageId, cancellationToken) is not { } found) return;
        var item = new Mentioned(e.Fact.TicketId, e.Fact.MessageId, found.Message.Author.Name, found.Message.Text, e.Sequence);
        await news.ToUser(e.Fact.UserId, item, once: $"{e.Id}:mentioned");
    }

    public Task Handle(Recorded<MentionsRead> e, CancellationToken cancellationToken) =>
        news.ToUser(e.Fact.UserId, new MentionsOpened(e.Fact.TicketId, e.Sequence));
}
