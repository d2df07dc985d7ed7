using ContactCenter.Routing;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>The checker itself is proven: it says nothing about the product, and finds each of these bugs in it.</summary>
[Collection(Alone.Name)]
[Trait("Category", "Soak")]
public sealed class PlantedBugTests
{
    [Fact]
    public async Task Of_the_product_as_it_is_there_is_nothing_to_say() => Assert.Equal("", await Verdict(new Plant("none", "")));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_bug_is_found(string name)
    {
        var plant = Plant.All.Single(p => p.Name == name);
        Assert.Contains(plant.Breaks, await Verdict(plant), StringComparison.Ordinal);
    }

    public static TheoryData<string> Names() => [.. Plant.All.Select(p => p.Name)];

    private static async Task<string> Verdict(Plant plant)
    {
        await using var installation = await Installation.Make();
        var options = new ServerOptions { Time = TimeProvider.System, Services = services => Sow(services, plant) };
        foreach (var (key, value) in Floor.NoLimits) options.Settings[key] = value;
        List<Place> places = [];
        await using var floor = new Floor(installation, places, plant.Plan) { Patience = TimeSpan.FromSeconds(plant.Breaks.Length == 0 ? 10 : 3) };
        await floor.Furnish();
        foreach (var statement in plant.Sql) await installation.Execute(statement);
        await using var server = RunningServer.Start(installation, options);
        places.Add(new Place("only", server.Address));
        await floor.Open();
        floor.Work();
        await floor.Run(plant.Load);
        return Floor.Text(await floor.Judge(plant.Drains));
    }

    private static void Sow(IServiceCollection services, Plant plant)
    {
        services.Replace(ServiceDescriptor.Singleton(p => new RedisConnection(
            new RedisConnectionOptions { Configuration = p.GetRequiredService<IConfiguration>()["Redis:Configuration"]!, EditScript = plant.Edit },
            TimeProvider.System, p.GetRequiredService<ILogger<RedisConnection>>())));
        plant.Services(services);
    }
}
