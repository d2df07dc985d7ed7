using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>A connection goes from hand to hand, and the scope is sent with the first command: what comes before it sees nothing.</summary>
public sealed class PooledConnectionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_connection_that_comes_back_has_forgotten_whose_work_it_was()
    {
        await fixture.Seed.Client("pooled");
        // Often enough for its statements to be kept prepared, which changes how a connection is cleaned.
        for (var round = 0; round < 20; round++)
        {
            var seen = await fixture.Server.InScope(s => s.EnterAllClients(Actor.System), services => services.GetRequiredService<AppDb>()
                .Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM clients.clients").SingleAsync());
            Assert.True(seen > 0);
        }

        var pool = fixture.Server.Services.GetRequiredKeyedService<NpgsqlDataSource>(DataSources.Web);
        for (var round = 0; round < 20; round++)
        {
            await using var connection = await pool.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(
                "SELECT current_user || '|' || coalesce(current_setting('app.clients', true), '') || '|' || coalesce(current_setting('app.staff', true), '') || '|' "
                + "|| coalesce(current_setting('app.actor', true), '') || '|' || (SELECT count(*) FROM clients.clients)", connection);
            Assert.Equal("cc_web||||0", (string)(await command.ExecuteScalarAsync())!);
        }
    }
}
