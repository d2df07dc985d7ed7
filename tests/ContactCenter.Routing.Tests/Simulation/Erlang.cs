namespace ContactCenter.Routing.Tests.Simulation;

/// <summary>What theory says of a line: share who wait, service level at T, and mean wait of the answered in seconds.</summary>
internal readonly record struct LineFigures(double Waiting, double ServiceLevel, double Asa);

/// <summary>
/// A Poisson stream of calls to equal agents, exponential handle times. Erlang C: customers wait for ever. Erlang A: they give
/// up after an exponential patience (Palm; M/M/c+M).
/// </summary>
internal static class Erlang
{
    public static LineFigures C(double load, int agents, double handle, double target)
    {
        var (term, below) = (1.0, 0.0);
        for (var k = 0; k < agents; k++)
        {
            below += term;
            term *= load / (k + 1);
        }

        var above = term * agents / (agents - load);
        var waiting = above / (below + above);
        return new(waiting, 1 - (waiting * Math.Exp(-(agents - load) * target / handle)), waiting * handle / (agents - load));
    }

    /// <summary>
    /// Who finds n before him in line would wait for n + 1 departures at rates falling from cμ + nθ to cμ. With X the power
    /// e^(−θ·wait), X is distributed as Beta(cμ/θ, n + 1), so P(wait > T) is the incomplete beta function at e^(−θT).
    /// </summary>
    public static LineFigures A(double load, int agents, double handle, double patience, double target)
    {
        double a = agents * patience / handle, arrivals = load * patience / handle, x = Math.Exp(-target / patience);
        var (term, all) = (1.0, 0.0);
        for (var k = 0; k < agents; k++)
        {
            all += term;
            term *= load / (k + 1);
        }

        // term: weight of the state with all agents busy and n in line. survives: I_x(a, n + 1), grown by one step each.
        var survives = Math.Pow(x, a);
        var step = survives;
        var (harmonic, waiting, late, answered, answeredWait) = (1 / (a + 1), 0.0, 0.0, 0.0, 0.0);
        var direct = all;
        for (var n = 0; n == 0 || term > all * 1e-17; n++)
        {
            waiting += term;
            late += term * survives * x;
            answered += term * a / (a + n + 1);
            answeredWait += term * a / (a + n + 1) * harmonic * patience;
            all += term;
            term *= arrivals / (a + n + 1);
            step *= (1 - x) * (a + n) / (n + 1);
            survives += step;
            harmonic += 1 / (a + n + 2);
        }

        return new(waiting / all, 1 - (late / all), answeredWait / (direct + answered));
    }
}
