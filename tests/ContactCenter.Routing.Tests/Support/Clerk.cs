namespace ContactCenter.Routing.Tests.Support;

/// <summary>
/// One caller that does at random what nodes do: writes into the ledger, tells the queue, answers offers, runs timers, and
/// rebuilds the index when it is missing. It dies between any two steps without harm.
/// </summary>
public sealed class Clerk(RoutingQueue queue, RoutingClock clock, ILedger ledger, int number, Random random)
{
    private readonly Queue<OfferMade> _screen = new();
    private readonly Queue<LeaseEnded> _unsettled = new();

    // Clocks differ a little; whoever asks what became of a lease must not be overtaken.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Acts that ended without trouble.</summary>
    public int Done { get; private set; }

    /// <summary>Calls that the queue has answered.</summary>
    public int Calls { get; private set; }

    public int Rebuilds { get; private set; }

    /// <exception cref="RedisUnavailableException">Redis is away, or this pool is on the move; what was written is told later.</exception>
    public async Task ActAsync()
    {
        switch (random.Next(24))
        {
            case < 5: await OpenAsync(); break;
            case < 12: await AnswerOfferAsync(); break;
            case 12: await TakeAsync(); break;
            case < 18: await CloseAsync(abandoned: random.Next(4) == 0); break;
            case 18: await ReturnAsync(); break;
            case < 21: await ChangeAgentAsync(); break;
            case 21: await TellAsync(20); break;
            default: await RunTimersAsync(); break;
        }

        Done++;
    }

    /// <summary>Tells all that was not told and ends all that is open; the clock is moved to each timer.</summary>
    public async Task SettleAsync(Action<DateTimeOffset> moveClock)
    {
        _screen.Clear();
        for (var round = 0; round < 2000; round++)
        {
            var told = await TellAsync(500);
            var due = await Show(queue.DueAsync(1000));
            while (_unsettled.TryDequeue(out var lease)) await SettleLeaseAsync(lease);
            if (due.NextTimer is { } next) moveClock(next);
            else if (told == 0 && due.Status == RoutingStatus.Ok) return;
        }

        Assert.Fail("The queue does not come to rest.");
    }

    /// <summary>Loads the index from the ledger, unless another does.</summary>
    public async Task RebuildAsync()
    {
        var known = await Ask(new(LedgerVerb.BeginRebuild) { Number = number });
        if (known.Epoch == 0) return;
        try
        {
            if ((await queue.BeginLoadAsync(known.Epoch)).Status != RoutingStatus.Ok) return;
            await Show(queue.LoadAsync(known.Epoch, [.. known.Badges.Select(Roster.ToSetting)], [], []), mayRebuild: false);
            foreach (var batch in known.Cards.Where(c => c.State == CardState.Owned).Chunk(200))
                await Show(queue.LoadAsync(known.Epoch, [], [.. batch.Select(c => new OwnedItem(Roster.ToItem(c), c.Owner!.Value))], []), mayRebuild: false);
            foreach (var batch in known.Cards.Where(c => c.State == CardState.Waiting).OrderBy(c => c.Deadline).Chunk(200))
                await Show(queue.LoadAsync(known.Epoch, [], [], [.. batch.Select(Roster.ToItem)]), mayRebuild: false);
            await queue.EndLoadAsync(known.Epoch);
            Rebuilds++;
        }
        finally
        {
            await Ask(new(LedgerVerb.EndRebuild) { Number = number });
        }
    }

    private async Task OpenAsync()
    {
        var now = clock.Now.ToUnixTimeMilliseconds();
        var card = new Card(
            default, 0, CardState.Waiting, null, random.Next(Roster.Lanes.Count), now, now + random.Next(600_000), random.Next(50, 2000), random.Next(4) == 0);
        if ((await Ask(new(LedgerVerb.Open) { Card = card })).Card is { } opened) await TellAsync(opened);
    }

    private async Task AnswerOfferAsync()
    {
        if (!_screen.TryDequeue(out var offer)) return;
        if (random.Next(4) == 0)
            await Show(queue.DeclineAsync(offer.OfferId, offer.AgentId, TimeSpan.FromMilliseconds(random.Next(0, 500))));
        else
            await ClaimAsync(offer.ItemId, offer.ItemVersion, offer.AgentId, offer.OfferId);
    }

    private async Task TakeAsync()
    {
        if (await AnyAsync() is { } card) await ClaimAsync(card.Id, card.Version, Roster.AgentId(random.Next(Roster.Agents)), null);
    }

