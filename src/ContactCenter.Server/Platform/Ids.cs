namespace ContactCenter.Server.Platform;

/// <summary>Ids are UUIDv7: they sort by the instant they were made, so indexes stay dense and logs read in order.</summary>
public static class Ids
{
#pragma warning disable RS0030 // the one place that makes ids
    public static Guid New(DateTimeOffset at) => Guid.CreateVersion7(at);
#pragma warning restore RS0030
}
