namespace ContactCenter.Server.Platform.Data;

static class WorkScopes
{
    /// <summary>A unit of work of its own that sees every client, for what serves all of them at once: pools, rosters, boards.</summary>
    public static AsyncServiceScope AllClients(this IServiceScopeFactory scopes, Actor actor, out AppDb db)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterAllClients(actor);
        db = scope.ServiceProvider.GetRequiredService<AppDb>();
        return scope;
    }
}
