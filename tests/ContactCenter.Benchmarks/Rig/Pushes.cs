using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ContactCenter.Benchmarks.Rig;

/// <summary>So many items to these users in turn, so many a second.</summary>
sealed record PushOrder(Guid[] Users, int Count, int Rate);

/// <summary>The door by which a run makes a host push; the same in the product's host and in the bare one.</summary>
static class Pushes
{
    const string Path = "/bench";

    /// <summary>Push gets a user and the instant of the call, which travels as the item's version.</summary>
    public static void UsePushes(this IApplicationBuilder app, Func<Guid, long, Task> push) => app.Map(Path, bench => bench.Run(async http =>
    {
        if (HttpMethods.IsPost(http.Request.Method))
        {
            var order = await http.Request.ReadFromJsonAsync<PushOrder>(http.RequestAborted);
            await Paced(order!, push, http.RequestAborted);
            return;
        }
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        await http.Response.WriteAsJsonAsync(process.WorkingSet64);
    }));

    public static async Task Order(HttpClient http, Node host, PushOrder order, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(host.Address, Path), order, cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Bytes that the host holds after a full collection.</summary>
    public static Task<long> Memory(HttpClient http, Node host, CancellationToken cancel) => http.GetFromJsonAsync<long>(new Uri(host.Address, Path), cancel);

    static async Task Paced(PushOrder order, Func<Guid, long, Task> push, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < order.Count;)
        {
            var due = Math.Min(order.Count, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * order.Rate) + 1);
            // At once and not one after the other, as many requests would.
            var pushes = new List<Task>();
            for (; sent < due; sent++) pushes.Add(push(order.Users[sent % order.Users.Length], Stopwatch.GetTimestamp()));
            await Task.WhenAll(pushes);
            await Task.Delay(1, cancel);
        }
    }
}
