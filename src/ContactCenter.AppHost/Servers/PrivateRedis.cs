using System.Net;
using System.Net.Sockets;

namespace ContactCenter.AppHost.Servers;

/// <summary>A Redis of our own: a password, loopback only, its data forced to disk each second (for tests: never).</summary>
public sealed class PrivateRedis : PrivateServer
{
    private readonly string binary;
    private readonly bool inCluster;
    private readonly bool keeps;

    private PrivateRedis(PrivateFolder folder, string binary, bool inCluster, bool keeps)
        : base(folder) => (this.binary, this.inCluster, this.keeps) = (binary, inCluster, keeps);

    /// <summary>For StackExchange.Redis.</summary>
    public string Configuration => $"127.0.0.1:{Port},password={Password},abortConnect=false";

    protected override string Name => "Redis";

    /// <summary>For tests: keeps nothing on disk, so a restart is also a loss of all data.</summary>
    /// <param name="inCluster">A node of a cluster (Redis 7), as yet alone and without slots.</param>
    /// <param name="binary">The server, if it is not to be the one of this machine.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<PrivateRedis> StartTemporaryAsync(bool inCluster = false, string? binary = null, CancellationToken cancel = default)
    {
        await PackageInstaller.EnsureServersAsync(Console.Error.WriteLine, cancel);
        return await StartInAsync(await PrivateFolder.TemporaryAsync("redis", cancel), inCluster, cancel, binary: binary);
    }

    /// <summary>Keeps its data and its password in the folder "redis" of the data folder.</summary>
    public static async Task<PrivateRedis> StartAsync(string dataFolder, CancellationToken cancel = default) =>
        await StartInAsync(await PrivateFolder.UnderAsync(dataFolder, "redis", cancel), inCluster: false, cancel);

    /// <summary>For replays and what-ifs, so that they never stand in the way of live work: keeps nothing on disk.</summary>
    public static async Task<PrivateRedis> StartScratchAsync(string dataFolder, CancellationToken cancel = default) =>
        await StartInAsync(await PrivateFolder.UnderAsync(dataFolder, "redis-scratch", cancel), inCluster: false, cancel, keeps: false);

    /// <summary>Forgets all keys and scripts, as a lost server would, with connections left open.</summary>
    public async Task WipeAsync(CancellationToken cancel = default)
    {
        foreach (var command in (string[])["FLUSHALL", "SCRIPT FLUSH"])
        {
            var answer = await SayAsync(command, cancel);
            if (answer != "+OK") throw new InvalidOperationException($"Redis answered {command} with {answer}.");
        }
    }

    protected override async Task<ChildCommand> CommandAsync(CancellationToken cancel)
    {
        var settings = $"""
            bind 127.0.0.1
            port {Port}
            requirepass {Password}
            dir "{Folder.Path}"
            save ""
            appendonly {(keeps ? "yes" : "no")}
            appendfsync everysec
            maxmemory-policy noeviction
            daemonize no
            set-proc-title no

            """;
        if (inCluster) settings += $"cluster-enabled yes\ncluster-port {FreePort.Find()}\n";
        var file = await Folder.WriteAsync("redis.conf", settings, cancel);
        return new ChildCommand(Name, binary, [file], Folder.Path)
        {
            RunAs = Folder.RunAs,
            Marker = file,
            RemoveFolderWhenOrphaned = Folder.Temporary,
        };
    }

    protected override async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            return await SayAsync("PING", cancel) == "+PONG";
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false; // not yet; its end or our patience decides
        }
    }

    private static async Task<PrivateRedis> StartInAsync(
        PrivateFolder folder, bool inCluster, CancellationToken cancel, bool keeps = true, string? binary = null)
    {
        var found = binary ?? await ServerBinaries.FindRedisAsync(cancel)
            ?? throw new HostException($"Redis {ServerBinaries.OldestRedis} or newer is missing.");
        var server = new PrivateRedis(folder, found, inCluster, keeps && !folder.Temporary)
        {
            Password = await PrivateFolder.SecretAsync(folder.In("password"), cancel),
        };
        await server.StartAsync(cancel);
        return server;
    }

    /// <summary>One inline command on a connection of its own; the answer's first line.</summary>
    private async Task<string?> SayAsync(string command, CancellationToken cancel)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Port, cancel);
        await using var stream = connection.GetStream();
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(stream);
        await writer.WriteLineAsync($"AUTH {Password}".AsMemory(), cancel);
        await reader.ReadLineAsync(cancel);
        await writer.WriteLineAsync(command.AsMemory(), cancel);
        return await reader.ReadLineAsync(cancel);
    }
}
