using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using ContactCenter.Server.Platform.Nodes;
using Microsoft.AspNetCore.SignalR;

namespace ContactCenter.Server.Features.Live;

/// <summary>
/// Hands news over to this node's screens. One turn after the other: what a screen is told when it joins, and the first item
/// after that, have nothing between them. Handed to each socket in order and not waited for: a screen that reads slowly delays
/// nobody, and its socket ends when it has not taken anything for ten seconds. On many nodes each serves its own screens.
/// </summary>
sealed partial class NewsDelivery(
    NodeWire wire, IHubContext<AgentHub> agents, IHubContext<SupervisorHub> supervisors, IHostApplicationLifetime host, TimeProvider time,
    ILogger<NewsDelivery> log) : BackgroundService, INodeListener
{
    public const string Wire = "news";

    /// <summary>In place of a method's name: somebody has missed an item of this topic.</summary>
    public const string Anew = "-";

    const byte Space = (byte)' ';
    const byte LineEnd = (byte)'\n';
    const int ToldAtOnce = 100;
    static readonly TimeSpan TellingPace = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    static readonly string ConnectedMethod = News.MethodOf(typeof(Connected));

    sealed record Screen(IClientProxy Socket, IReadOnlyCollection<string> Topics);

    readonly Channel<Func<Task>> turns = System.Threading.Channels.Channel.CreateUnbounded<Func<Task>>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    // Both are touched in turns only.
    readonly Dictionary<string, long> last = [];
    readonly Dictionary<string, Screen> screens = [];

    public string Channel => Wire;

    /// <summary>Joins the groups and says where the topics stand, as the first thing that the socket gets.</summary>
    public async Task Join(
        string connection, IClientProxy socket, IGroupManager manager, IReadOnlyCollection<string> topics, IReadOnlyCollection<string> groups, CancellationToken cancellationToken)
    {
        // Read before, compared in the turn: what was handed over meanwhile is in what the screen fetches afterwards.
        var read = await wire.Numbers(topics);
        var told = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Turn(async () =>
        {
            try
            {
                foreach (var group in groups) await manager.AddToGroupAsync(connection, group, cancellationToken);
                screens[connection] = new Screen(socket, topics);
                told.SetResult(Tell(screens[connection], read));
            }
#pragma warning disable CA1031 // it is the socket's failure, and thrown there
            catch (Exception e)
#pragma warning restore CA1031
            {
                told.SetException(e);
            }
        });
        await await told.Task.WaitAsync(cancellationToken);
    }

    public void Leave(string connection) => Turn(() =>
    {
        screens.Remove(connection);
        return Task.CompletedTask;
    });

    public void Hand(string topic, long number, string method, ReadOnlyMemory<byte> text) => Turn(() =>
    {
        Show(topic, number, method, text);
        return Task.CompletedTask;
    });

    public void Heard(bool own, ReadOnlyMemory<byte> message) => Turn(() =>
    {
        // A line an item; JSON has no line breaks of its own.
        for (var end = message.Span.IndexOf(LineEnd); end >= 0; end = message.Span.IndexOf(LineEnd))
        {
            ShowLine(message[..end]);
            message = message[(end + 1)..];
        }
        ShowLine(message);
        return Task.CompletedTask;
    });

    /// <summary>Redis was away, or is another: numbers told before may not be where the next ones begin.</summary>
    public void Back()
    {
        Turn(() =>
        {
            last.Clear();
            _ = TellAll([.. screens.Keys], [.. screens.Values.SelectMany(s => s.Topics).Distinct()]);
            return Task.CompletedTask;
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var turn in turns.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await turn();
            }
#pragma warning disable CA1031 // one item that cannot be shown must not end all news
            catch (Exception e)
#pragma warning restore CA1031
            {
                NotShown(e);
            }
        }
    }

    void Turn(Func<Task> turn) => turns.Writer.TryWrite(turn);

    void Show(string topic, long number, string method, ReadOnlyMemory<byte> text)
    {
        if (number > 0) last[topic] = number;
        var group = Topic.IsUser(topic) ? agents.Clients.Group(topic) : supervisors.Clients.Groups(topic, Topic.EveryClient);
        _ = method == Anew
            ? group.SendAsync(ConnectedMethod, new Connected(new Dictionary<string, long> { [topic] = number }))
            : group.SendCoreAsync(method, [new NumberedText(number, text)]);
    }

    void ShowLine(ReadOnlyMemory<byte> line)
    {
        // Number, topic, method, the item itself.
        var rest = line;
        if (!long.TryParse(Word(ref rest), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        var (topic, method) = (Word(ref rest), Word(ref rest));
        try
        {
            Show(topic, number, method, rest);
        }
#pragma warning disable CA1031 // one item that cannot be shown must not end all news
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotShown(e);
        }
    }

    Task Tell(Screen screen, IReadOnlyDictionary<string, long>? read) => screen.Socket.SendAsync(
        ConnectedMethod, new Connected(screen.Topics.ToDictionary(t => t, t => Math.Max(read?.GetValueOrDefault(t) ?? 0, last.GetValueOrDefault(t)))));

    /// <summary>Not all at once: each of them fetches what he shows.</summary>
    async Task TellAll(IReadOnlyCollection<string> connections, IReadOnlyCollection<string> topics)
    {
        if (topics.Count == 0) return;
        IReadOnlyDictionary<string, long>? read;
        while ((read = await wire.Numbers(topics)) is null) await Task.Delay(Again, time, host.ApplicationStopping);
        foreach (var some in connections.Chunk(ToldAtOnce))
        {
            Turn(() =>
            {
                foreach (var connection in some)
                {
                    if (screens.TryGetValue(connection, out var screen)) _ = Tell(screen, read);
                }
                return Task.CompletedTask;
            });
            await Task.Delay(TellingPace, time, host.ApplicationStopping);
        }
    }

    static string Word(ref ReadOnlyMemory<byte> text)
    {
        var end = text.Span.IndexOf(Space);
        if (end < 0) end = text.Length;
        var word = Encoding.UTF8.GetString(text.Span[..end]);
        text = text[Math.Min(text.Length, end + 1)..];
        return word;
    }

    [LoggerMessage(1, LogLevel.Error, "An item of news could not be handed over")]
    partial void NotShown(Exception e);
}

/// <summary>An item that was written down once, by whoever made it; each node adds the number and reads nothing.</summary>
[JsonConverter(typeof(Writer))]
sealed class NumberedText
{
    readonly byte[] json;

    public NumberedText(long number, ReadOnlyMemory<byte> text) =>
        json = [.. Encoding.UTF8.GetBytes($"{{\"seq\":{number},"), .. text.Span[1..]];

    sealed class Writer : JsonConverter<NumberedText>
    {
        public override NumberedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("News go one way.");

        public override void Write(Utf8JsonWriter writer, NumberedText value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.json, skipInputValidation: true);
    }
}
