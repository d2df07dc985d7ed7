using System.Text.Json;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Supervision;

/// <summary>
/// Once a second, for each client that somebody watches: takes the board and sends it if it is another one than before.
/// On many nodes each does so for its own watchers.
/// </summary>
sealed partial class BoardTicker(IServiceScopeFactory scopes, Watchers watchers, News news, TimeProvider time, ILogger<BoardTicker> log) : BackgroundService
{
    readonly Dictionary<Guid, string> shown = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Tick(stoppingToken);
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                DatabaseAway(e);
            }
        }
    }

    async Task Tick(CancellationToken cancellationToken)
    {
        var watched = await Watched(cancellationToken);
        foreach (var gone in shown.Keys.Except(watched).ToList()) shown.Remove(gone);
        foreach (var client in watched) await Show(client, cancellationToken);
    }

    async Task<IReadOnlyCollection<Guid>> Watched(CancellationToken cancellationToken)
    {
        if (!watchers.OfEveryClient) return watchers.Clients;
        await using var scope = scopes.AllClients(Actor.System, out var db);
        return await ClientIds.All(db, cancellationToken);
    }

    async Task Show(Guid client, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().Enter(client, Actor.System, People.Everybody);
        var board = await scope.ServiceProvider.GetRequiredService<BoardCamera>().Take(client, cancellationToken);
        // The instant and the growing waits are not news: screens count them on.
        var picture = JsonSerializer.Serialize(board with { At = default, Queues = [.. board.Queues.Select(q => q with { LongestWaitSeconds = null })] }, JsonShapes.Api);
        if (shown.GetValueOrDefault(client) == picture) return;
        shown[client] = picture;
        news.ToClientHere(client, new BoardChanged(board));
    }

    [LoggerMessage(1, LogLevel.Warning, "The board cannot reach PostgreSQL")]
    partial void DatabaseAway(Exception e);
}
