namespace ContactCenter.Server.Platform.Data;

/// <summary>One room's demo data. Adds what is missing and changes nothing that is there.</summary>
public delegate Task DemoStep(AppDb db, DateTimeOffset now, CancellationToken cancellationToken);

/// <summary>
/// `seed-demo`: a small contact centre to look at, as the owner, in one transaction. Its accounts have a password that
/// everybody knows, so Production refuses it.
/// </summary>
public static class SeedDemo
{
    public static async Task<bool> Run(
        IConfiguration configuration, IHostEnvironment environment, TimeProvider time, IReadOnlyList<DemoStep> steps, CancellationToken cancellationToken)
    {
        if (environment.IsProduction())
        {
            await Console.Error.WriteLineAsync("seed-demo makes accounts with a known password and does not run in Production.");
            return false;
        }
        var owner = configuration.GetConnectionString(DataSources.Owner)
            ?? throw new InvalidOperationException("ConnectionStrings:Owner is missing: seed-demo runs as the owner of the database.");
        await using var db = Migrate.OwnerContext(owner);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var step in steps)
        {
            await step(db, time.GetUtcNow(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
