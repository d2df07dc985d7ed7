using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ContactCenter.AppHost.Servers;
using ContactCenter.Benchmarks.Load;
using ContactCenter.Benchmarks.Rig;
using ContactCenter.Server.Platform;
using Npgsql;

namespace ContactCenter.Benchmarks;

/// <summary>
/// New tickets by the visitors' door, as fast as so many clients that wait for each answer get them in, beside pgbench
/// with as many clients that insert a contact, a ticket and a message in one transaction. Rounds of both take turns.
/// </summary>
static partial class Ingest
{
    const int Clients = 20;

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (seconds, rounds, callers) = (options.Seconds(8), options.Rounds(5), options.Clients(16));
        await using var installation = await Installation.Start(cancel);
        await new Population(installation).Add(Clients, 0, cancel);
        var pgbench = await PgBench.Prepare(installation, cancel);
        var node = await installation.StartNode(cancel);
        using var http = Visitors.Http();
        await Round(installation, node, http, callers, 3, cancel);
        await installation.Analyze(cancel);

        var (rates, floors, micros, drained) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var (rate, cpu, handled) = await Round(installation, node, http, callers, seconds, cancel);
            rates.Add(rate);
            micros.Add(cpu);
            drained.Add(handled);
            floors.Add(await pgbench.Run(callers, seconds, cancel));
        }

        var ratio = Samples.Median(rates.Zip(floors, (rate, floor) => rate / floor));
        return new Report()
            .Line("load", $"{callers} clients, {rounds} rounds of {seconds} s each, {Environment.ProcessorCount} processors")
            .Line("pgbench, 3-row inserts", $"{Samples.Median(floors):0} transactions/s  ({string.Join(", ", floors.Select(f => f.ToString("0", CultureInfo.InvariantCulture)))})")
            .Line("tickets", string.Join(", ", rates.Select(r => r.ToString("0", CultureInfo.InvariantCulture))) + " a second")
            .Figure("ratePerSecond", Samples.Median(rates), "tickets/s")
            .Figure("overPgbench", ratio, "")
            .Figure("cpuMicrosPerTicket", Samples.Median(micros), "µs", "of the server's process, with all that follows a ticket")
            .Figure("handledPerSecond", Samples.Median(drained), "tickets/s", "with all that follows a ticket done");
    }

    /// <summary>Acknowledged tickets a second, the server's processor time for each, and the rate until the outbox is empty again.</summary>
    static async Task<(double Rate, double Micros, double Handled)> Round(
        Installation installation, Node node, HttpClient http, int callers, int seconds, CancellationToken cancel)
    {
        // Enough visitors who have not written yet; opening their sessions is not in the measure.
        var visitors = await Visitors.Open(node.Address, http, seconds * 1500, Clients, cancel);
        var processor = node.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var (next, stored) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                var mine = Interlocked.Increment(ref next);
                if (mine >= visitors.Length) throw new InvalidOperationException("More visitors are needed for such a rate.");
                if (await visitors[mine].Write(Ids.New(TimeProvider.System.GetUtcNow()), "Where is my bag?", cancel)) Interlocked.Increment(ref stored);
            }
        }));
        var writing = Stopwatch.GetElapsedTime(started);
        while (await installation.Scalar<bool>("SELECT EXISTS (SELECT FROM journal.outbox)", cancel)) await Task.Delay(20, cancel);
        var all = Stopwatch.GetElapsedTime(started);
        return (stored / writing.TotalSeconds, (node.ProcessorTime - processor).TotalMicroseconds / stored, stored / all.TotalSeconds);
    }
}

/// <summary>PostgreSQL's own load generator on three tables of its own, in the same server.</summary>
sealed partial class PgBench(string binary, string script, NpgsqlConnectionStringBuilder login)
{
    public static async Task<PgBench> Prepare(Installation installation, CancellationToken cancel)
    {
        var folder = await ServerBinaries.FindPostgresAsync(null, cancel) ?? throw new HostException("PostgreSQL is missing.");
        // It lies beside the real one; what is in PATH may be links to some of its tools.
        var postgres = Path.Combine(folder, "postgres");
        var binary = Path.Combine(Path.GetDirectoryName(File.ResolveLinkTarget(postgres, returnFinalTarget: true)?.FullName ?? postgres)!, "pgbench");
        if (!File.Exists(binary)) throw new HostException($"There is no {binary}: on Debian it comes with the package postgresql.");
        await using var connection = new NpgsqlConnection(installation.Owner);
        await connection.OpenAsync(cancel);
        await using var tables = new NpgsqlCommand("""
            CREATE SCHEMA pgbench;
            CREATE SEQUENCE pgbench.ids CACHE 100;
            CREATE TABLE pgbench.contacts (id bigint PRIMARY KEY, client_id int NOT NULL, name text NOT NULL, created_at timestamptz NOT NULL);
            CREATE TABLE pgbench.tickets (id bigint PRIMARY KEY, client_id int NOT NULL, contact_id bigint NOT NULL REFERENCES pgbench.contacts, status text NOT NULL, subject text NOT NULL, created_at timestamptz NOT NULL);
            CREATE TABLE pgbench.messages (id bigint PRIMARY KEY, client_id int NOT NULL, ticket_id bigint NOT NULL REFERENCES pgbench.tickets, text text NOT NULL, at timestamptz NOT NULL);
            """, connection);
        await tables.ExecuteNonQueryAsync(cancel);
        var script = Path.Combine(installation.Folder("pgbench"), "insert.sql");
        await File.WriteAllTextAsync(script, """
            \set client random(1, 20)
            BEGIN;
            SELECT nextval('pgbench.ids') AS id \gset
            INSERT INTO pgbench.contacts VALUES (:id, :client, 'Visitor', current_timestamp);
            INSERT INTO pgbench.tickets VALUES (:id, :client, :id, 'waiting', 'Where is my bag?', current_timestamp);
            INSERT INTO pgbench.messages VALUES (:id, :client, :id, 'Where is my bag?', current_timestamp);
            COMMIT;
            """, cancel);
        return new PgBench(binary, script, new NpgsqlConnectionStringBuilder(installation.Owner));
    }

    /// <summary>Transactions a second.</summary>
    public async Task<double> Run(int clients, int seconds, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(binary,
        [
            "--no-vacuum", "--protocol=prepared", $"--client={clients}", $"--jobs={Math.Min(clients, Environment.ProcessorCount)}", $"--time={seconds}", $"--file={script}",
            "--host=127.0.0.1", $"--port={login.Port}", $"--username={login.Username}", login.Database!,
        ]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = login.Password;
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        var match = Tps().Match(await said);
        return match.Success ? double.Parse(match.Groups["tps"].Value, CultureInfo.InvariantCulture) : throw new HostException($"pgbench failed: {await complained}");
    }

    [GeneratedRegex(@"tps = (?<tps>[0-9.]+) \(without", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tps();
}
