using System.Reflection;
using ContactCenter.AppHost.Servers;
using ContactCenter.Routing;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>What the house agreed on and no compiler knows. HouseRulesCanFailTests shows that each rule sees what it is for.</summary>
public sealed class HouseRulesTests
{
    private static readonly Assembly Application = typeof(AppDb).Assembly;

    private static readonly ILookup<string, string> TypesByRoom = Application.GetTypes()
        .Where(t => t.Namespace?.StartsWith("ContactCenter.Server.Features.", StringComparison.Ordinal) == true)
        .ToLookup(t => t.Namespace!.Split('.')[3], t => t.Name.Split('`')[0], StringComparer.Ordinal);

    private static readonly IReadOnlyCollection<string> RoutingTypes = [.. typeof(RoutingQueue).Assembly.GetExportedTypes().Select(t => t.Name.Split('`')[0])];

    [Fact]
    public void Every_room_has_its_floor() =>
        Nothing(SourceTree.Files("src/ContactCenter.Server/Features").Select(Floors.RoomOf).OfType<string>().Distinct()
            .Where(room => !Floors.OfRoom.ContainsKey(room)).Select(room => $"{room} stands on no floor: add it to Floors."));

    [Fact]
    public void A_room_knows_only_platform_and_the_floors_below_it() =>
        Nothing(from file in SourceTree.Files("src/ContactCenter.Server", ".cs")
                where Path.GetFileName(file) != "Program.cs"
                from other in Floors.WrongArrows(Floors.RoomOf(file), CSharpText.Of(SourceTree.Read(file)).Code, TypesByRoom)
                select $"{file} speaks of {other}");

    [Fact]
    public void Only_the_routing_room_uses_the_routing_library_and_the_nodes_its_line_to_redis() =>
        Nothing(from file in SourceTree.Files("src/ContactCenter.Server", ".cs")
                where Path.GetFileName(file) != "Program.cs"
                from used in Floors.WrongUseOfRouting(file, CSharpText.Of(SourceTree.Read(file)).Code, RoutingTypes)
                select $"{file} uses {used}");

    [Fact]
    public void The_routing_library_knows_neither_the_server_nor_what_the_server_stands_on() =>
        Nothing(ForbiddenReferences(typeof(RoutingQueue).Assembly));

    [Fact]
    public void No_file_and_no_method_is_too_long_to_read() =>
        Nothing(SourceTree.Files("src", ".cs", ".sql", ".lua").Concat(SourceTree.Files("tests", ".cs")).SelectMany(TooLong));

    [Fact]
    public void Time_comes_from_a_time_provider_and_ids_from_one_place() =>
        Nothing(from file in SourceTree.Files("src", ".cs")
                where !file.EndsWith("/Platform/Ids.cs", StringComparison.Ordinal)
                from read in TextRules.ClockReads(SourceTree.Read(file))
                select $"{file}: {read}");

    [Fact]
    public void Statements_get_the_time_as_a_parameter() =>
        Nothing(from file in SourceTree.Files("src", ".cs", ".sql", ".lua")
                from clock in TextRules.DatabaseClock(file, SourceTree.Read(file))
                select $"{file}: {clock}");

    [Fact]
    public void Scripts_decide_the_same_with_the_same_arguments() =>
        // Except one that only shows what there is, in whatever order: it decides nothing.
        Nothing(from file in SourceTree.Files("src", ".lua").Where(f => !f.EndsWith("/Lua/review.lua", StringComparison.Ordinal))
                from call in TextRules.Unpredictable(SourceTree.Read(file))
                select $"{file}: {call}");

    [Fact]
    public void Names_say_what_a_thing_is() =>
        Nothing(new[] { Application, typeof(RoutingQueue).Assembly, typeof(PrivateServer).Assembly }
            .SelectMany(a => a.GetTypes()).Where(t => !t.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(t => TextRules.BadNames([t.Name.Split('`')[0]]).Select(_ => t.FullName!)));

    [Fact]
    public void Facts_hold_ids_codes_numbers_and_instants_only() =>
        Nothing(Application.GetTypes().Where(t => t.IsSubclassOf(typeof(Fact)) && !t.IsAbstract).SelectMany(FactRules.Breaches));

    [Fact]
    public void Lock_files_name_no_registry() =>
        Nothing(from folder in new[] { "web-agent", "src", "tests" }
                from file in SourceTree.Files(folder, ".json")
                where file.EndsWith("package-lock.json", StringComparison.Ordinal) || file.EndsWith("packages.lock.json", StringComparison.Ordinal)
                from host in TextRules.RegistryHosts(SourceTree.Read(file))
                select $"{file}: {host}");

    [Fact]
    public void Every_setting_that_the_code_reads_stands_in_the_sample()
    {
        var sample = SettingRules.KeysOf(SourceTree.Read("appsettings.sample.json"));
        var read = SourceTree.Files("src/ContactCenter.Server", ".cs").SelectMany(file => SettingRules.KeysRead(SourceTree.Read(file), Application));
        Nothing(read.Distinct(StringComparer.OrdinalIgnoreCase).Where(key => !sample.Contains(key)).Select(key => $"{key} is not in appsettings.sample.json"));
    }

    /// <summary>Names of assemblies that a leaf library must not know.</summary>
    internal static IEnumerable<string> ForbiddenReferences(Assembly library) =>
        library.GetReferencedAssemblies().Select(a => a.Name!).Where(name =>
            name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            || name.StartsWith("Npgsql", StringComparison.Ordinal) || name.StartsWith("ContactCenter.", StringComparison.Ordinal));

    private static IEnumerable<string> TooLong(string file)
    {
        var source = SourceTree.Read(file);
        var lines = source.AsSpan().Count('\n');
        var most = file.EndsWith("ContactCenter.Server/Program.cs", StringComparison.Ordinal) ? TextRules.MaxProgramLines : TextRules.MaxFileLines;
        if (lines > most) yield return $"{file}: {lines} lines";
        if (!file.EndsWith(".cs", StringComparison.Ordinal)) yield break;
        foreach (var method in TextRules.LongMethods(source)) yield return $"{file}: {method}";
    }

    private static void Nothing(IEnumerable<string> breaches) => Assert.Equal("", string.Join(Environment.NewLine, breaches));
}
