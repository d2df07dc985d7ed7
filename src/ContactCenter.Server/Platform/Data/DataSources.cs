using Npgsql;

namespace ContactCenter.Server.Platform.Data;

/// <summary>The logins the server holds. The owner's is only for `migrate`, `create-admin` and `seed-demo`.</summary>
public static class DataSources
{
    public const string Web = "Web";
    public const string Jobs = "Jobs";
    public const string Owner = "Owner";

    /// <summary>The jobs' login, for locks that a connection holds.</summary>
    public const string Locks = "Locks";

    internal static void AddDataSource(IServiceCollection services, string name) =>
        services.AddKeyedSingleton(name, (provider, _) => Build(provider, Settings(provider, name)));

    /// <summary>
    /// Not pooled, so that closing a connection gives its locks back. PostgreSQL ends one that says nothing for five seconds:
    /// a node that is frozen holds nobody up.
    /// </summary>
    internal static void AddLocks(IServiceCollection services) =>
        services.AddKeyedSingleton(Locks, (provider, _) =>
        {
            var settings = Settings(provider, Jobs);
            (settings.Pooling, settings.Options) = (false, $"{settings.Options} -c idle_session_timeout=5s".TrimStart());
            return Build(provider, settings);
        });

    static NpgsqlConnectionStringBuilder Settings(IServiceProvider provider, string name)
    {
        var text = provider.GetRequiredService<IConfiguration>().GetConnectionString(name)
            ?? throw new InvalidOperationException($"ConnectionStrings:{name} is missing (appsettings.sample.json shows it).");
        var settings = new NpgsqlConnectionStringBuilder(text);
        // A database that is away is said within seconds, not after a browser has given up.
        if (!text.Contains("Timeout", StringComparison.OrdinalIgnoreCase)) (settings.Timeout, settings.CommandTimeout) = (4, 15);
        // No work waits for anything inside a transaction: one that says nothing for so long is of a node that stands still.
        settings.Options = $"{settings.Options} -c idle_in_transaction_session_timeout=5s".TrimStart();
        // The same few statements over and over: planning them anew costs as much as running them.
        if (!text.Contains("Auto Prepare", StringComparison.OrdinalIgnoreCase)) settings.MaxAutoPrepare = 200;
        // The jobs' login sets nothing on its connections, so there is nothing to reset before the next use.
        settings.NoResetOnClose = name == Jobs;
        // Its tables are queues, long or empty from one minute to the next: its statements are written for the index they mean,
        // and are planned once for any size.
        if (name == Jobs) settings.Options += " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";
        if (string.IsNullOrEmpty(settings.ApplicationName)) settings.ApplicationName = $"contactcenter-{name.ToLowerInvariant()}";
        return settings;
    }

    static NpgsqlDataSource Build(IServiceProvider provider, NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build();
}
