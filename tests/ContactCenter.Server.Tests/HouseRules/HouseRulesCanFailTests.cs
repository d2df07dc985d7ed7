using System.Reflection;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>Each house rule on a sample that breaks it, and on one that only looks like it.</summary>
public sealed class HouseRulesCanFailTests
{
    private static readonly ILookup<string, string> Types =
        new[] { ("Routing", "AcceptOffer"), ("Clients", "ClientNames"), ("Agents", "Agent") }.ToLookup(t => t.Item1, t => t.Item2);

    [Theory]
    [InlineData("Tickets", "using ContactCenter.Server.Features.Routing;", "Routing")]
    [InlineData("Tickets", "x = ContactCenter.Server.Features.Channels.Widget.One;", "Channels")]
    [InlineData("Tickets", "await Routing.AcceptOffer.Run();", "Routing")]
    [InlineData("Tickets", "await Features . Routing.AcceptOffer.Run();", "Routing")]
    [InlineData("Contacts", "using ContactCenter.Server.Features.Agents;", "Agents")]
    [InlineData(null, "using ContactCenter.Server.Features.Clients;", "Clients")]
    [InlineData("Tickets", "using ContactCenter.Server.Features.Cellar;", "Cellar")]
    [InlineData("Tickets", "using ContactCenter.Server.Features.Clients; Clients.ClientNames.Of();", "")]
    [InlineData("Tickets", "using ContactCenter.Server.Features.Tickets;", "")]
    [InlineData("Tickets", "Routing.Count(); board.Routing.AcceptOffer();", "")]
    public void An_arrow_up_or_sideways_is_seen(string? room, string code, string wrong) =>
        Assert.Equal(wrong, string.Join(',', Floors.WrongArrows(room, code, Types)));

    [Theory]
    [InlineData("src/ContactCenter.Server/Platform/Nodes/A.cs", "using ContactCenter.Routing; RedisConnection a;", "")]
    [InlineData("src/ContactCenter.Server/Platform/Nodes/A.cs", "using ContactCenter.Routing; RoutingQueue a; RedisConnection b;", "RoutingQueue")]
    [InlineData("src/ContactCenter.Server/Platform/Jobs/A.cs", "using ContactCenter.Routing; RedisConnection a;", "ContactCenter.Routing")]
    [InlineData("src/ContactCenter.Server/Features/Live/A.cs", "ContactCenter.Routing.RedisConnection a;", "ContactCenter.Routing")]
    [InlineData("src/ContactCenter.Server/Features/Routing/A.cs", "using ContactCenter.Routing; RoutingQueue a;", "")]
    public void A_use_of_the_routing_library_beyond_the_line_to_redis_is_seen(string file, string code, string wrong) =>
        Assert.Equal(wrong, string.Join(',', Floors.WrongUseOfRouting(file, code, ["RoutingQueue", "RedisConnection"])));

    [Fact]
    public void What_a_comment_or_a_text_says_is_no_arrow()
    {
        const string Code = """
            // using ContactCenter.Server.Features.Routing;
            var a = "Features.Routing" + $"{(b ? "Features.Routing" : @"Features.""Routing")} {{Features.Routing}}"; /* Features.Routing */ var c = '"';
            #pragma warning disable Features.Routing
            """;
        Assert.Empty(Floors.WrongArrows("Tickets", CSharpText.Of(Code).Code, Types));
    }

