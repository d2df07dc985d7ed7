namespace ContactCenter.AppHost;

/// <summary>Servers that somebody else runs, by connection string; null where ours are to be used.</summary>
internal sealed record ExistingServers(string? Postgres, string? Redis)
{
    public const string PostgresVariable = "CC_POSTGRES";
    public const string RedisVariable = "CC_REDIS";

    public static ExistingServers FromEnvironment() => new(Read(PostgresVariable), Read(RedisVariable));

    private static string? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
