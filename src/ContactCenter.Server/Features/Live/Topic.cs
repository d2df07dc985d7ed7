namespace ContactCenter.Server.Features.Live;

/// <summary>The names of topics, which are the names of the hubs' groups too.</summary>
static class Topic
{
    const string UserPrefix = "user:";

    /// <summary>Those who see every client, also one that does not exist yet, are in this group and in no client's.</summary>
    public const string EveryClient = "client:*";

    public static string User(Guid id) => $"{UserPrefix}{id}";
    public static string Client(Guid id) => $"client:{id}";
    public static bool IsUser(string topic) => topic.StartsWith(UserPrefix, StringComparison.Ordinal);
}
