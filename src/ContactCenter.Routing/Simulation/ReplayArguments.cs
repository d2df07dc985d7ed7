using System.Buffers.Binary;

namespace ContactCenter.Routing.Simulation;

/// <summary>Reads the arguments of a recorded call: a list of texts, as <c>cmsgpack.pack(ARGV)</c> writes it.</summary>
internal static class ReplayArguments
{
    /// <exception cref="InvalidDataException">Not such a list.</exception>
    public static List<byte[]> Read(byte[] packed)
    {
        var at = 0;
        var count = packed[at++] switch
        {
            var mark and >= 0x90 and <= 0x9F => mark & 0x0F,
            0xDC => Length(packed, ref at, 2),
            0xDD => Length(packed, ref at, 4),
            _ => throw new InvalidDataException("A recorded call's arguments are not a list."),
        };
        var texts = new List<byte[]>(count);
        for (var i = 0; i < count; i++) texts.Add(Text(packed, ref at));
        return at == packed.Length ? texts : throw new InvalidDataException("A recorded call's arguments are followed by something.");
    }

    private static byte[] Text(byte[] packed, ref int at)
    {
        var length = packed[at++] switch
        {
            var mark and >= 0xA0 and <= 0xBF => mark & 0x1F,
            0xD9 => Length(packed, ref at, 1),
            0xDA => Length(packed, ref at, 2),
            0xDB => Length(packed, ref at, 4),
            _ => throw new InvalidDataException("An argument of a recorded call is not a text."),
        };
        var text = packed.AsSpan(at, length).ToArray();
        at += length;
        return text;
    }

    private static int Length(byte[] packed, ref int at, int size)
    {
        var bytes = packed.AsSpan(at, size);
        at += size;
        return size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => BinaryPrimitives.ReadInt32BigEndian(bytes),
        };
    }
}