    private async Task ClaimAsync(Guid item, long version, Guid agent, Guid? offer)
    {
        var reserved = await Show(queue.ReserveAsync(item, version, agent, offer));
        if (reserved.Reservation is not { } lease || random.Next(20) == 0) return; // Now and then it dies here, or …
        var known = (await Ask(new(LedgerVerb.Find) { Card = Key(item) })).Card!;
        var next = known with { Version = version, State = CardState.Owned, Owner = agent };
        var owned = (await Ask(new(LedgerVerb.Commit) { Card = next, Epoch = lease.Epoch, NotAfter = lease.Deadline - Margin })).Card;
        if (owned is null && (await Ask(new(LedgerVerb.Find) { Card = Key(item) })).Card is { State: CardState.Owned } his && his.Owner == agent && his.Version > version)
            owned = his; // Another was first with the same lease: an undo would take it from him.
        if (random.Next(20) == 0) return; // … here.
        if (owned is null) await Show(queue.UndoAsync(item, lease.LeaseId));
        else await ToldAsync(owned, await Show(queue.ConfirmAsync(item, lease.LeaseId, agent, owned.Version)));
    }

    private async Task CloseAsync(bool abandoned)
    {
        if (await AnyAsync() is not { } card || abandoned == (card.State == CardState.Owned)) return;
        if ((await Ask(new(LedgerVerb.Commit) { Card = card with { State = CardState.Closed, Owner = null } })).Card is not { } closed) return;
        if (card.Owner is { } owner) await ToldAsync(closed, await Show(queue.CompleteAsync(card.Id, closed.Version, owner)));
        else await TellAsync(closed);
    }

    private async Task ReturnAsync()
    {
        if (await AnyAsync() is not { } card) return;
        var next = card with { State = CardState.Waiting, Owner = null, Lane = random.Next(Roster.Lanes.Count) };
        if ((await Ask(new(LedgerVerb.Commit) { Card = next })).Card is { } waiting) await TellAsync(waiting);
        if (random.Next(3) == 0 && card.State == CardState.Waiting) await Show(queue.EnqueueAsync(Roster.ToItem(card))); // A late repeat.
    }

    private async Task ChangeAgentAsync()
    {
        var badge = new Badge(random.Next(Roster.Agents), 0, random.Next(Roster.Profiles.Count), random.Next(4) > 0);
        await TellAsync((await Ask(new(LedgerVerb.SetAgent) { Badge = badge })).Badge!);
    }

    private async Task RunTimersAsync()
    {
        await Show(queue.DueAsync(10));
        if (_unsettled.TryDequeue(out var lease)) await SettleLeaseAsync(lease);
    }

    private async Task SettleLeaseAsync(LeaseEnded lease)
    {
        var card = (await Ask(new(LedgerVerb.Find) { Card = Key(lease.ItemId) })).Card!;
        if (card.Version > lease.Version && card.Owner == lease.AgentId)
            await ToldAsync(card, await Show(queue.ConfirmAsync(lease.ItemId, lease.LeaseId, lease.AgentId, card.Version)));
        else await Show(queue.UndoAsync(lease.ItemId, lease.LeaseId));
    }

    /// <summary>How many were to be told.</summary>
    private async Task<int> TellAsync(int most)
    {
        var untold = await Ask(new(LedgerVerb.Untold) { Number = most });
        foreach (var badge in untold.Badges) await TellAsync(badge);
        foreach (var card in untold.Cards) await TellAsync(card);
        return untold.Badges.Count + untold.Cards.Count;
    }

    private async Task TellAsync(Badge badge)
    {
        if ((await Show(queue.AgentAsync(Roster.ToSetting(badge)))).Status != RoutingStatus.Rebuild)
            await Ask(new(LedgerVerb.Told) { Badge = badge });
    }

    private async Task TellAsync(Card card) => await ToldAsync(card, await Show(card.State switch
    {
        CardState.Waiting => queue.EnqueueAsync(Roster.ToItem(card)),
        CardState.Owned => queue.RepairAsync(Roster.ToItem(card), card.Owner),
        _ => queue.CancelAsync(card.Id, card.Version, "abandoned"),
    }));

    private async Task ToldAsync(Card card, RoutingResult result)
    {
        if (result.Status is RoutingStatus.Ok or RoutingStatus.Stale) await Ask(new(LedgerVerb.Told) { Card = card });
    }

    private async Task<Card?> AnyAsync() => (await Ask(new(LedgerVerb.Any) { Number = random.Next() })).Card;

    private Task<LedgerAnswer> Ask(LedgerQuestion question) => ledger.AskAsync(question);

    private async Task<RoutingResult> Show(Task<RoutingResult> call, bool mayRebuild = true)
    {
        var result = await call;
        Calls++;
        foreach (var decision in result.Decisions)
        {
            if (decision is OfferMade offer) _screen.Enqueue(offer);
            if (decision is LeaseEnded lease) _unsettled.Enqueue(lease);
        }

        if (result.Status == RoutingStatus.Rebuild && mayRebuild) await RebuildAsync();
        return result;
    }

    private static Card Key(Guid id) => new(id, 0, default, null, 0, 0, 0, 0, false);
}
