using ContactCenter.Server.Platform.Data;
using Npgsql;

namespace ContactCenter.Server.Platform.Nodes;

/// <summary>Wants to know of nodes that come and go, because rows of its room hang on them.</summary>
public interface INodeObserver
{
    /// <summary>This node has a new place in the roll: what hung on the old one is to be written again.</summary>
    Task Returned(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>That node is gone since then: its rows are to be taken away. Repeated until it succeeds, on any node.</summary>
    Task Ended(Guid node, DateTimeOffset since, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>
/// The living nodes, in PostgreSQL, so that no loss of Redis touches it. Each second a node raises its own beat and looks at
/// the others'. One whose beat stood still in five looks in a row is dead: looks are counted, not seconds, so clocks need not
/// agree. On many nodes: whoever marks it first takes away what it held and then its row; if he dies at it, his mark stands
/// still too and the next one goes on. A node that finds itself gone takes a new place.
/// </summary>
sealed partial class NodeRoll(
    [FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, ThisNode node, IServiceProvider services, TimeProvider time,
    ILogger<NodeRoll> log) : BackgroundService
{
    const int LooksAllowed = 5;
    static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    sealed record Sight(long Beat, DateTimeOffset? GoneAt, DateTimeOffset Since, int Looks);

    readonly Dictionary<Guid, Sight> others = [];
    Task errand = Task.CompletedTask;
    bool registered;
    Guid written;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Try(Register, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Pace, time);
        while (await ticks.WaitForNextTickAsync(stoppingToken)) await Try(Look, stoppingToken);
    }

    /// <summary>In order: nobody waits for five looks.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await errand;
        if (registered) await Try(stop => TakeAway(node.Id, time.GetUtcNow(), stop), cancellationToken);
    }

    async Task Look(CancellationToken stop)
    {
        if (!registered || await Beat(stop) is not { } seen)
        {
            await Register(stop);
            return;
        }
        if (written != node.Id) Do(() => Return(stop));
        var now = time.GetUtcNow();
        foreach (var gone in others.Keys.Except(seen.Keys).ToList()) others.Remove(gone);
        foreach (var (id, (beat, goneAt)) in seen)
        {
            var before = others.GetValueOrDefault(id);
            var sight = before is null || (before.Beat, before.GoneAt) != (beat, goneAt) ? new Sight(beat, goneAt, now, 0)
                : before with { Since = before.Looks == 0 ? now : before.Since, Looks = before.Looks + 1 };
            others[id] = sight;
            if (sight.Looks >= LooksAllowed) Do(() => Bury(id, sight, stop));
        }
    }

    /// <summary>The others as they stand; null when this node is not among the living.</summary>
    async Task<Dictionary<Guid, (long Beat, DateTimeOffset? GoneAt)>?> Beat(CancellationToken cancellationToken)
    {
        await using var command = jobs.CreateCommand("""
            WITH own AS (UPDATE platform.nodes SET beat = beat + 1 WHERE id = @id AND gone_at IS NULL RETURNING id)
            SELECT n.id, n.beat, n.gone_at, EXISTS (SELECT FROM own) FROM platform.nodes n
            """);
        command.Parameters.AddWithValue("id", node.Id);
        var seen = new Dictionary<Guid, (long, DateTimeOffset?)>();
        var alive = false;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            alive = reader.GetBoolean(3);
            if (reader.GetGuid(0) == node.Id) continue;
            DateTimeOffset? goneAt = await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(2);
            seen[reader.GetGuid(0)] = (reader.GetInt64(1), goneAt);
        }
        return alive ? seen : null;
    }

    async Task Register(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Ids.New(now);
        await Run("INSERT INTO platform.nodes (id, beat, started_at) VALUES (@id, 0, @now)", cancellationToken, ("id", id), ("now", now));
        if (registered) TakenForDead(node.Id, id);
        (node.Id, registered) = (id, true);
    }

    async Task Return(CancellationToken stop)
    {
        var place = node.Id;
        foreach (var observer in Observers) await observer.Returned(stop);
        written = place;
    }

    async Task Bury(Guid id, Sight sight, CancellationToken stop)
    {
        var marked = sight.GoneAt is not null || await Run(
            "UPDATE platform.nodes SET gone_at = @since WHERE id = @id AND beat = @beat AND gone_at IS NULL", stop,
            ("since", sight.Since), ("id", id), ("beat", sight.Beat)) > 0;
        if (!marked) return;
        Dead(id, sight.Since);
        await TakeAway(id, sight.GoneAt ?? sight.Since, stop);
    }

    /// <summary>The row last: as long as it stands somebody knows that there may be more. Foreign keys let nothing be left over.</summary>
    async Task TakeAway(Guid id, DateTimeOffset since, CancellationToken stop)
    {
        foreach (var observer in Observers) await observer.Ended(id, since, stop);
        await Run("DELETE FROM platform.nodes WHERE id = @id", stop, ("id", id));
    }

    // Asked for late: observers use this node's id, which comes from here.
    IEnumerable<INodeObserver> Observers => services.GetServices<INodeObserver>();

    /// <summary>Beside the beat, which must not wait for it. What finds another errand under way comes again with the next look.</summary>
    void Do(Func<Task> work)
    {
        if (errand.IsCompleted) errand = Task.Run(() => Try(_ => work(), CancellationToken.None), CancellationToken.None);
    }

    async Task Try(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // the next look tries again, whatever it was; without looks this node would be dead to the others
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(e);
        }
    }

    async Task<int> Run(string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        await using var command = jobs.CreateCommand(sql);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "The roll of nodes cannot be read or written; the next second tries again")]
    partial void Failed(Exception e);

    [LoggerMessage(2, LogLevel.Warning, "Node {NodeId} has not been seen since {Since:O}: what it held is taken away")]
    partial void Dead(Guid nodeId, DateTimeOffset since);

    [LoggerMessage(3, LogLevel.Warning, "The other nodes took {OldId} for dead: this node goes on as {NewId}")]
    partial void TakenForDead(Guid oldId, Guid newId);
}
