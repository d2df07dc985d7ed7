using StackExchange.Redis;

namespace ContactCenter.Routing;

/// <summary>
/// The keys that C# names. The scripts make all others from the same hash tag (<c>Lua/includes/pool.lua</c> lists
/// them), so a pool lives on one shard and its scripts never touch another pool.
/// </summary>
internal sealed class RoutingKeys
{
    private readonly RedisKey[] _pool;

    public RoutingKeys(string pool)
    {
        if (pool.Length == 0 || !pool.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"A pool's name has letters, digits, - and _ only, not '{pool}'.", nameof(pool));
        _pool = [$"pool:{{{pool}}}"];
        Name = pool;
        Tag = $"{{{pool}}}";
        Decisions = $"decisions:{Tag}";
        Calls = $"calls:{Tag}";
    }

    /// <summary>KEYS of every script: the hash with epoch and phase.</summary>
    public RedisKey[] Pool => _pool;

    /// <summary>The pool's name.</summary>
    public string Name { get; }

    /// <summary>What all keys of the pool have in common.</summary>
    public string Tag { get; }

    /// <summary>The stream of recorded calls.</summary>
    public string Calls { get; }

    /// <summary>The stream of decisions.</summary>
    public string Decisions { get; }

    /// <summary>All of them, for whoever is done with a pool for good.</summary>
    public IReadOnlyList<string> All => [(string)_pool[0]!, Decisions, Calls];
}
