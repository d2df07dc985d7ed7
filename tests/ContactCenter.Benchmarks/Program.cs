using ContactCenter.Benchmarks;
using ContactCenter.Benchmarks.Rig;

// dotnet run -c Release --project tests/ContactCenter.Benchmarks -- NAME [--seconds N] [--rate N] [--clients N] [--rounds N] [--agents N]
var known = new Dictionary<string, Func<Options, CancellationToken, Task<Report>>>(StringComparer.Ordinal)
{
    ["latency"] = Latency.Run,
    ["ingest"] = Ingest.Run,
    ["push"] = Push.Run,
    ["reconnect"] = Reconnect.Run,
    ["growth"] = Growth.Run,
    ["routing"] = RoutingCost.Run,
    ["wipe"] = Wipe.Run,
    ["explain"] = Explain.Run,
    ["simulate"] = Simulate.Run,
};
if (args is [BareHost.Command, ..]) return await BareHost.Run(args);
if (args is [ProductHost.Command, ..]) return await ProductHost.Run(args);
if (args is not [var name, ..] || !known.TryGetValue(name, out var benchmark) || Options.Parse(args[1..]) is not { } options)
{
    await Console.Error.WriteLineAsync($"Say which: {string.Join(", ", known.Keys)}; options: {Options.Names}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var report = await benchmark(options, stop.Token);
report.Print(name);
return 0;
