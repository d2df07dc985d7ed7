using ContactCenter.AppHost.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>One private Redis for all tests that leave it running; each test has pools of its own on it.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public PrivateRedis Server { get; private set; } = null!;

    public RedisConnection Connection { get; private set; } = null!;

    public static RedisConnection Connect(PrivateRedis server, TimeSpan? deadline = null, int maxInFlight = 2000) => new(
        new RedisConnectionOptions
        {
            Configuration = server.Configuration,
            Deadline = deadline ?? TimeSpan.FromSeconds(10),
            MaxInFlight = maxInFlight,
        },
        TimeProvider.System,
        NullLogger<RedisConnection>.Instance);

    public async Task InitializeAsync()
    {
        Server = await PrivateRedis.StartTemporaryAsync();
        Connection = Connect(Server);
        await Connection.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async Task DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class RedisTests : ICollectionFixture<RedisFixture>
{
    public const string Name = "Redis";
}
