using System.Collections.Concurrent;
using System.Threading.Channels;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// Shows offers to their agents. Whoever called the index hands its decisions over and goes on: on a busy node the timers of
/// the next offers would come late otherwise. The relay hands over what nobody did (a node died in between). What this process
/// was given is remembered for a while, so that its relay does not repeat it; what another has shown is not sent again. A
/// screen that gets an offer twice all the same shows it once, by its id.
/// </summary>
public sealed partial class OfferNews(IServiceScopeFactory scopes, News news, RoutingClock clock, ILogger<OfferNews> log) : BackgroundService
{
    const int Remembered = 10_000;
    const int AtOnce = 100;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<string, bool> given = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> order = new();
    readonly Channel<(Decision? Decision, TaskCompletionSource? Reached)> line = Channel.CreateUnbounded<(Decision?, TaskCompletionSource?)>(new() { SingleReader = true });

    public void Push(IReadOnlyList<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision is ContactCenter.Routing.OfferMade made ? First($"{made.OfferId}:made") : decision is OfferEnded ended && First($"{ended.OfferId}:ended"))
                line.Writer.TryWrite((decision, null));
        }
    }

    /// <summary>Until all that was handed over before is shown.</summary>
    public Task Shown(CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        line.Writer.TryWrite((null, reached));
        return reached.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (unshown, reached) = (new List<Decision>(), new List<TaskCompletionSource>());
        try
        {
            while (unshown.Count > 0 || await line.Reader.WaitToReadAsync(stoppingToken))
            {
                if (unshown.Count > 0) await Task.Delay(Retry, stoppingToken);
                var decisions = new List<Decision>();
                while (decisions.Count < AtOnce && line.Reader.TryRead(out var next))
                {
                    if (next.Decision is { } decision) decisions.Add(decision);
                    else reached.Add(next.Reached!);
                }
                var over = decisions.OfType<OfferEnded>().Select(e => e.OfferId).ToHashSet();
                unshown.RemoveAll(d => d is ContactCenter.Routing.OfferMade made && (made.Deadline <= clock.Now || over.Contains(made.OfferId)));
                unshown = await Show([.. unshown, .. decisions], stoppingToken);
                if (unshown.Count > 0) continue;
                reached.ForEach(r => r.SetResult());
                reached.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Screens of other nodes are told by the relay of another.
        }
    }

    /// <summary>
    /// All agents at once, each in the order of his offers. What has ended is told in any case; the answer is what was made and
    /// cannot be shown before PostgreSQL is back.
    /// </summary>
    async Task<List<Decision>> Show(IReadOnlyList<Decision> decisions, CancellationToken cancellationToken)
    {
        var made = decisions.OfType<ContactCenter.Routing.OfferMade>().ToList();
        var cards = await Cards(made, cancellationToken);
        try
        {
            await Task.WhenAll(decisions.GroupBy(d => d is ContactCenter.Routing.OfferMade m ? m.AgentId : ((OfferEnded)d).AgentId).Select(his => Tell(his, cards)));
        }
#pragma warning disable CA1031 // what could not be told is on the screens as soon as they ask again; the next offers are not to wait for it
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            NotTold(e);
        }
        return cards is null ? [.. made] : [];
    }

    async Task Tell(IEnumerable<Decision> decisions, IReadOnlyDictionary<Guid, Live.OfferMade>? cards)
    {
        foreach (var decision in decisions)
        {
            if (decision is ContactCenter.Routing.OfferMade made && cards?.GetValueOrDefault(made.OfferId) is { } card)
                await news.ToUser(made.AgentId, card, once: $"{made.OfferId}:made");
            if (decision is OfferEnded ended)
                await news.ToUser(ended.AgentId, new OfferWithdrawn(ended.OfferId, ended.ItemId, Word(ended), 0), once: $"{ended.OfferId}:ended");
        }
    }

    /// <summary>Null when they cannot be read now.</summary>
    async Task<IReadOnlyDictionary<Guid, Live.OfferMade>?> Cards(IReadOnlyList<ContactCenter.Routing.OfferMade> offers, CancellationToken cancellationToken)
    {
        if (offers.Count == 0) return new Dictionary<Guid, Live.OfferMade>();
        // What hangs holds up the ends of other offers.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await using var scope = scopes.AllClients(Actor.System, out var db);
            return (await OfferCard.Many(db, [.. offers.Select(o => new OpenOffer(o.ItemId, o.OfferId, o.Deadline, o.AutoAccept))], limit.Token)).ToDictionary(c => c.OfferId);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever it was, the other offers are shown, and these are tried again
        catch (Exception e)
#pragma warning restore CA1031
        {
            OffersWait(e);
            return null;
        }
    }

    bool First(string id)
    {
        if (!given.TryAdd(id, true)) return false;
        order.Enqueue(id);
        if (order.Count > Remembered && order.TryDequeue(out var oldest)) given.TryRemove(oldest, out _);
        return true;
    }

    static Live.OfferEnd Word(OfferEnded ended) => ended is { Reason: ContactCenter.Routing.OfferEnd.Withdrawn, Detail: "claimed" or "committed" }
        ? Live.OfferEnd.Taken
        : Enum.Parse<Live.OfferEnd>(ended.Reason.ToString());

    [LoggerMessage(2, LogLevel.Error, "Offers or their ends could not be told to their agents")]
    partial void NotTold(Exception e);

    [LoggerMessage(1, LogLevel.Warning, "Offers cannot be shown to their agents now and are tried again")]
    partial void OffersWait(Exception e);
}

readonly record struct OpenOffer(Guid TicketId, Guid OfferId, DateTimeOffset Deadline, bool AutoAccept);

/// <summary>Offers as their agents see them.</summary>
static class OfferCard
{
    /// <summary>As many queries for a hundred as for one; what the scope does not see is left out.</summary>
    public static async Task<IReadOnlyList<Live.OfferMade>> Many(AppDb db, IReadOnlyList<OpenOffer> offers, CancellationToken cancellationToken)
    {
        var ids = offers.Select(o => o.TicketId).Distinct().ToArray();
        var tickets = (await TicketStates.Read(db, ids, cancellationToken)).ToDictionary(t => t.Id);
        var clients = await ClientNames.Of(db, tickets.Values.Select(t => t.ClientId), cancellationToken);
        var skills = await db.Set<QueueItem>().AsNoTracking().Where(i => ids.Contains(i.TicketId)).ToDictionaryAsync(i => i.TicketId, i => i.Skills, cancellationToken);
        var previews = await TicketMessages.NewestOfCustomer(db, ids, cancellationToken);
        return [.. offers.Where(o => tickets.ContainsKey(o.TicketId)).Select(o => Card(o, tickets[o.TicketId]))];

        Live.OfferMade Card(OpenOffer offer, TicketState ticket) => new(
            offer.OfferId, ticket.Id, ticket.ClientId, clients.GetValueOrDefault(ticket.ClientId, ""), ticket.Channel, ticket.Subject, previews.GetValueOrDefault(ticket.Id, ""),
            [.. skills.GetValueOrDefault(ticket.Id, []).Select(s => s.Skill)], offer.Deadline, offer.AutoAccept, ticket.Version);
    }
}
