using System.Collections.Concurrent;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// The names of agents, as visitors read them. A visitor's own unit of work does not see the operator's people, so this
/// asks as staff and keeps the answer for a minute; as many as there are agents, not as there are visitors.
/// </summary>
sealed class AgentNames(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, (string? Name, DateTimeOffset Until)> names = new();

    public async Task<string?> Of(Guid agent, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (names.TryGetValue(agent, out var known) && known.Until > now) return known.Name;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
        var name = (await UserNames.Of(scope.ServiceProvider.GetRequiredService<AppDb>(), [agent], cancellationToken)).GetValueOrDefault(agent);
        names[agent] = (name, now + Kept);
        return name;
    }
}
