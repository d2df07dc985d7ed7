using System.Collections.Concurrent;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// Shows offers to their agents. Whoever called the index pushes at once; the relay pushes what nobody did (a node died in
/// between). What this process has pushed is remembered for a while, so that its relay does not repeat it; what another has
/// pushed is not sent again. A screen that gets an offer twice all the same shows it once, by its id.
/// </summary>
public sealed class OfferNews(IServiceScopeFactory scopes, News news)
{
    const int Remembered = 10_000;
    readonly ConcurrentDictionary<string, bool> pushed = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> order = new();

    public async Task Push(IReadOnlyList<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision is ContactCenter.Routing.OfferMade made && First($"{made.OfferId}:made")) await Show(made);
            if (decision is OfferEnded ended && First($"{ended.OfferId}:ended"))
                await news.ToUser(ended.AgentId, new OfferWithdrawn(ended.OfferId, ended.ItemId, Word(ended), 0), once: $"{ended.OfferId}:ended");
        }
    }

    async Task Show(ContactCenter.Routing.OfferMade made)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().Enter(made.ClientId, Actor.System, People.Everybody);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (await OfferCard.Of(db, made.ItemId, made.OfferId, made.Deadline, made.AutoAccept, CancellationToken.None) is { } card)
            await news.ToUser(made.AgentId, card, once: $"{made.OfferId}:made");
    }

    bool First(string id)
    {
        if (!pushed.TryAdd(id, true)) return false;
        order.Enqueue(id);
        if (order.Count > Remembered && order.TryDequeue(out var oldest)) pushed.TryRemove(oldest, out _);
        return true;
    }

    static Live.OfferEnd Word(OfferEnded ended) => ended is { Reason: ContactCenter.Routing.OfferEnd.Withdrawn, Detail: "claimed" or "committed" }
        ? Live.OfferEnd.Taken
        : Enum.Parse<Live.OfferEnd>(ended.Reason.ToString());
}

/// <summary>An offer as its agent sees it.</summary>
static class OfferCard
{
    public static async Task<Live.OfferMade?> Of(
        AppDb db, Guid ticketId, Guid offerId, DateTimeOffset deadline, bool autoAccept, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, ticketId, cancellationToken) is not { } ticket) return null;
        var client = (await ClientNames.Of(db, [ticket.ClientId], cancellationToken)).GetValueOrDefault(ticket.ClientId, "");
        var item = await db.Set<QueueItem>().FindAsync([ticketId], cancellationToken);
        var preview = await TicketMessages.NewestOfCustomer(db, ticketId, cancellationToken);
        return new(offerId, ticketId, ticket.ClientId, client, ticket.Channel, ticket.Subject, preview,
            [.. item?.Skills.Select(s => s.Skill) ?? []], deadline, autoAccept, ticket.Version);
    }
}
