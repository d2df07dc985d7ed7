using System.Net;
using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>The application as a child: its one-time commands and the server itself.</summary>
internal sealed class ServerProcess(
    DataFolder data, int port, Databases databases, IReadOnlyDictionary<string, string?> settings, int number = 1) : IAsyncDisposable
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "ContactCenter.Server.dll");
    private const string FirstName = "Server";
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(120);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private ChildProcess? child;

    /// <summary>The first of several is the server; the others have numbers.</summary>
    public string Name { get; } = number == 1 ? FirstName : $"{FirstName}-{number}";

    public string Address { get; } = AddressOf(port);

    public Task Exit => child?.Exit ?? Task.CompletedTask;

    public static string AddressOf(int port) => $"http://127.0.0.1:{port}";

    /// <summary>Ends what an earlier run left, which may have had more nodes, so that the ports are free again.</summary>
    public static async Task EndLeftoverAsync(DataFolder data, CancellationToken cancel)
    {
        foreach (var folder in Directory.GetDirectories(data.Path, $"{FolderOf(FirstName)}*"))
            await ChildProcess.EndLeftoverAsync(Command(Path.GetFileName(folder), [], data, new Dictionary<string, string?>()), cancel);
    }

    /// <summary>A command of the server's own, with the owner's connection string, which the server itself never gets.</summary>
    public Task RunAsync(string name, CancellationToken cancel)
    {
        var owned = new Dictionary<string, string?>(Settings()) { ["ConnectionStrings__Owner"] = databases.Owner };
        return OneShot.RunAsync(Command(name, [name], data, owned), cancel);
    }

    /// <summary>The link by which a new administrator sets his password. It opens the centre, so it is shown and not kept.</summary>
    public async Task<string> InviteAdministratorAsync(string email, CancellationToken cancel)
    {
        var command = Command("create-admin", ["create-admin", email], data, Settings());
        try
        {
            await OneShot.RunAsync(command, cancel);
            return (await File.ReadAllTextAsync(command.LogFile, cancel)).Trim();
        }
        finally
        {
            File.Delete(command.LogFile);
        }
    }

    /// <summary>Comes back when it is ready to serve.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await StopAsync();
        var command = Command(Name, [], data, Settings());
        if (File.Exists(command.LogFile)) File.Move(command.LogFile, command.LogFile + ".previous", overwrite: true);
        child = await ChildProcess.StartAsync(command, cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(ReadyWithin);
        try
        {
            while (!await IsReadyAsync(patience.Token))
            {
                if (child.Exit.IsCompleted) throw Failed($"ended with {await child.Exit}");
                await Task.Delay(50, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failed($"was not ready within {ReadyWithin.TotalSeconds:0} s");
        }

        HostException Failed(string what) =>
            new($"{Name} {what}. The end of {command.LogFile}:{Environment.NewLine}{OneShot.Tail(command.LogFile)}");
    }

    public async Task StopAsync()
    {
        if (child is not null) await child.DisposeAsync();
        child = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
    }

    private static ChildCommand Command(string name, string[] arguments, DataFolder data, IReadOnlyDictionary<string, string?> environment) =>
        new(name, "dotnet", [Assembly, .. arguments], data.Child(FolderOf(name)))
        {
            Marker = Assembly,
            WorkingFolder = AppContext.BaseDirectory,
            Environment = environment,
        };

    private static string FolderOf(string name) => name.ToLowerInvariant();

    private Dictionary<string, string?> Settings() => new(settings)
    {
        ["ASPNETCORE_URLS"] = Address,
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ConnectionStrings__Web"] = databases.Web,
        ["ConnectionStrings__Jobs"] = databases.Jobs,
        // Ours alone: it may hold the owner's password.
        [ExistingServers.PostgresVariable] = null,
        [ExistingServers.RedisVariable] = null,
    };

    private async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address + "/health/ready"), cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
        catch (TaskCanceledException slow) when (slow.InnerException is TimeoutException)
        {
            return false; // its first answer takes long on a busy machine; our patience decides
        }
    }
}
