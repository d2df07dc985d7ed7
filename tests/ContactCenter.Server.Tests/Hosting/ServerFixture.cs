using ContactCenter.Server.Platform.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>
/// One server with a database and a Redis of its own for one test class: <c>IClassFixture&lt;ServerFixture&gt;</c>.
/// Derive from it to change settings, services or time. Tests of a class run one after another.
/// </summary>
public class ServerFixture : IAsyncLifetime
{
    private readonly List<RunningServer> more = [];
    private Installation? installation;
    private RunningServer? server;

    public Installation Installation => installation ?? throw NotStarted();

    public RunningServer Server => server ?? throw NotStarted();

    /// <summary>Ready-made clients, users, queues and so on.</summary>
    public Seed Seed => new(Installation, Server.Time);

    public FakeTime Time => (FakeTime)Server.Time;

    /// <summary>An anonymous caller.</summary>
    public Api Api() => Server.Api();

    /// <summary>A caller who is signed in.</summary>
    public async Task<Api> SignedIn(string email, string password = Seed.Password)
    {
        var api = Api();
        (await api.SignIn(email, password)).Expect(200);
        return api;
    }

    /// <summary>Moves fake time on every server of this fixture.</summary>
    public void Advance(TimeSpan by)
    {
        Server.Advance(by);
        foreach (var other in more.Where(o => !o.Stopped && o.Time is FakeTime)) other.Advance(TimeSpan.Zero);
    }

    /// <summary>Moves fake time forward to that instant.</summary>
    public void AdvanceTo(DateTimeOffset target) => Advance(target > Time.Now ? target - Time.Now : TimeSpan.Zero);

    /// <inheritdoc cref="Wait.Until"/>
    public Task Eventually(Func<Task<bool>> condition, string what) => Wait.Until(condition, what, Nudge);

    /// <inheritdoc cref="Wait.Until"/>
    public Task Eventually(Func<bool> condition, string what) => Eventually(() => Task.FromResult(condition()), what);

    /// <summary>Another node on the same database and Redis; it ends with the fixture if not before.</summary>
    public RunningServer StartAnother(Action<ServerOptions>? change = null)
    {
        var options = new ServerOptions();
        Configure(options);
        options.Time = Server.Time;
        change?.Invoke(options);
        var another = RunningServer.Start(Installation, options);
        more.Add(another);
        return another;
    }

    /// <summary>A node that was killed: its place is there, and its beat stands still.</summary>
    public async Task<Guid> DeadNode()
    {
        var id = Seed.NewId();
        await Installation.Execute("INSERT INTO platform.nodes (id, beat, started_at) VALUES (@id, 7, @now)", ("id", id), ("now", Server.Time.GetUtcNow()));
        return id;
    }

    /// <summary>Each node looks at the others, second by second, until one that is dead has been found out and taken away.</summary>
    public async Task Looks(int looks = 7)
    {
        for (var look = 0; look < looks; look++)
        {
            Guid[] nodes = [.. more.Prepend(Server).Where(s => !s.Stopped && s.Time == Server.Time).Select(s => s.Services.GetRequiredService<ThisNode>().Id)];
            var before = await Beats(nodes);
            Advance(TimeSpan.FromSeconds(1));
            await Wait.Until(async () => await Beats(nodes) >= before + nodes.Length, "every node has looked");
        }

        Task<long> Beats(Guid[] nodes) => Installation.Scalar<long>("SELECT sum(beat)::bigint FROM platform.nodes WHERE id = ANY (@nodes)", ("nodes", nodes));
    }

    public async Task InitializeAsync()
    {
        installation = await Installation.Make(OwnPostgres);
        var options = new ServerOptions();
        Configure(options);
        await Prepare();
        server = RunningServer.Start(installation, options);
        await Ready();
    }

    public async Task DisposeAsync()
    {
        foreach (var other in more) await other.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        if (installation is not null) await installation.DisposeAsync();
        await Finished();
    }

    /// <summary>Whether the tests stop or freeze PostgreSQL, which others share.</summary>
    protected virtual bool OwnPostgres => false;

    protected virtual void Configure(ServerOptions options)
    {
    }

    /// <summary>Before the server starts, with the database there.</summary>
    protected virtual Task Prepare() => Task.CompletedTask;

    /// <summary>Once, before the first test.</summary>
    protected virtual Task Ready() => Task.CompletedTask;

    /// <summary>After everything has ended, to tidy up.</summary>
    protected virtual Task Finished() => Task.CompletedTask;

    private void Nudge()
    {
        if (Server.Time is FakeTime) Advance(TimeSpan.FromSeconds(1));
    }

    private static InvalidOperationException NotStarted() => new("The fixture has not been started.");
}
