using Npgsql;

namespace ContactCenter.Server.Platform.Data;

/// <summary>The logins the server holds. The owner's is only for `migrate`, `create-admin` and `seed-demo`.</summary>
public static class DataSources
{
    public const string Web = "Web";
    public const string Jobs = "Jobs";
    public const string Owner = "Owner";

    internal static void AddDataSource(IServiceCollection services, string name) =>
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var text = provider.GetRequiredService<IConfiguration>().GetConnectionString(name)
                ?? throw new InvalidOperationException($"ConnectionStrings:{name} is missing (appsettings.sample.json shows it).");
            var settings = new NpgsqlConnectionStringBuilder(text);
            // A database that is away is said within seconds, not after a browser has given up.
            if (!text.Contains("Timeout", StringComparison.OrdinalIgnoreCase)) (settings.Timeout, settings.CommandTimeout) = (4, 15);
            if (string.IsNullOrEmpty(settings.ApplicationName)) settings.ApplicationName = $"contactcenter-{name.ToLowerInvariant()}";
            return new NpgsqlDataSourceBuilder(settings.ConnectionString)
                .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build();
        });
}
