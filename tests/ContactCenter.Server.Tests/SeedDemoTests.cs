using System.Diagnostics;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests;

/// <summary>`seed-demo` as a command, as AppHost runs it.</summary>
public sealed class SeedDemoTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    const string Password = "Demo!2345";

    [Fact]
    public async Task The_demo_people_sign_in_for_their_clients_and_a_second_run_adds_nothing()
    {
        await Seed("Development", expected: 0);
        var events = await Events();
        await Seed("Development", expected: 0);
        Assert.Equal(events, await Events());

        await Sees("agent1@demo.test", "agent", "acme-air", "bright-bank");
        await Sees("agent2@demo.test", "agent", "acme-air", "bright-bank");
        await Sees("agent3@demo.test", "agent", "acme-air");
        await Sees("agent4@demo.test", "agent", "bright-bank");
        await Sees("client@acme-air.test", "client-viewer", "acme-air");
        await Sees("supervisor@demo.test", "supervisor", "acme-air", "bright-bank");
        using var admin = await Sees("admin@demo.test", "admin", "acme-air", "bright-bank");

        var skills = (await admin.Get("agents")).Expect(200).Items.ToDictionary(
            a => a.GetProperty("email").GetString()!, a => a.GetProperty("skills").EnumerateArray().Select(s => s.GetProperty("key").GetString()!).ToList());
        Assert.Contains("lang-en", skills["agent1@demo.test"]);
        Assert.DoesNotContain("lang-es", skills["agent1@demo.test"]);
        Assert.Contains("lang-es", skills["agent2@demo.test"]);
        var reasons = (await admin.Get("break-reasons")).Expect(200).Items.Select(r => r.GetProperty("key").GetString()!).ToList();
        foreach (var reason in new[] { "lunch", "training", "meeting", "technical", "not-responding" }) Assert.Contains(reason, reasons);
        foreach (var client in (await admin.Get("clients")).Items.Select(c => c.GetProperty("id").GetGuid()))
        {
            Assert.NotEmpty((await admin.Get($"queues?clientId={client}")).Expect(200).Items);
            Assert.InRange((await admin.Get($"dispositions?clientId={client}")).Expect(200).Items.Count, 3, 5);
        }
    }

    [Fact]
    public async Task Production_refuses_accounts_whose_password_everybody_knows()
    {
        var events = await Events();
        var said = await Seed("Production", expected: 1);
        Assert.Contains("does not run in Production", said, StringComparison.Ordinal);
        Assert.Equal(events, await Events());
    }

    // Not those of the running server: people who sign in, and the index that it builds when it starts.
    Task<long> Events() => fixture.Installation.Scalar<long>("SELECT count(*) FROM journal.events WHERE type <> 'userSignedIn' AND stream_kind <> 'pool'");

    async Task<Api> Sees(string email, string role, params string[] clients)
    {
        var api = fixture.Api();
        var session = (await api.SignIn(email, Password)).Expect(200);
        Assert.Equal([role], session["roles"].EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(clients, session["clients"].EnumerateArray().Select(c => c.GetProperty("key").GetString()).Order());
        return api;
    }

    /// <summary>What it said to its error output.</summary>
    async Task<string> Seed(string environment, int expected)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AppDb).Assembly.Location, "seed-demo"]) 
        {
            RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ConnectionStrings__Owner"] = fixture.Installation.Server.Owner(fixture.Installation.Database);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == expected, $"seed-demo ended with {process.ExitCode}: {errors}{await output}");
        return errors;
    }
}
