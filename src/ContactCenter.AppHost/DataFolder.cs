using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>The folder that keeps everything between two runs; held by one run at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            // The system lets go of it however we end, so a crash never leaves a folder locked.
            return new DataFolder(full, new FileStream(System.IO.Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new HostException($"Cannot write in {full}. Choose another folder with --data.", failure);
        }
        catch (IOException failure)
        {
            throw new HostException($"Cannot use {full}: another AppHost runs with it, or it is no folder. Stop that one or choose another with --data.", failure);
        }
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder of one child, for its log and pid file.</summary>
    public string Child(string name) =>
        Directory.CreateDirectory(In(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    public Task<string> SecretAsync(string name, CancellationToken cancel)
    {
        Child("secrets");
        return PrivateFolder.SecretAsync(In($"secrets/{name}"), cancel);
    }

    public void Dispose() => held.Dispose();
}
