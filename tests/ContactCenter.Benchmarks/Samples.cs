using System.Diagnostics;

namespace ContactCenter.Benchmarks;

/// <summary>Durations of one kind, added by anybody.</summary>
sealed class Samples
{
    readonly Lock gate = new();
    readonly List<double> milliseconds = [];

    public void Add(long start) => Add(Stopwatch.GetElapsedTime(start));

    public void Add(TimeSpan took)
    {
        lock (gate) milliseconds.Add(took.TotalMilliseconds);
    }

    public int Count
    {
        get
        {
            lock (gate) return milliseconds.Count;
        }
    }

    /// <summary>Milliseconds, nearest rank.</summary>
    public double Percentile(double percent)
    {
        lock (gate)
        {
            if (milliseconds.Count == 0) return double.NaN;
            var sorted = milliseconds.Order().ToArray();
            return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
