using System.IO.Compression;
using System.Text;

namespace ContactCenter.Routing.Simulation;

/// <summary>Recorded calls and anchors as compressed bytes, for whoever keeps them.</summary>
public static class ReplayArchive
{
    /// <summary>Packs calls of one epoch that follow each other.</summary>
    public static byte[] Pack(IReadOnlyList<RecordedCall> calls) => Compress(writer =>
    {
        writer.Write7BitEncodedInt64(calls[0].Epoch);
        writer.Write7BitEncodedInt64(calls[0].Number);
        writer.Write7BitEncodedInt(calls.Count);
        foreach (var call in calls)
        {
            writer.Write(call.Command);
            writer.Write7BitEncodedInt64(call.Decided);
            WriteBytes(writer, call.Arguments);
        }
    });

    /// <exception cref="InvalidDataException">Not what <see cref="Pack(IReadOnlyList{RecordedCall})"/> made.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static IReadOnlyList<RecordedCall> Calls(byte[] packed)
    {
        using var reader = Open(packed);
        var (epoch, first) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        var calls = new RecordedCall[reader.Read7BitEncodedInt()];
        for (var i = 0; i < calls.Length; i++)
        {
            var (command, decided) = (reader.ReadString(), reader.Read7BitEncodedInt64());
            calls[i] = new RecordedCall(epoch, first + i, command, ReadBytes(reader), decided);
        }

        return calls;
    }

    /// <summary>Packs an anchor.</summary>
    public static byte[] Pack(PoolAnchor anchor) => Compress(writer =>
    {
        writer.Write7BitEncodedInt64(anchor.Epoch);
        writer.Write7BitEncodedInt64(anchor.Number);
        writer.Write7BitEncodedInt64(anchor.Decided);
        writer.Write7BitEncodedInt(anchor.Keys.Count);
        foreach (var (before, after, dump) in anchor.Keys)
        {
            writer.Write(before);
            writer.Write(after);
            WriteBytes(writer, dump);
        }
    });

    /// <exception cref="InvalidDataException">Not what <see cref="Pack(PoolAnchor)"/> made.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static PoolAnchor Anchor(byte[] packed)
    {
        using var reader = Open(packed);
        var (epoch, number, decided) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        var keys = new (string, string, byte[])[reader.Read7BitEncodedInt()];
        for (var i = 0; i < keys.Length; i++)
        {
            var (before, after) = (reader.ReadString(), reader.ReadString());
            keys[i] = (before, after, ReadBytes(reader));
        }

        return new PoolAnchor(epoch, number, decided, keys);
    }

    private static byte[] Compress(Action<BinaryWriter> write)
    {
        var packed = new MemoryStream();
        using (var writer = new BinaryWriter(new BrotliStream(packed, CompressionLevel.Fastest), Encoding.UTF8)) write(writer);
        return packed.ToArray();
    }

    private static BinaryReader Open(byte[] packed) => new(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }
}
