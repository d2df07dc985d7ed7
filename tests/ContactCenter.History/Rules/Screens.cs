namespace ContactCenter.History.Rules;

/// <summary>
/// News of a topic come numbered by one. Where nothing is broken no number is missing; after a gap, wherever it comes from,
/// the screen fetches anew; and when all is quiet a screen shows what the server says.
/// </summary>
internal static class Screens
{
    private const string Rule = "no gap on screens";

    /// <summary>So many items at most are on their way while a screen is told where a topic stands.</summary>
    private const int Late = 1000;

    public static void Check(Evidence evidence, List<Violation> found)
    {
        // A screen that connects anew shows everything anew.
        var begins = evidence.Sightings.Where(s => s.Kind == Seen.Begin).GroupBy(s => (s.Screen, s.Connection)).ToDictionary(g => g.Key, g => g.Min(s => s.At));
        foreach (var topic in evidence.Sightings.GroupBy(s => (s.Screen, s.Connection, s.Topic)))
            Follow(evidence, [.. topic], begins.GetValueOrDefault((topic.Key.Screen, topic.Key.Connection + 1), evidence.At), found);
        foreach (var picture in evidence.Pictures.Where(p => p.Shown != p.True))
            found.Add(new("screen equals server", null, null, $"{picture.Screen} shows {picture.Shown}, the server says {picture.True}"));
    }

    private static void Follow(Evidence evidence, List<Sighting> seen, DateTimeOffset until, List<Violation> found)
    {
        var (last, gap) = (seen[0], (Sighting?)null);
        foreach (var next in seen.Skip(1))
        {
            if (next.Kind == Seen.Refetch)
            {
                gap = null;
                continue;
            }

            if (IsLate(last, next)) continue;
            var follows = next.Kind != Seen.Item || next.Seq == last.Seq + 1;
            if (!follows) gap = next;
            if (!follows && !evidence.IsRough(last.At, next.At))
                found.Add(new(Rule, null, null, $"{next.Screen}: {next.Topic} went from {last.Seq} to {next.Seq} at {next.At:O}"));
            last = next;
        }

        if (gap is not null && until - gap.At > evidence.Patience)
            found.Add(new(Rule, null, null, $"{gap.Screen}: {gap.Topic} had a gap before {gap.Seq} at {gap.At:O} and did not fetch anew"));
    }

    /// <summary>
    /// Sent before the screen was told where the topic stands and handed over after that: it is in what he fetches then, and
    /// a screen takes no notice of it. After the first newer item nothing may go back.
    /// </summary>
    private static bool IsLate(Sighting last, Sighting next) =>
        last.Kind != Seen.Item && next.Kind == Seen.Item && next.Seq <= last.Seq && last.Seq - next.Seq < Late;
}
