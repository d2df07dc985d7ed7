using ContactCenter.Benchmarks.Rig;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactCenter.Benchmarks;

/// <summary>The application as it is shipped, in a process of its own that pushes when it is told to.</summary>
static class ProductHost
{
    public const string Command = "product-host";

    public static string[] CommandLine() => [typeof(ProductHost).Assembly.Location, Command];

    /// <summary>The application's, and where its files are: beside ours.</summary>
    public static Dictionary<string, string?> Settings(Installation installation) =>
        new(installation.Settings()) { ["ASPNETCORE_TEST_CONTENTROOT_CONTACTCENTER_SERVER"] = AppContext.BaseDirectory };

    public static async Task<int> Run(string[] args)
    {
        await using var factory = new Factory();
        factory.UseKestrel(new Uri(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")!).Port);
        factory.StartServer();
        await Task.Delay(Timeout.InfiniteTimeSpan);
        return 0;
    }

    sealed class Factory : WebApplicationFactory<AppDb>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            foreach (var (key, value) in settings.AsEnumerable().Where(s => s.Value is not null && s.Key.Contains(':', StringComparison.Ordinal))) builder.UseSetting(key, value);
            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.ConfigureTestServices(services => services.AddSingleton<IStartupFilter, Door>());
        }
    }

    sealed class Door(IServiceProvider services) : IStartupFilter
    {
        static readonly Guid Ticket = new("01990000-0000-7000-8000-0000000000aa");

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            var news = services.GetRequiredService<News>();
            app.UsePushes((user, at) => news.ToUser(user, new Typing(Ticket, true, at)));
            next(app);
        };
    }
}
