using System.Globalization;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>
/// Stands where PostgreSQL stands, for callers in several processes: owns versions, owners and epochs, commits a claim only
/// at the version and the epoch it was made for, and remembers what the queue has not been told yet, as the outbox does.
/// </summary>
public sealed class Ledger : ILedger
{
    // More open work shows nothing new, and each rebuild loads all of it.
    private const int MostOpen = 300;
    private static readonly TimeSpan RebuildPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Card> _cards = [];
    private readonly List<Guid> _open = [];
    private readonly Dictionary<Guid, int> _places = [];
    private readonly Dictionary<Guid, long> _untold = [];
    private readonly Dictionary<int, Badge> _badges = [];
    private readonly Dictionary<int, long> _untoldBadges = [];
    private readonly List<string> _violations = [];
    private readonly string _prefix;
    private readonly long _goal;
    private readonly TimeProvider _time;
    private long _epoch;
    private long _ids;
    private (int Caller, long Since)? _rebuilding;

    /// <param name="number">Tells its items from those of other ledgers.</param>
    /// <param name="goal">After how many calls it is enough.</param>
    /// <param name="time">The clock of leases, by default the system's.</param>
    public Ledger(int number, long goal = long.MaxValue, TimeProvider? time = null)
    {
        _goal = goal;
        _time = time ?? TimeProvider.System;
        _prefix = string.Create(CultureInfo.InvariantCulture, $"0000-7000-8{number:x3}-000000000000");
        foreach (var agent in Enumerable.Range(0, Roster.Agents)) _badges[agent] = new Badge(agent, 1, agent % Roster.Profiles.Count, true);
    }

