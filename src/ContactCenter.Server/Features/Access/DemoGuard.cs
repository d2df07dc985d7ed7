using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// Demo accounts have a password that everybody knows. Production does not start with the demo switched on, nor while
/// an active account is left whose address ends in .test, a domain that exists for nobody.
/// </summary>
sealed class DemoGuard(IServiceScopeFactory scopes, IHostEnvironment environment, IConfiguration configuration) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsProduction()) return;
        if (configuration.GetValue<bool>("Demo:Enabled"))
            throw new InvalidOperationException("Demo:Enabled is set: the demo has well-known passwords and never runs in production.");
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
        var left = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<User>()
            .CountAsync(u => u.Active && u.NormalizedEmail!.EndsWith(".TEST"), cancellationToken);
        if (left > 0)
            throw new InvalidOperationException($"{left} demo accounts (addresses in .test) are active: deactivate them before production starts.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
