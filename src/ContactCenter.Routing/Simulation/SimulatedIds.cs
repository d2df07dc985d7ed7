using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ContactCenter.Routing.Simulation;

/// <summary>Ids that are the same in each run, made from names and numbers.</summary>
internal static class SimulatedIds
{
    public static Guid Of(string kind, params ReadOnlySpan<string> names) => Of(Half(kind, names), 0);

    /// <summary>In the order of their numbers, among those with the same first half.</summary>
    public static Guid Of(ulong half, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, half);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number);
        return new Guid(bytes, bigEndian: true);
    }

    public static ulong Half(string kind, params ReadOnlySpan<string> names) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [kind, .. names]))));

    /// <summary>Id of the call with that number; the scripts number what they offer in its last four digits.</summary>
    public static Guid OfCall(long number) => Of((ulong)number, 0);
}
