using System.Diagnostics;

namespace ContactCenter.AppHost.Servers;

/// <summary>Makes sure of PostgreSQL and Redis: installs them on Debian and Ubuntu, elsewhere says what to install.</summary>
public static class PackageInstaller
{
    // Packages would start system services of their own; policy-rc.d forbids that as long as it is there.
    // One that we did not make is the machine owner's and stays.
    private const string Script = """
        policy=/usr/sbin/policy-rc.d
        mark='# made while ContactCenter installs packages'
        if [ ! -e "$policy" ] || grep -q "$mark" "$policy"; then
          trap 'rm -f "$policy"' EXIT
          trap 'exit 143' INT TERM HUP
          printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy"
          chmod 755 "$policy"
        fi
        export DEBIAN_FRONTEND=noninteractive
        install() { apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"; }
        install "$@" || { apt-get update && install "$@"; }
        """;

    /// <summary>Safe to call from several processes at once: one installs, the others wait and then find it done.</summary>
    public static Task EnsureServersAsync(Action<string> say, CancellationToken cancel = default) =>
        EnsureAsync(postgres: true, redis: true, say, cancel);

    public static async Task EnsureAsync(bool postgres, bool redis, Action<string> say, CancellationToken cancel = default)
    {
        if ((await MissingAsync(postgres, redis, cancel)).Count == 0) return;
        if (OperatingSystem.IsWindows())
            throw new HostException("On Windows, run this inside WSL (Debian or Ubuntu), or name existing servers in CC_POSTGRES and CC_REDIS.");

        await using var turn = await TakeTurnAsync(cancel);
        var missing = await MissingAsync(postgres, redis, cancel);
        if (missing.Count == 0) return;
        var become = BecomeRoot();
        if (!File.Exists("/etc/debian_version") || become is null) throw new HostException(WhatToInstall(missing));

        say($"Installing with apt-get: {string.Join(", ", missing)} (system services are not started) …");
        string[] command = [.. become, "sh", "-c", Script, "sh", .. missing];
        var done = await ShellCommand.RunAsync(command[0], command[1..], cancel);
        if (done.ExitCode != 0)
            throw new HostException($"apt-get could not install {string.Join(", ", missing)}:{Environment.NewLine}{LastLines(done.Output)}");
        var still = await MissingAsync(postgres, redis, cancel);
        if (still.Count > 0) throw new HostException(WhatToInstall(still));
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(bool postgres, bool redis, CancellationToken cancel)
    {
        var missing = new List<string>();
        if (postgres && await ServerBinaries.FindPostgresAsync(null, cancel) is null) missing.Add("postgresql");
        if (redis && await ServerBinaries.FindRedisAsync(cancel) is null) missing.Add("redis-server");
        return missing;
    }

    private static async Task<FileStream> TakeTurnAsync(CancellationToken cancel)
    {
        var file = Path.Combine(Path.GetTempPath(), $"contactcenter-install-{Environment.UserName}.lock");
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(500, cancel); // another process installs
            }
        }
    }

    /// <summary>What to put before a command so that root runs it; null when we may not.</summary>
    private static string[]? BecomeRoot()
    {
        if (Environment.IsPrivilegedProcess) return [];
        try
        {
            using var sudo = Process.Start(new ProcessStartInfo("sudo", ["-n", "true"]) { UseShellExecute = false, RedirectStandardError = true });
            sudo?.WaitForExit();
            return sudo?.ExitCode == 0 ? ["sudo", "-n"] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no sudo here
        }
    }

    private static string WhatToInstall(IReadOnlyList<string> missing)
    {
        var names = string.Join(" and ", missing.Select(package => package == "postgresql"
            ? $"PostgreSQL {ServerBinaries.OldestPostgres} or newer"
            : $"Redis {ServerBinaries.OldestRedis} or newer"));
        var debian = string.Join(' ', missing);
        var brew = string.Join(' ', missing.Select(package => package == "postgresql" ? "postgresql@17" : "redis"));
        var fedora = string.Join(' ', missing.Select(package => package == "postgresql" ? "postgresql-server" : "redis"));
        return $"""
            {names} missing. Install with
              Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends {debian}
              Fedora, RHEL:    sudo dnf install -y {fedora}
              macOS:           brew install {brew}
            (a distribution whose version is older: https://www.postgresql.org/download/ and https://redis.io/download),
            or name existing servers in the environment variables CC_POSTGRES and CC_REDIS. Then try again.
            """;
    }

    private static string LastLines(string text) => string.Join(Environment.NewLine, text.Trim().Split('\n').TakeLast(15));
}
