using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContactCenter.Server.Features.Channels;

/// <summary>From what a visitor shows to the widget he uses; from then on the unit of work sees that widget's client only.</summary>
sealed class FindWidget([FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, DataScope scope, AppDb db)
{
    const int LongestKey = 50;
    static readonly Actor Anybody = new("visitor", null);

    /// <summary>Null when no active widget of an active client has that key.</summary>
    public async Task<Widget?> ByKey(string key, CancellationToken cancellationToken)
    {
        if (key.Length > LongestKey || key.Contains('\0', StringComparison.Ordinal)) return null;
        await using var command = jobs.CreateCommand("SELECT client_id FROM channels.widgets WHERE key = @key");
        command.Parameters.AddWithValue("key", key);
        if (await command.ExecuteScalarAsync(cancellationToken) is not Guid client) return null;
        scope.Enter(client, Anybody);
        if (!await ClientIds.IsActive(db, client, cancellationToken)) return null;
        return await db.Set<Widget>().AsNoTracking().SingleOrDefaultAsync(w => w.Key == key && w.Active, cancellationToken);
    }

    /// <summary>A talk that has begun goes on when its widget is taken off the pages.</summary>
    public async Task<(VisitorSession Session, Widget Widget)?> BySession(VisitorClaim claim, CancellationToken cancellationToken)
    {
        scope.Enter(claim.ClientId, new Actor("visitor", claim.SessionId));
        var found = await db.Set<VisitorSession>().AsNoTracking().Where(s => s.Id == claim.SessionId)
            .Join(db.Set<Widget>().AsNoTracking(), s => s.WidgetId, w => w.Id, (s, w) => new { Session = s, Widget = w })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.Session, found.Widget);
    }
}
