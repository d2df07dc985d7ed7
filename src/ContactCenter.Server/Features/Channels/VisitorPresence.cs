using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Nodes;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// Writes down at which nodes a visitor has a stream open, when the last one went away and when he is back. Decided from these
/// rows under his session's row lock, after the stream is in or out of this node's list, so that a stream that opens while
/// another closes, here or elsewhere, is never taken for a visitor who left. Streams of a node that ends, or is found dead,
/// went away when it was last seen.
/// </summary>
sealed partial class VisitorPresence(
    IServiceScopeFactory scopes, VisitorStreams streams, VisitorGate gate, ThisNode node, IHostApplicationLifetime host, TimeProvider time, ILogger<VisitorPresence> log) : INodeObserver
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    const int AtOnce = 500;
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Within the caller's transaction: nobody follows any more, and in a minute somebody looks whether that matters.</summary>
    public static void Gone(AppDb db, VisitorSession session, DateTimeOffset since, DateTimeOffset now)
    {
        session.GoneAt = since;
        db.SetTimer(VisitorGoneJob.Kind, session.Id, session.ClientId, since + Patience, now);
    }

    /// <summary>Not broken off when the visitor hangs up: whether it is written down must be known, so that his leaving is, too.</summary>
    public Task Came(VisitorSession session) => Change(session, async (db, row) => await Open(db, row), host.ApplicationStopping);

    /// <summary>Tries until it is written down: nobody else would. A host that stops leaves it to the end of its node.</summary>
    public async Task Left(VisitorSession session)
    {
        var stop = host.ApplicationStopping;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await TakeLeave(session, stop)) return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                DatabaseAway(e);
            }
            await Task.Delay(Retry, time, CancellationToken.None);
        }
    }

    /// <summary>False when it is not his turn yet.</summary>
    async Task<bool> TakeLeave(VisitorSession session, CancellationToken stop)
    {
        using var turn = await gate.Enter(stop);
        if (turn is null) return false;
        await Change(session, async (db, row) =>
        {
            if (!streams.IsOpen(row.Id)) await Close(db, [row], node.Id, time.GetUtcNow(), stop);
        }, stop);
        return true;
    }

    public async Task Returned(CancellationToken cancellationToken)
    {
        foreach (var sessions in streams.OpenSessions.Chunk(AtOnce))
        {
            await ForAll(async db =>
            {
                foreach (var row in (await VisitorRows.Lock(db, sessions, cancellationToken)).Where(r => streams.IsOpen(r.Id))) await Open(db, row);
                return false;
            }, cancellationToken);
        }
    }

    public async Task Ended(Guid node, DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            more = await ForAll(async db =>
            {
                var sessions = await db.Database.SqlQuery<Guid>($"""
                    SELECT session_id AS "Value" FROM channels.open_streams WHERE node_id = {node} ORDER BY session_id LIMIT {AtOnce}
                    """).ToArrayAsync(cancellationToken);
                await Close(db, await VisitorRows.Lock(db, sessions, cancellationToken), node, since, cancellationToken);
                return sessions.Length == AtOnce;
            }, cancellationToken);
        }
    }

    async Task Open(AppDb db, VisitorSession row)
    {
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO channels.open_streams (session_id, node_id, client_id) VALUES ({row.Id}, {node.Id}, {row.ClientId}) ON CONFLICT DO NOTHING
            """);
        if (row.GoneAt is null) return;
        row.GoneAt = null;
        db.CancelTimer(VisitorGoneJob.Kind, row.Id);
    }

    async Task Close(AppDb db, IReadOnlyList<VisitorSession> rows, Guid at, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var sessions = rows.Select(r => r.Id).ToArray();
        await db.Database.ExecuteSqlAsync($"DELETE FROM channels.open_streams WHERE node_id = {at} AND session_id = ANY ({sessions})", cancellationToken);
        var elsewhere = await db.Database.SqlQuery<Guid>($"""
            SELECT DISTINCT session_id AS "Value" FROM channels.open_streams WHERE session_id = ANY ({sessions})
            """).ToHashSetAsync(cancellationToken);
        // Who is gone already is gone since then.
        foreach (var row in rows.Where(r => r.GoneAt is null && !elsewhere.Contains(r.Id))) Gone(db, row, since, time.GetUtcNow());
    }

    async Task Change(VisitorSession session, Func<AppDb, VisitorSession, Task> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().Enter(session.ClientId, new Actor("visitor", session.Id));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await VisitorRows.Lock(db, session.Id, cancellationToken) is not { } row) return;
        await change(db, row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>A node's visitors are those of all clients.</summary>
    async Task<bool> ForAll(Func<AppDb, Task<bool>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(new Actor("job", null), out var db);
        return await db.Transact(async () =>
        {
            var result = await work(db);
            await db.SaveChangesAsync(cancellationToken);
            return result;
        }, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "That a visitor left could not be written down and is tried again")]
    partial void DatabaseAway(Exception e);
}
