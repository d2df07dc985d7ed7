using System.Globalization;

namespace ContactCenter.AppHost;

/// <summary>What the person who started us sees: a line a step with the time it took, then a line a state change.</summary>
internal sealed class Screen(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private bool inLine;

    public void Say(string text)
    {
        lock (gate)
        {
            if (inLine) output.WriteLine();
            inLine = false;
            output.WriteLine(text);
            output.Flush();
        }
    }

    /// <summary>One line for what may take a while: it grows each ten seconds and ends with the seconds taken.</summary>
    public async Task<T> StepAsync<T>(string name, Func<Task<T>> step)
    {
        Add($"{name} …");
        var begun = time.GetTimestamp();
        var work = step();
        using var ticks = new PeriodicTimer(Tick, time);
        var tick = ticks.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(work, tick) != work)
        {
            Add($" {Seconds(begun, "0")} s …");
            tick = ticks.WaitForNextTickAsync().AsTask();
        }

        var result = await work;
        End($" done in {Seconds(begun, "0.0")} s");
        return result;
    }

    public Task StepAsync(string name, Func<Task> step) => StepAsync(name, async () =>
    {
        await step();
        return true;
    });

    private string Seconds(long begun, string format) =>
        time.GetElapsedTime(begun).TotalSeconds.ToString(format, CultureInfo.InvariantCulture);

    private void End(string text)
    {
        lock (gate)
        {
            output.WriteLine(text);
            output.Flush();
            inLine = false;
        }
    }

    private void Add(string text)
    {
        lock (gate)
        {
            output.Write(text);
            output.Flush();
            inLine = true;
        }
    }
}
