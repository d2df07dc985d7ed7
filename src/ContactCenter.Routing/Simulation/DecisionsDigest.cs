using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactCenter.Routing.Simulation;

/// <summary>One number for all decisions of a run: each with all that it says, hashed in order.</summary>
internal sealed class DecisionsDigest
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>All that a decision says: the same bytes for the same decision.</summary>
    public static byte[] Bytes(Decision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, decision.GetType(), Shape);

    /// <summary>Adds a decision and answers its bytes.</summary>
    public byte[] Add(Decision decision)
    {
        var bytes = Bytes(decision);
        _hash.AppendData(bytes);
        return bytes;
    }

    public string ToHex() => Convert.ToHexStringLower(_hash.GetCurrentHash());
}
