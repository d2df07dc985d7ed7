using System.Diagnostics;
using ContactCenter.AppHost.Servers;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using ContactCenter.Server.Tests.HouseRules;
using StackExchange.Redis;

namespace ContactCenter.Server.Tests.Features.Routing.Simulations;

/// <summary>`simulate` as a command; with a scenario in the file it needs a Redis and nothing else.</summary>
public sealed class RunSimulationFileTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulate-").FullName;
    private PrivateRedis _redis = null!;

    private static string Sample => SourceTree.Read("infra/samples/monday.json");

    public async Task InitializeAsync() => _redis = await PrivateRedis.StartTemporaryAsync();

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_sample_is_run_as_it_is_and_changed_and_its_figures_come_as_a_table_and_as_a_sheet()
    {
        var sheet = Path.Combine(_folder, "figures.csv");

        var (code, said, told) = await Run([await FileOf(Sample), "--csv", sheet]);

        Assert.True(code == 0, told);
        Assert.Contains("service level by the formula connect", said, StringComparison.Ordinal);
        Assert.Contains("Acme Air / Reservas", said, StringComparison.Ordinal);
        Assert.Contains("base: 100 %", told, StringComparison.Ordinal);
        Assert.Contains("changed: 100 %", told, StringComparison.Ordinal);
        var rows = await File.ReadAllLinesAsync(sheet);
        // The whole, 2 clients and 4 queues with 24 half-hours each, twice, under a row of names.
        Assert.Equal(1 + (2 * 7 * 25), rows.Length);
        Assert.Equal(Digests(said), Digests((await Run([await FileOf(Sample)])).Said));
        Assert.Equal(0, await Keys());
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_file_and_path()
    {
        var file = await FileOf(Sample.Replace("\"answerTargetSeconds\": 20", "\"answerTargetMinutes\": 20", StringComparison.Ordinal));
        Refused(1, $"{file}: base.queues[0].answerTargetMinutes: ", await Run([file]));
        file = await FileOf(Sample.Replace("\"group\": \"Spanish\"", "\"group\": \"Spaniards\"", StringComparison.Ordinal));
        Refused(1, $"{file}: changes[0].group: There is no group Spaniards.", await Run([file]));
        Refused(1, "Could not find file", await Run([Path.Combine(_folder, "nothing.json")]));
        Refused(1, "Simulation:Redis is missing", await Run([file], redis: ""));
        Refused(2, "Usage: simulate", await Run([]));
        Refused(2, "Usage: simulate", await Run([file, "--cvs", "a"]));
    }

    [Fact]
    public async Task Told_to_end_it_leaves_no_keys()
    {
        var file = await FileOf(Sample.Replace("\"count\": 80 }", "\"count\": 80000 }", StringComparison.Ordinal));
        using var process = Start([file], _redis.Configuration);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        Assert.StartsWith("base: 0 %", await process.StandardError.ReadLineAsync(limit.Token), StringComparison.Ordinal);
        Assert.True(await Keys() > 0, "it has no keys while it runs");

        using (var kill = Process.Start("kill", ["-INT", FormattableString.Invariant($"{process.Id}")])) await kill.WaitForExitAsync(limit.Token);
        var told = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal((130, ""), (process.ExitCode, await said));
        Assert.EndsWith("Cancelled.", told.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, await Keys());
    }

    private static void Refused(int code, string reason, (int Code, string Said, string Told) run)
    {
        Assert.Equal((code, ""), (run.Code, run.Said));
        Assert.StartsWith(reason, run.Told, StringComparison.Ordinal);
    }

    private static string[] Digests(string said) =>
        [.. said.Split('\n').Where(l => l.Contains("digest", StringComparison.Ordinal))];

    private async Task<string> FileOf(string text)
    {
        var file = Path.Combine(_folder, "scenario.json");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private async Task<int> Keys()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
        return ((RedisResult[]?)await redis.GetDatabase().ExecuteAsync("KEYS", "*"))!.Length;
    }

    private async Task<(int Code, string Said, string Told)> Run(string[] arguments, string? redis = null)
    {
        using var process = Start(arguments, redis ?? _redis.Configuration);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var told = process.StandardError.ReadToEndAsync(limit.Token);
        var said = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, said, await told);
    }

    private static Process Start(string[] arguments, string redis)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AppDb).Assembly.Location, "simulate", .. arguments])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Simulation__Redis"] = redis;
        return Process.Start(start)!;
    }
}
