using ContactCenter.AppHost.Servers;

namespace ContactCenter.Server.Tests.AppHost;

public sealed class ServerBinariesTests
{
    [Fact]
    public async Task Names_in_the_path_that_lead_nowhere_are_passed_over()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            foreach (var name in new[] { "postgres", "initdb", "redis-server" })
                File.CreateSymbolicLink(Path.Combine(folder.FullName, name), "/no/such/file");
            Environment.SetEnvironmentVariable("PATH", $"{folder.FullName}:{path}");
            Assert.NotEqual(folder.FullName, await ServerBinaries.FindPostgresAsync(null, CancellationToken.None));
            Assert.NotEqual(Path.Combine(folder.FullName, "redis-server"), await ServerBinaries.FindRedisAsync(CancellationToken.None));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            folder.Delete(recursive: true);
        }
    }
}
