using System.Security.Cryptography;

namespace ContactCenter.AppHost.Servers;

/// <summary>A folder that only one user can read, with the user to run as (null: ourselves).</summary>
public sealed record PrivateFolder(string Path, string? RunAs, bool Temporary)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>PostgreSQL refuses to run as root, so root lends its servers an existing user without rights.</summary>
    public static string? UnprivilegedUser()
    {
        if (!Environment.IsPrivilegedProcess) return null;
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return users.Contains("postgres") ? "postgres" : "nobody";
    }

    /// <summary>A new folder that goes when its server is disposed of or loses its parent.</summary>
    public static async Task<PrivateFolder> TemporaryAsync(string name, CancellationToken cancel)
    {
        var user = UnprivilegedUser();
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"contactcenter-{name}-{RandomName()}");
        if (await MakeAsync(folder, user, cancel)) return new PrivateFolder(folder, user, true);
        Directory.Delete(folder);
        folder = $"/tmp/contactcenter-{name}-{RandomName()}";
        return await MakeAsync(folder, user, cancel)
            ? new PrivateFolder(folder, user, true)
            : throw new HostException($"The user {user} cannot enter {folder}.");
    }

    /// <summary>
    /// A lasting folder in the data folder; where the unprivileged user cannot get there (a checkout below root's
    /// home), one elsewhere that the data folder points to, so that deleting the data folder still starts anew.
    /// </summary>
    public static async Task<PrivateFolder> UnderAsync(string dataFolder, string name, CancellationToken cancel)
    {
        var user = UnprivilegedUser();
        var pointer = System.IO.Path.Combine(dataFolder, name + ".path");
        if (File.Exists(pointer))
        {
            var elsewhere = (await File.ReadAllTextAsync(pointer, cancel)).Trim();
            if (await MakeAsync(elsewhere, user, cancel)) return new PrivateFolder(elsewhere, user, false);
            throw new HostException($"The user {user} cannot enter {elsewhere}, which {pointer} names.");
        }

        var folder = System.IO.Path.Combine(dataFolder, name);
        if (await MakeAsync(folder, user, cancel)) return new PrivateFolder(folder, user, false);
        Directory.Delete(folder);
        folder = $"/var/lib/contactcenter/{name}-{RandomName()}";
        if (!await MakeAsync(folder, user, cancel))
            throw new HostException($"The user {user} can enter neither {dataFolder} nor {folder}. Choose another folder with --data.");
        await File.WriteAllTextAsync(pointer, folder + "\n", cancel);
        return new PrivateFolder(folder, user, false);
    }

    /// <summary>A secret that is made once and then stays in a file that only its owner can read.</summary>
    public static async Task<string> SecretAsync(string file, CancellationToken cancel)
    {
        if (File.Exists(file)) return (await File.ReadAllTextAsync(file, cancel)).Trim();
        var secret = RandomNumberGenerator.GetHexString(40, lowercase: true);
        await WriteOwnerOnlyAsync(file, secret + "\n", cancel);
        return secret;
    }

    /// <summary>Written beside and moved, so that no crash leaves half of it.</summary>
    public static async Task WriteOwnerOnlyAsync(string file, string text, CancellationToken cancel)
    {
        var half = file + ".new";
        File.Delete(half);
        await using (var stream = new FileStream(half, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        await using (var writer = new StreamWriter(stream))
        {
            await writer.WriteAsync(text.AsMemory(), cancel);
        }

        File.Move(half, file, overwrite: true);
    }

    /// <summary>Writes a file of this folder that its user, and nobody else, can read.</summary>
    public async Task<string> WriteAsync(string name, string text, CancellationToken cancel)
    {
        var file = In(name);
        await WriteOwnerOnlyAsync(file, text, cancel);
        if (RunAs is not null) await ShellCommand.MustAsync("chown", [RunAs, file], null, null, cancel);
        return file;
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Remove()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    private static async Task<bool> MakeAsync(string folder, string? user, CancellationToken cancel)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder, OwnerOnly);
        if (user is null) return true;
        await ShellCommand.MustAsync("chown", [user, folder], null, null, cancel);
        return (await ShellCommand.RunAsync("sh", ["-c", "cd \"$1\"", "sh", folder], user, null, null, cancel)).ExitCode == 0;
    }

    private static string RandomName() => RandomNumberGenerator.GetHexString(10, lowercase: true);
}
