using System.Globalization;

namespace ContactCenter.Routing.Simulation;

/// <summary>
/// Random numbers of one purpose, such as the handle times of one queue, so that a change elsewhere leaves them as they were.
/// SplitMix64 (Steele, Lea and Flood 2014): System.Random does not promise the same numbers in the next version of .NET.
/// </summary>
internal sealed class RandomStream
{
    private ulong _state;

    public RandomStream(int seed, params ReadOnlySpan<string> purpose) => _state = SimulatedIds.Half(seed.ToString(CultureInfo.InvariantCulture), purpose);

    /// <summary>0 or more and less than 1.</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Of mean 1.</summary>
    public double NextExponential() => -Math.Log(1 - Next());

    /// <summary>In seconds. Each draw takes two numbers, so one that is spread otherwise moves none of the others.</summary>
    public double Next(Duration duration)
    {
        var (first, second) = (1 - Next(), Next());
        return duration.Distribution switch
        {
            Distribution.Exponential => -Math.Log(first) * duration.MeanSeconds,
            Distribution.LogNormal => LogNormal(duration, Math.Sqrt(-2 * Math.Log(first)) * Math.Cos(2 * Math.PI * second)),
            _ => duration.MeanSeconds,
        };
    }

    private static double LogNormal(Duration duration, double normal)
    {
        var variance = Math.Log(1 + (duration.CoefficientOfVariation * duration.CoefficientOfVariation));
        return duration.MeanSeconds * Math.Exp((Math.Sqrt(variance) * normal) - (variance / 2));
    }
}
