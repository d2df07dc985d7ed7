using System.Diagnostics;
using ContactCenter.Benchmarks.Load;
using ContactCenter.Benchmarks.Queues;
using ContactCenter.Benchmarks.Rig;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContactCenter.Benchmarks;

/// <summary>
/// "Why does this wait?" over HTTP, of one of very many waiting tickets with very many agents on duty, all of whom are being
/// offered something; and what a copy of that index for replays takes, during which nothing else runs in Redis.
/// </summary>
static class Explain
{
    const int Clients = 20;
    const int Asked = 500;
    const int WarmUp = 50;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (waiting, agents) = (options.Rate(100_000), options.Agents(10_000));
        await using var installation = await Installation.Start(cancel);
        await new Population(installation).Add(Clients, agents, cancel);
        await WaitingTickets.Add(installation, waiting, cancel);
        await OnDuty(installation, cancel);
        var node = await installation.StartNode(cancel);
        var redis = new RedisConnectionOptions { Configuration = installation.Redis.Configuration, Deadline = TimeSpan.FromSeconds(60) };
        await using var connection = new RedisConnection(redis, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.WhenConnectedAsync(cancel);
        await using var clock = new RoutingClock(connection, TimeProvider.System);
        var queue = new RoutingQueue(connection, clock, "main");
        var board = await Rested(queue, waiting, cancel);

        using var http = Visitors.Http();
        var cookies = await AgentScreen.CookiesOf(0, node.Address, http, cancel);
        var samples = new Samples();
        foreach (var (ticket, n) in (await Tickets(queue, cancel)).Select((id, n) => (id, n)))
        {
            var started = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, $"api/v1/tickets/{ticket}/routing"));
            request.Headers.Add("Cookie", cookies);
            using var answer = await http.SendAsync(request, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            if (!text.Contains("has-offer", StringComparison.Ordinal)) throw new InvalidOperationException($"{answer.StatusCode}: {text}");
            if (n >= WarmUp) samples.Add(started);
        }

        var copying = Stopwatch.GetTimestamp();
        var anchor = await queue.Recording.AnchorAsync(cancel); // Null: it is too much to stop Redis for.
        var copied = Stopwatch.GetElapsedTime(copying);
        return new Report()
            .Line("load", $"{board.Lanes.Sum(l => l.Waiting)} waiting in {board.Lanes.Count} lanes, {agents} agents in 64 skill sets, {Environment.ProcessorCount} processors")
            .Line("asked", $"{samples.Count} times, p99 {samples.Percentile(99):0.0} ms")
            .Figure("p50Ms", samples.Percentile(50), "ms")
            .Figure("p95Ms", samples.Percentile(95), "ms")
            .Figure("anchorMs", copied.TotalMilliseconds, "ms", $"{(anchor?.Keys.Sum(k => k.Dump.Length) ?? 0) / 1e6:0.0} MB");
    }

    // Agents with every mixture of six skills; each ticket asks for one of them. Offers last, so that all stays as it is.
    static async Task OnDuty(Installation installation, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(installation.Owner);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("""
            INSERT INTO agents.skills SELECT ('00000000-0000-7000-8000-00000000000' || k)::uuid, 'skill-' || k, 'Skill ' || k, 1 FROM generate_series(0, 5) k;
            INSERT INTO agents.agent_skills
                SELECT a.id, ('00000000-0000-7000-8000-00000000000' || k)::uuid, 3
                FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM agents.agents) a CROSS JOIN generate_series(0, 5) k WHERE (a.n % 64)::int & (1 << k) > 0;
            UPDATE agents.agents SET state = 'ready', gone_at = NULL;
            UPDATE routing.items i SET offer_seconds = 3600, skills = jsonb_build_array(jsonb_build_object('skill', 'skill-' || t.number % 6, 'level', 1))
                FROM tickets.tickets t WHERE t.id = i.ticket_id;
            """, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(cancel);
        await using var lead = new NpgsqlCommand("UPDATE access.user_roles SET role_id = @role WHERE user_id = (SELECT id FROM access.users WHERE email = @email); ANALYZE", connection);
        lead.Parameters.AddWithValue("role", BuiltInRoles.Supervisor);
        lead.Parameters.AddWithValue("email", Population.Email(0));
        await lead.ExecuteNonQueryAsync(cancel);
    }

    // All is loaded, and the relay has nothing left to keep.
    static async Task<RoutingSnapshot> Rested(RoutingQueue queue, int waiting, CancellationToken cancel)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience;)
        {
            var board = await queue.SnapshotAsync(cancel);
            if (board.Status == RoutingStatus.Ok && board.DecisionsInStream == 0 && board.Lanes.Sum(l => l.Waiting + l.Offered) >= waiting) return board;
            await Task.Delay(100, cancel);
        }

        throw new InvalidOperationException("The server does not come to rest.");
    }

    static async Task<List<Guid>> Tickets(RoutingQueue queue, CancellationToken cancel)
    {
        var (found, cursor) = (new List<Guid>(), 0L);
        do
        {
            var page = await queue.ReviewItemsAsync(cursor, 1000, cancel);
            found.AddRange(page.Entries.Where(i => i.State == ItemState.Waiting).Select(i => i.Id));
            cursor = page.Next;
        }
        while (cursor != 0 && found.Count < 20 * Asked);
        new Random(6).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(found));
        return found[..(Asked + WarmUp)];
    }
}
