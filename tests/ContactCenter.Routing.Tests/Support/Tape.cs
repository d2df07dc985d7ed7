using ContactCenter.Routing.Simulation;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>Keeps what a pool's streams say, as the server does: calls packed, decisions as they are, both trimmed when kept.</summary>
public sealed class Tape(RoutingQueue queue)
{
    private readonly List<(byte[] Packed, bool Anchor)> _parts = [];
    private readonly List<Decision> _decisions = [];

    public IReadOnlyList<Decision> Decisions => _decisions;

    public long Calls { get; private set; }

    public async Task DrainAsync()
    {
        while (await queue.Recording.ReadAsync(300) is { Count: > 0 } stream)
        {
            var calls = stream.TakeWhile(c => c.Epoch == stream[0].Epoch).ToList();
            _parts.Add((ReplayArchive.Pack(calls), false));
            Calls += calls.Count;
            await queue.Recording.TrimAsync(calls[^1].Epoch, calls[^1].Number);
        }

        while (await queue.ReadDecisionsAsync(null, 1000) is { Count: > 0 } decisions)
        {
            _decisions.AddRange(decisions);
            await queue.TrimDecisionsAsync(decisions[^1].Id);
        }
    }

    public async Task<bool> AnchorAsync()
    {
        if (await queue.Recording.AnchorAsync() is not { } anchor) return false;
        _parts.Add((ReplayArchive.Pack(anchor), true));
        return true;
    }

    /// <summary>Loses what was kept last.</summary>
    public void Forget() => _parts.RemoveAt(_parts.Count - 1);

    /// <summary>Replays all of it, or what follows an anchor.</summary>
    public Task<ReplayResult> ReplayAsync(RedisConnection redis, int? fromAnchor = null, Func<Decision, Decision>? plant = null)
    {
        var from = fromAnchor is { } number ? _parts.Index().Where(p => p.Item.Anchor).ElementAt(number).Index : 0;
        return Replay.RunAsync(redis, Parts(from).ToAsyncEnumerable(), _decisions.Select(plant ?? (d => d)).ToAsyncEnumerable());
    }

    private IEnumerable<ReplayPart> Parts(int from) => _parts[from..].Select(
        p => p.Anchor ? new ReplayPart([], ReplayArchive.Anchor(p.Packed)) : new ReplayPart(ReplayArchive.Calls(p.Packed)));
}
