using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Platform.Events;

/// <summary>
/// Something that happened, in the past tense. Rooms publish records of it. It holds ids, codes, numbers and instants;
/// never text, names or addresses, so that erasing a person never touches the journal (HouseRulesTests reads the types).
/// </summary>
public abstract record Fact;

/// <summary>A word from a fixed list, the only text a fact may hold.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CodeConverter))]
public readonly record struct Code(string Value)
{
    public static implicit operator Code(string value) => new(value);
    public override string ToString() => Value;
}

sealed class CodeConverter : System.Text.Json.Serialization.JsonConverter<Code>
{
    public override Code Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(System.Text.Json.Utf8JsonWriter writer, Code value, System.Text.Json.JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

/// <summary>A fact as it stands in the journal.</summary>
public sealed record Recorded<T>(Guid Id, Guid? ClientId, Guid Stream, long Sequence, DateTimeOffset At, Actor Actor, T Fact)
    where T : Fact;

/// <summary>
/// A subscriber's answer to a fact. Called at least once, in sequence per stream and subscriber, in a scope of its own
/// that sees the fact's client only (and the operator's data): it must be idempotent.
/// </summary>
public interface IHandle<T> where T : Fact
{
    Task Handle(Recorded<T> recorded, CancellationToken cancellationToken);
}

/// <summary>Something the handler needs is away. The row is tried again after the delay, for ever, without counting against it.</summary>
public sealed class TryLaterException : Exception
{
    public TryLaterException(string message, Exception? inner = null) : base(message, inner) { }
    public TryLaterException() { }
    public TryLaterException(string message) : base(message) { }
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);
}
