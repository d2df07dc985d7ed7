using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ContactCenter.Routing;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>
/// `simulate FILE.json [--csv OUT]`: runs the scenario of a file, and what is changed in it beside that, on the Redis of
/// Simulation:Redis. Figures go to standard output, all half-hours to the sheet, how far it is to standard error.
/// </summary>
static class RunSimulationFile
{
    const long Limit = 512L * 1024 * 1024;
    const int Done = 0;
    const int Failed = 1;
    const int Misused = 2;
    const int Cancelled = 130;

    static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    public static async Task<int> Run(IServiceProvider services, IReadOnlyList<string> arguments)
    {
        if (arguments is not ([_] or [_, "--csv", _])) return await Refuse(Misused, "Usage: simulate FILE.json [--csv OUT]");
        var (time, redis) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IOptions<SimulationSettings>>().Value.Redis);
        if (redis.Length == 0) return await Refuse(Failed, "Simulation:Redis is missing: a Redis of its own for simulations.");
        var file = arguments[0];
        using var stop = new CancellationTokenSource();
        // However it is told to end, its keys are to go first.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var whatIf = await Read(services, await Text(file, stop.Token), stop.Token);
            var options = new RedisConnectionOptions { Configuration = redis, Deadline = TimeSpan.FromSeconds(60) };
            await using var connection = new RedisConnection(options, time, NullLogger<RedisConnection>.Instance);
            await connection.WhenConnectedAsync(stop.Token).WaitAsync(patience, time, stop.Token);
            await Show(connection, whatIf, arguments is [_, _, var csv] ? csv : null, stop.Token);
            return Done;
        }
        catch (ScenarioException wrong)
        {
            return await Refuse(Failed, string.Join(Environment.NewLine, wrong.Errors.Select(e => e.Path.Length == 0 ? $"{file}: {e.Message}" : $"{file}: {e.Path}: {e.Message}")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or RedisUnavailableException || DatabaseFailures.IsAway(failure))
        {
            return await Refuse(Failed, failure.Message);
        }
        catch (TimeoutException)
        {
            return await Refuse(Failed, "The Redis of Simulation:Redis does not answer.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await Refuse(Cancelled, "Cancelled.");
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>A file has its base, or names a recorded day for it; only that needs the database.</summary>
    static async Task<WhatIf> Read(IServiceProvider services, string text, CancellationToken cancellationToken)
    {
        if (!text.Contains("\"recorded\"", StringComparison.Ordinal) || ScenarioJson.Parse<JsonObject>(text)["recorded"] is null) return ScenarioJson.Read(text);
        if (services.GetRequiredService<IConfiguration>().GetConnectionString(DataSources.Web) is null) throw Wrong("recorded", "ConnectionStrings:Web is missing: a recorded day is in the database.");
        var (part, changes, seed) = ScenarioJson.Parse<RecordedWhatIf>(text);
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().AllClients(Actor.System, out var db);
        var names = (await ClientNames.Active(db, cancellationToken)).ToDictionary(c => c.Name, c => c.Id, StringComparer.Ordinal);
        if (part.Clients?.FirstOrDefault(c => !names.ContainsKey(c)) is { } unknown) throw Wrong("recorded.clients", $"There is no client {unknown}.");
        var source = new RecordedSource(part.Date, part.TimeZone, part.Clients?.Select(c => names[c]).ToList());
        var (scenario, _, _, problem) = await services.GetRequiredService<RecordedDay>().Read(db, source, "", cancellationToken);
        if (scenario is null) throw Wrong("recorded", problem!.Errors?.Values.First()[0] ?? problem.Code);
        return ScenarioJson.Check(new WhatIf(scenario with { Seed = seed }, changes));
    }

    static ScenarioException Wrong(string path, string message) => new([new ScenarioError(path, message)]);

    sealed record RecordedPart(DateOnly Date, IReadOnlyList<string>? Clients = null, string? TimeZone = null);
    sealed record RecordedWhatIf(RecordedPart Recorded, IReadOnlyList<Change>? Changes = null, int Seed = 1);

    static async Task Show(RedisConnection connection, WhatIf whatIf, string? csv, CancellationToken cancellationToken)
    {
        var before = await Simulator.RunAsync(connection, whatIf.Base, new SimulationLine("base"), cancellationToken);
        var after = whatIf.Changes is { Count: > 0 } changes
            ? await Simulator.RunAsync(connection, whatIf.Base.With(changes), new SimulationLine("changed"), cancellationToken)
            : null;
        foreach (var line in SimulationTable.Of(before, after)) await Console.Out.WriteLineAsync(line);
        if (csv is not null) await File.WriteAllBytesAsync(csv, FigureSheet.Of(before, after).FileContents, cancellationToken);
    }

    static async Task<string> Text(string file, CancellationToken cancellationToken)
    {
        if (new FileInfo(file) is { Exists: true, Length: > Limit }) throw new IOException($"{file} has more than {Limit / 1024 / 1024} MiB.");
        return await File.ReadAllTextAsync(file, cancellationToken);
    }

    static async Task<int> Refuse(int code, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return code;
    }
}

/// <summary>How far a run is, on one line of a terminal, or each tenth on a line where it is written to a file.</summary>
sealed class SimulationLine(string run) : IProgress<SimulationProgress>
{
    int told = -1;

    public void Report(SimulationProgress value)
    {
        var percent = (int)(100 * value.Fraction);
        var step = Console.IsErrorRedirected ? percent / 10 * 10 : percent;
        if (step == told) return;
        told = step;
        var text = FormattableString.Invariant($"{run}: {step} %, {value.Contacts} contacts, {value.Until:yyyy-MM-dd HH:mm} UTC");
        if (Console.IsErrorRedirected) Console.Error.WriteLine(text);
        else Console.Error.Write($"\r{text}{(percent == 100 ? Environment.NewLine : "")}");
    }
}