    [Fact]
    public void Methods_are_found_and_measured()
    {
        const string Code = """
            namespace A;
            enum Colour { Red, Green }
            sealed record Point(int X, int Y)
            {
                static readonly Dictionary<string, (int A, int B)> table = new()
                {
                    ["{"] = (1, 2),
                };
                [Some("(")]
                public Point() : this(1, 2)
                {
                }

                static async Task<(int, int)> Pair<T>((int A, int B) x) where T : class
                {
                    if (x is { A: 1 }) { return x; }
                    return x;
                }

                static (int A, int B) Both() =>
                    (1, 2);
                public static bool operator ==(Point a, Point b)
                {
                    return true;
                }
                int Size { get; set; } = 3;
            }
            """;
        Assert.Equal([("Point", 3), ("Pair", 5), ("Both", 2), ("operator ==", 4)], CSharpText.Methods(Code).Select(m => (m.Name, m.Lines)));
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    public void A_method_over_sixty_lines_is_too_long(int lines, int found)
    {
        var body = string.Concat(Enumerable.Repeat("a();\n", lines - 3));
        Assert.Equal(found, TextRules.LongMethods($"class A\n{{\n  void B()\n{{\n{body}}}\n}}\n").Count());
    }

    [Theory]
    [InlineData("var a = DateTime.UtcNow;", 1)]
    [InlineData("var a = System.DateTimeOffset . Now;", 1)]
    [InlineData("Stopwatch.GetTimestamp(); Environment.TickCount64; Guid.NewGuid(); DateTime.Today;", 4)]
    [InlineData("time.GetUtcNow(); // DateTime.UtcNow", 0)]
    public void A_clock_read_is_seen(string code, int found) => Assert.Equal(found, TextRules.ClockReads(code).Count());

    [Theory]
    [InlineData("a.cs", "Run(\"\"\"UPDATE x SET at = NOW ( )\"\"\"); clock.Now();", 1)]
    [InlineData("a.cs", "Run($\"SELECT current_timestamp, {Now()}\");", 1)]
    [InlineData("a.cs", "var now = Now(); // now()", 0)]
    [InlineData("a.sql", "SELECT clock_timestamp(); -- now()", 1)]
    [InlineData("a.sql", "INSERT INTO x VALUES ('now')", 1)]
    public void The_databases_clock_is_seen(string file, string text, int found) => Assert.Equal(found, TextRules.DatabaseClock(file, text).Count());

    [Theory]
    [InlineData("redis.call('TIME')", 1)]
    [InlineData("redis.call(\"hgetall\", k) for a, b in pairs(t) do end math.random()", 3)]
    [InlineData("redis.call('SET', k, 1, 'EX', 5) redis.call('PEXPIRE', k, 1)", 2)]
    [InlineData("redis.call('ZRANGE', KEYS[1], 0, 0) for i, x in ipairs(t) do end -- redis.call('TIME')", 0)]
    public void A_script_that_could_decide_differently_is_seen(string lua, int found) => Assert.Equal(found, TextRules.Unpredictable(lua).Count());

    [Fact]
    public void Names_that_say_nothing_are_seen() =>
        Assert.Equal(["TicketManager", "TicketDto", "BaseTicket"], TextRules.BadNames(["TicketManager", "TicketDto", "BaseTicket", "Database", "Utility", "Based"]));

    [Fact]
    public void Texts_in_facts_are_seen()
    {
        Assert.Equal(["Told.Name is a String", "Told.Words is a IReadOnlyList`1"], FactRules.Breaches(typeof(Told)));
        Assert.Empty(FactRules.Breaches(typeof(Counted)));
    }

    [Fact]
    public void A_library_that_knows_the_server_is_seen() =>
        Assert.Contains("ContactCenter.Server", HouseRulesTests.ForbiddenReferences(Assembly.GetExecutingAssembly()));

    [Fact]
    public void A_registry_in_a_lock_file_is_seen() =>
        Assert.Single(TextRules.RegistryHosts("""{"resolved": "https://registry.example/a.tgz", "url": "https://sponsors.example"}"""));

    [Fact]
    public void A_setting_outside_the_sample_is_seen()
    {
        const string Code = """
            configuration["A:B"]; c.GetConnectionString("C"); s.AddOptions<DataScope>().BindConfiguration("D"); x.GetSection("E").Get<Actor>();
            var odd = x.GetSection("F");
            """;
        var keys = SettingRules.KeysRead(Code, typeof(AppDb).Assembly).ToList();
        Assert.Superset(new HashSet<string>(["A:B", "ConnectionStrings:C", "D:People", "E:Cause"]), keys.ToHashSet());
        Assert.Contains("1 section(s) read in a way that this test does not understand", keys);
        Assert.Equal(["A", "A:B"], SettingRules.KeysOf("""{"A": {"B": 1}}""").Where(k => k.Length > 0).Order());
    }

    private sealed record Told(Guid Id, string Name, IReadOnlyList<string> Words) : Fact;

    private sealed record Counted(Guid Id, Code Reason, int? Size, DateTimeOffset At, DayOfWeek Day, IReadOnlyList<Guid> Others, Guid[] More) : Fact;
}
