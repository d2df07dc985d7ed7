using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>What breaks, for so long, and is whole again afterwards.</summary>
internal static class Knock
{
    public static async Task KillRedis(Installation installation, TimeSpan down)
    {
        await installation.Redis.KillAsync();
        await Task.Delay(down);
        await installation.Redis.StartAsync();
    }

    public static async Task FreezeRedis(Installation installation, TimeSpan down)
    {
        await installation.Redis.FreezeAsync();
        await Task.Delay(down);
        await installation.Redis.ThawAsync();
    }

    public static async Task KillPostgres(Installation installation)
    {
        await installation.Server.Postgres.KillAsync();
        await installation.Server.Postgres.StartAsync();
    }

    public static async Task Freeze(Node node, TimeSpan down)
    {
        await node.Freeze();
        await Task.Delay(down);
        await node.Thaw();
    }

    public static async Task Kill(Node node)
    {
        await node.Kill();
        await node.Start();
    }
}
