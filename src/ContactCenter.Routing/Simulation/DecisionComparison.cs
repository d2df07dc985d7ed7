using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactCenter.Routing.Simulation;

/// <summary>Decisions of a replay beside those that were kept, byte for byte as they come.</summary>
internal sealed class DecisionComparison(IAsyncEnumerator<Decision> kept) : IDisposable
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _begun;
    private bool _left = true;

    public long Decisions { get; private set; }

    /// <summary>Replayed, and not among those that were kept.</summary>
    public long NotKept { get; private set; }

    /// <summary>Kept after the first one replayed, and not replayed: the call is missing.</summary>
    public long NotReplayed { get; private set; }

    public string? Difference { get; private set; }

    public string Digest => Convert.ToHexStringLower(_digest.GetCurrentHash());

    public async Task AddAsync(IReadOnlyList<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            var bytes = Bytes(decision);
            _digest.AppendData(bytes);
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

            if (!Bytes(kept.Current).AsSpan().SequenceEqual(bytes))
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

    public void Dispose() => _digest.Dispose();

    private static byte[] Bytes(Decision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, decision.GetType(), Shape);

    private static string JsonText(Decision decision) => decision.GetType().Name + JsonSerializer.Serialize(decision, decision.GetType(), Shape);

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
