using System.Diagnostics;
using System.Web;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Access;

/// <summary>`create-admin` as a command.</summary>
public sealed class CreateAdminTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task It_prints_a_link_by_which_the_first_administrator_sets_his_password_and_nothing_else()
    {
        var said = await Run(0, null, "first@create-admin.example");
        var link = new Uri(new Uri("https://any.example"), said.Trim());
        Assert.Equal("/invite", link.AbsolutePath);
        var query = HttpUtility.ParseQueryString(link.Query);
        using var api = fixture.Api();
        (await api.Post("invites/accept", new { userId = query["user"], token = query["token"], password = "A good one 7" })).Expect(204);
        var session = (await api.SignIn("first@create-admin.example", "A good one 7")).Expect(200);
        Assert.True(session["allClients"].GetBoolean());
        Assert.Equal(Permission.All.Order(StringComparer.Ordinal), session["permissions"].EnumerateArray().Select(p => p.GetString()!));
    }

    [Fact]
    public async Task It_reads_a_password_from_its_input_and_restores_who_was_locked_out_of_everything()
    {
        var user = await fixture.Seed.User("restored@create-admin.example", [BuiltInRoles.ClientViewer], []);
        await fixture.Installation.Execute("UPDATE access.users SET active = false WHERE id = @id", ("id", user));
        await Run(0, "From the input 1\n", "Restored@create-admin.example", "--password");
        using var api = fixture.Api();
        var session = (await api.SignIn("restored@create-admin.example", "From the input 1")).Expect(200);
        Assert.Equal(user, session["user"].GetProperty("id").GetGuid());
        Assert.Equal(["admin", "client-viewer"], session["roles"].EnumerateArray().Select(r => r.GetString()!));
    }

    [Fact]
    public async Task What_it_cannot_use_makes_nobody()
    {
        await Run(1, null);
        await Run(1, null, "no address");
        await Run(1, null, "weak@create-admin.example", "--password=OnTheCommandLine1");
        await Run(1, "short\n", "weak@create-admin.example", "--password");
        Assert.Equal(0, await fixture.Installation.Scalar<long>("SELECT count(*) FROM access.users WHERE email = 'weak@create-admin.example'"));
    }

    /// <summary>What it said to its standard output.</summary>
    private async Task<string> Run(int expected, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AppDb).Assembly.Location, "create-admin", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ConnectionStrings__Web"] = fixture.Installation.Server.Web(fixture.Installation.Database);
        start.Environment["ConnectionStrings__Jobs"] = fixture.Installation.Server.Jobs(fixture.Installation.Database);
        start.Environment["Redis__Configuration"] = fixture.Installation.Redis.Configuration;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == expected, $"create-admin ended with {process.ExitCode}: {await errors}{output}");
        return output;
    }
}
