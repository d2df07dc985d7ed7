using System.Globalization;
using System.Text;

namespace ContactCenter.Routing.Simulation;

/// <summary>Decisions of a replay beside those that were kept, byte for byte as they come.</summary>
internal sealed class DecisionComparison(IAsyncEnumerator<Decision> kept)
{
    private readonly DecisionsDigest _digest = new();
    private bool _begun;
    private bool _left = true;

    public long Decisions { get; private set; }

    /// <summary>Replayed, and not among those that were kept.</summary>
    public long NotKept { get; private set; }

    /// <summary>Kept after the first one replayed, and not replayed: the call is missing.</summary>
    public long NotReplayed { get; private set; }

    public string? Difference { get; private set; }

    public string Digest => _digest.ToHex();

    public async Task AddAsync(IReadOnlyList<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            var bytes = _digest.Add(decision);
            Decisions++;
            if (!_begun) _left = await kept.MoveNextAsync();
            while (_left && IsBefore(kept.Current, decision))
            {
                if (_begun) NotReplayed++;
                _left = await kept.MoveNextAsync();
            }

            _begun = true;
            if (!_left || kept.Current.Id != decision.Id)
            {
                NotKept++;
                continue;
            }

            if (!DecisionsDigest.Bytes(kept.Current).AsSpan().SequenceEqual(bytes))
                Difference ??= $"decision {decision.Id}: kept {JsonText(kept.Current)}, replayed {JsonText(decision)}";
            _left = await kept.MoveNextAsync();
        }
    }

    /// <summary>What was kept after the last call.</summary>
    public async Task EndAsync()
    {
        if (!_begun) _left = await kept.MoveNextAsync();
        while (_left)
        {
            NotReplayed++;
            _left = await kept.MoveNextAsync();
        }
    }

    public void Differs(string difference) => Difference ??= difference;

    private static string JsonText(Decision decision) => decision.GetType().Name + Encoding.UTF8.GetString(DecisionsDigest.Bytes(decision));

    private static bool IsBefore(Decision one, Decision other)
    {
        var ((epoch, number), (otherEpoch, otherNumber)) = (Place(one), Place(other));
        return epoch != otherEpoch ? epoch < otherEpoch : number < otherNumber;
    }

    private static (long Epoch, long Number) Place(Decision decision)
    {
        var id = decision.Id.Split('-');
        return (long.Parse(id[0], CultureInfo.InvariantCulture), long.Parse(id[1], CultureInfo.InvariantCulture));
    }
}
