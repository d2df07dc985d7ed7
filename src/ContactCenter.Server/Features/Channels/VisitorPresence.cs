using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// Writes down when a visitor's last stream went away and when he is back. Both are decided under his session's row lock
/// after the stream is in or out of this node's list, so that a stream that opens while another closes is never taken for
/// a visitor who left.
/// </summary>
sealed partial class VisitorPresence(
    IServiceScopeFactory scopes, VisitorStreams streams, IHostApplicationLifetime host, TimeProvider time, ILogger<VisitorPresence> log)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Within the caller's transaction: nobody follows any more, and in a minute somebody looks whether that matters.</summary>
    public static void Gone(AppDb db, VisitorSession session, DateTimeOffset now)
    {
        session.GoneAt = now;
        db.SetTimer(VisitorGoneJob.Kind, session.Id, session.ClientId, now + Patience, now);
    }

    /// <summary>Not broken off when the visitor hangs up: whether it is written down must be known, so that his leaving is, too.</summary>
    public Task Came(VisitorSession session) => Change(session, (db, row) =>
    {
        if (row.GoneAt is null) return;
        row.GoneAt = null;
        db.CancelTimer(VisitorGoneJob.Kind, row.Id);
    }, host.ApplicationStopping);

    /// <summary>Tries until it is written down: nobody else would. A host that stops leaves it to the next start.</summary>
    public async Task Left(VisitorSession session)
    {
        var stop = host.ApplicationStopping;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Change(session, (db, row) =>
                {
                    if (!streams.IsOpen(row.Id) && row.GoneAt is null) Gone(db, row, time.GetUtcNow());
                }, stop);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                DatabaseAway(e);
                await Task.Delay(Retry, time, CancellationToken.None);
            }
        }
    }

    async Task Change(VisitorSession session, Action<AppDb, VisitorSession> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().Enter(session.ClientId, new Actor("visitor", session.Id));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await VisitorRows.Lock(db, session.Id, cancellationToken) is not { } row) return;
        change(db, row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "That a visitor left could not be written down and is tried again")]
    partial void DatabaseAway(Exception e);
}

/// <summary>
/// After a start nobody's stream is open any more: everybody who had one has a minute to come back. One node only, as long
/// as a node's own list is what tells who is there; with several, presence moves to where all of them see it.
/// </summary>
sealed partial class ResumePresenceJob(
    IServiceScopeFactory scopes, VisitorStreams streams, TimeProvider time, ILogger<ResumePresenceJob> log) : BackgroundService
{
    const int AtOnce = 500;
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Only those who were there before this start; who comes now says so himself.
        var after = Guid.Empty;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await Next(after, stoppingToken) is not { } last) return;
                after = last;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                DatabaseAway(e);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    async Task<Guid?> Next(Guid after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterAllClients(new Actor("job", null));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rows = await db.Set<VisitorSession>().FromSql($"""
            SELECT * FROM channels.visitor_sessions WHERE gone_at IS NULL AND id > {after} ORDER BY id LIMIT {AtOnce} FOR NO KEY UPDATE
            """).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var row in rows.Where(r => !streams.IsOpen(r.Id))) VisitorPresence.Gone(db, row, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows.Count == 0 ? null : rows.Max(r => r.Id);
    }

    [LoggerMessage(1, LogLevel.Warning, "Visitors of before the start cannot be looked up and are tried again")]
    partial void DatabaseAway(Exception e);
}
