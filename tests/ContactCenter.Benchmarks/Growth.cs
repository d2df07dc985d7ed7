using ContactCenter.Benchmarks.Queues;
using ContactCenter.Routing;

namespace ContactCenter.Benchmarks;

/// <summary>
/// What a match (enqueue, offer, reserve, confirm, complete) costs Redis in processor time, by how much waits and how many
/// agents there are. All pools are on one Redis and take turns.
/// </summary>
static class Growth
{
    const int FewProfiles = 64;
    static readonly int[] WaitingSizes = [1_000, 10_000, 100_000, 1_000_000];
    static readonly int[] AgentSizes = [100, 1_000, 10_000];

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (rounds, matches, callers) = (options.Rounds(7), options.Rate(3_000), options.Clients(16));
        await using var redis = await RedisMeter.Start(cancel);
        await using var clock = new RoutingClock(redis.Connection, TimeProvider.System);
        List<Course> courses =
        [
            .. WaitingSizes.Select(waiting => new Course("waiting", waiting, 1_000, FewProfiles, waiting)),
            .. AgentSizes.Select(agents => new Course("agents", agents, agents, FewProfiles, 0)),
            new Course("profiles", FewProfiles, 10_000, FewProfiles, 0),
            new Course("profiles", 10_000, 10_000, 10_000, 0),
        ];
        foreach (var course in courses)
        {
            var staff = Staff.Of(course.Agents, course.Profiles, clock.Now);
            course.Pool = new Pool(new RoutingQueue(redis.Connection, clock, $"{course.Axis}-{course.Size}"), clock, staff);
            await course.Pool.Load(course.Waiting, cancel);
            await course.Pool.Match(matches / 3, callers, cancel);
        }
        for (var round = 0; round < rounds; round++)
        {
            foreach (var course in courses)
            {
                var (processor, scripts) = (await redis.ProcessorTime(cancel), await redis.Scripts(cancel));
                await course.Pool!.Match(matches, callers, cancel);
                course.Micros.Add((await redis.ProcessorTime(cancel) - processor).TotalMicroseconds / matches);
                course.ScriptMicros.Add(((await redis.Scripts(cancel)).Time - scripts.Time).TotalMicroseconds / matches);
            }
        }

        var report = new Report().Line("load", $"{rounds} rounds of {matches} matches by {callers} callers in each pool, {Environment.ProcessorCount} processors");
        foreach (var course in courses)
            report.Line($"{course.Axis} {course.Size:N0}", $"{course.Median:0.0} µs a match, {Samples.Median(course.ScriptMicros):0.0} µs of wall clock inside of scripts");
        foreach (var axis in courses.GroupBy(course => course.Axis))
            report.Figure($"{axis.Key}WorstOverBest", axis.Max(c => c.Median) / axis.Min(c => c.Median), "");
        return report;
    }

    sealed record Course(string Axis, int Size, int Agents, int Profiles, int Waiting)
    {
        public Pool? Pool { get; set; }
        public List<double> Micros { get; } = [];
        public List<double> ScriptMicros { get; } = [];
        public double Median => Samples.Median(Micros);
    }
}
