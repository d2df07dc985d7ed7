using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>What is sent with a save, in the one round trip at its end.</summary>
public sealed class SavesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    /// <summary>A reader that is disposed before its end says nothing of a timeout, and the commit of what PostgreSQL has rolled back looks like any other.</summary>
    [Fact]
    public async Task A_save_of_which_the_last_statement_takes_too_long_has_failed()
    {
        var (free, held) = (Ids.New(fixture.Time.Now), Ids.New(fixture.Time.Now));
        await Set("", free, held);
        await using var holder = new NpgsqlConnection(fixture.Installation.Server.Owner(fixture.Installation.Database));
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT FROM platform.timers WHERE subject = $1 FOR UPDATE", holder) { Parameters = { new() { Value = held } } })
            await hold.ExecuteNonQueryAsync();

        var failure = await Assert.ThrowsAnyAsync<NpgsqlException>(() => Set(";Command Timeout=1", free, held));

        Assert.True(DatabaseFailures.IsAway(failure));
    }

    private Task Set(string more, params Guid[] subjects) => fixture.Server.InScope(s => s.EnterOperator(Actor.System), async services =>
    {
        var db = services.GetRequiredService<AppDb>();
        db.Database.SetConnectionString(fixture.Installation.Server.Web(fixture.Installation.Database) + more);
        foreach (var subject in subjects) db.SetTimer("nobody's", subject, null, fixture.Time.Now.AddYears(1), fixture.Time.Now);
        await db.SaveChangesAsync();
    });
}
