using ContactCenter.AppHost.Servers;
using Npgsql;

namespace ContactCenter.Server.Tests.AppHost;

public sealed class PrivatePostgresTests
{
    [Fact]
    public async Task It_asks_for_the_password_listens_on_loopback_only_and_leaves_nothing_behind()
    {
        string folder;
        int process;
        await using (var postgres = await PrivatePostgres.StartTemporaryAsync())
        {
            folder = postgres.Folder.Path;
            process = postgres.ProcessId;
            Assert.Equal("127.0.0.1", await ScalarAsync(postgres.ConnectionString("postgres"), "SHOW listen_addresses"));
            Assert.Equal("", await ScalarAsync(postgres.ConnectionString("postgres"), "SHOW unix_socket_directories"));
            var refused = await Assert.ThrowsAsync<PostgresException>(() =>
                ScalarAsync(postgres.ConnectionString("postgres", PrivatePostgres.Superuser, "guessed"), "SELECT 1"));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
            var commandLine = await File.ReadAllTextAsync($"/proc/{process}/cmdline");
            Assert.DoesNotContain(PasswordOf(postgres), commandLine, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder));
        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    [Fact]
    public async Task A_database_made_from_a_template_has_its_tables()
    {
        await using var postgres = await PrivatePostgres.StartTemporaryAsync();
        await postgres.CreateDatabaseAsync("model");
        await postgres.ExecuteAsync("model", "CREATE TABLE thing AS SELECT 7 AS size");
        await postgres.CreateDatabaseAsync("it's \"mine\"", "model");
        Assert.Equal(7, await ScalarAsync(postgres.ConnectionString("it's \"mine\""), "SELECT size FROM thing"));
        await postgres.DropDatabaseAsync("it's \"mine\"");
        await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(postgres.ConnectionString("it's \"mine\""), "SELECT 1"));
    }

    [Fact]
    public async Task It_keeps_port_and_data_over_a_restart_and_over_a_crash()
    {
        using var data = new DataFolder();
        await using var postgres = await PrivatePostgres.StartAsync(data.Path);
        var port = postgres.Port;
        await postgres.ExecuteAsync("postgres", "CREATE TABLE kept AS SELECT 1 AS one");
        await postgres.RestartAsync();
        await postgres.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(postgres.ConnectionString("postgres"), "SELECT 1"));
        await postgres.StartAsync();
        Assert.Equal(port, postgres.Port);
        Assert.Equal(1, await ScalarAsync(postgres.ConnectionString("postgres"), "SELECT one FROM kept"));
    }

    [Fact]
    public async Task A_second_start_in_the_same_folder_finds_data_and_password_again()
    {
        using var data = new DataFolder();
        await using (var first = await PrivatePostgres.StartAsync(data.Path))
            await first.ExecuteAsync("postgres", "CREATE TABLE kept AS SELECT 1 AS one");
        await using var second = await PrivatePostgres.StartAsync(data.Path);
        Assert.Equal(1, await ScalarAsync(second.ConnectionString("postgres"), "SELECT one FROM kept"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(second.Folder.In("superuser-password")));
    }

    [Fact]
    public async Task Where_its_user_cannot_go_it_keeps_its_data_elsewhere_and_finds_it_again()
    {
        using var data = new DataFolder();
        File.SetUnixFileMode(data.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string folder;
        await using (var first = await PrivatePostgres.StartAsync(data.Path))
        {
            folder = first.Folder.Path;
            await first.ExecuteAsync("postgres", "CREATE TABLE kept AS SELECT 1 AS one");
        }

        await using var second = await PrivatePostgres.StartAsync(data.Path);
        Assert.Equal(folder, second.Folder.Path);
        Assert.Equal(1, await ScalarAsync(second.ConnectionString("postgres"), "SELECT one FROM kept"));
        // Only root starts its servers as another user, who cannot enter a folder of root's.
        Assert.Equal(!Environment.IsPrivilegedProcess, folder.StartsWith(data.Path, StringComparison.Ordinal));
        await second.StopAsync();
        second.Folder.Remove();
    }

    [Fact]
    public async Task Frozen_it_answers_nobody_and_thawed_it_goes_on()
    {
        await using var postgres = await PrivatePostgres.StartTemporaryAsync();
        await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres"));
        await connection.OpenAsync();
        await postgres.FreezeAsync();
        await using var question = new NpgsqlCommand("SELECT 5", connection);
        var answer = question.ExecuteScalarAsync();
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(300)));
        await postgres.ThawAsync();
        Assert.Equal(5, await answer.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static string PasswordOf(PrivatePostgres postgres) =>
        new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")).Password!;

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