    /// <summary>What can never be, if each promise is kept.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_gate) return [.. _violations];
        }
    }

    public IReadOnlyList<Card> Cards
    {
        get
        {
            lock (_gate) return [.. _cards.Values];
        }
    }

    public long Commits { get; private set; }

    /// <summary>Calls that the queue has answered.</summary>
    public long Calls { get; private set; }

    public long Rebuilds { get; private set; }

    public Task<LedgerAnswer> AskAsync(LedgerQuestion question)
    {
        lock (_gate) return Task.FromResult(Answer(question));
    }

    private LedgerAnswer Answer(LedgerQuestion q) => q.Verb switch
    {
        LedgerVerb.Open when _open.Count >= MostOpen => new LedgerAnswer(),
        LedgerVerb.Open => Written(q.Card! with { Id = NextId(), Version = 1, State = CardState.Waiting }),
        LedgerVerb.Any => new LedgerAnswer { Card = _open.Count == 0 ? null : _cards[_open[q.Number % _open.Count]] },
        LedgerVerb.Find => new LedgerAnswer { Card = _cards.GetValueOrDefault(q.Card!.Id) },
        LedgerVerb.Commit => Commit(q),
        LedgerVerb.SetAgent => SetAgent(q.Badge!),
        LedgerVerb.Told => Told(q),
        LedgerVerb.Untold => new LedgerAnswer
        {
            Cards = [.. _untold.Keys.Take(q.Number).Select(id => _cards[id])],
            Badges = [.. _untoldBadges.Keys.Take(q.Number).Select(agent => _badges[agent])],
        },
        LedgerVerb.BeginRebuild => BeginRebuild(q.Number),
        LedgerVerb.EndRebuild => EndRebuild(q.Number),
        _ => Called(q.Number),
    };

    private LedgerAnswer Called(int calls)
    {
        Calls += calls;
        return new LedgerAnswer { Enough = Calls >= _goal };
    }

    // The card as it shall be, with the version that it is known to have. A claim whose lease is over is too late: somebody may
    // have asked already what became of it.
    private LedgerAnswer Commit(LedgerQuestion q)
    {
        var (next, epoch) = (q.Card!, q.Epoch);
        var known = _cards[next.Id];
        if (q.NotAfter is { } end && _time.GetUtcNow() >= end) return new LedgerAnswer();
        if (known.Version != next.Version || known.State == CardState.Closed || (epoch is not null && epoch != _epoch)) return new LedgerAnswer();
        if (next.State == CardState.Owned)
        {
            Commits++;
            var load = _open.Select(id => _cards[id]).Where(c => c.Owner == next.Owner && c.Id != next.Id).Sum(Roster.WeightOf) + Roster.WeightOf(next);
            if (load > 100) _violations.Add($"{next.Owner} owns work of {load} with {next.Id}");
        }

        return Written(next with { Version = known.Version + 1 });
    }

    private LedgerAnswer SetAgent(Badge badge)
    {
        var next = badge with { Version = _badges[badge.Agent].Version + 1 };
        _badges[badge.Agent] = next;
        _untoldBadges[badge.Agent] = next.Version;
        return new LedgerAnswer { Badge = next };
    }

    private LedgerAnswer Told(LedgerQuestion q)
    {
        if (q.Card is { } card && _untold.GetValueOrDefault(card.Id) == card.Version) _untold.Remove(card.Id);
        if (q.Badge is { } badge && _untoldBadges.GetValueOrDefault(badge.Agent) == badge.Version) _untoldBadges.Remove(badge.Agent);
        return new LedgerAnswer();
    }

    // As the lock that one rebuild at a time holds; who died with it is not waited for.
    private LedgerAnswer BeginRebuild(int caller)
    {
        if (_rebuilding is { } other && other.Caller != caller && TimeProvider.System.GetElapsedTime(other.Since) < RebuildPatience) return new LedgerAnswer();
        _rebuilding = (caller, TimeProvider.System.GetTimestamp());
        return new LedgerAnswer { Epoch = ++_epoch, Cards = [.. _open.Select(id => _cards[id])], Badges = [.. _badges.Values] };
    }

    private LedgerAnswer EndRebuild(int caller)
    {
        Rebuilds++;
        if (_rebuilding?.Caller == caller) _rebuilding = null;
        return new LedgerAnswer();
    }

    private LedgerAnswer Written(Card card)
    {
        _cards[card.Id] = card;
        _untold[card.Id] = card.Version;
        if (card.State != CardState.Closed && _places.TryAdd(card.Id, _open.Count)) _open.Add(card.Id);
        if (card.State == CardState.Closed && _places.Remove(card.Id, out var place))
        {
            var last = _open[^1];
            _open[place] = last;
            if (last != card.Id) _places[last] = place;
            _open.RemoveAt(_open.Count - 1);
        }

        return new LedgerAnswer { Card = card };
    }

    private Guid NextId() => Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{++_ids:x8}-{_prefix}"), "D");
}

/// <summary>The ledger, here or in another process.</summary>
public interface ILedger
{
    Task<LedgerAnswer> AskAsync(LedgerQuestion question);
}

public enum LedgerVerb
{
    Open,
    Any,
    Find,
    Commit,
    SetAgent,
    Told,
    Untold,
    BeginRebuild,
    EndRebuild,
    Called,
}

public enum CardState
{
    Waiting,
    Owned,
    Closed,
}

/// <summary>What the ledger knows of an item; instants in milliseconds.</summary>
public sealed record Card(Guid Id, long Version, CardState State, Guid? Owner, int Lane, long Enqueued, long Deadline, int OfferMs, bool Best);

/// <summary>What the ledger knows of an agent.</summary>
public sealed record Badge(int Agent, long Version, int Profile, bool Ready);

public sealed record LedgerQuestion(LedgerVerb Verb)
{
    public Card? Card { get; init; }

    public Badge? Badge { get; init; }

    public long? Epoch { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public int Number { get; init; }
}

public sealed record LedgerAnswer
{
    public Card? Card { get; init; }

    public Badge? Badge { get; init; }

    public long Epoch { get; init; }

    public bool Enough { get; init; }

    public IReadOnlyList<Card> Cards { get; init; } = [];

    public IReadOnlyList<Badge> Badges { get; init; } = [];
}
