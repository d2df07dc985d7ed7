using System.Diagnostics;
using System.Globalization;
using ContactCenter.History;
using ContactCenter.Server.Platform;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>A visitor with one chat. He sends what was not answered again, under the same id, until it is or he has had enough.</summary>
internal sealed class Customer(Floor floor, int number, Caller caller)
{
    private static readonly TimeSpan GivesUp = TimeSpan.FromMinutes(1);
    private readonly List<long> received = [];

    public string Name { get; } = $"customer {number}";

    /// <summary>The longest that one message needed until it was acknowledged.</summary>
    public TimeSpan Longest { get; private set; }

    public async Task<bool> Open()
    {
        var trying = Stopwatch.StartNew();
        for (var tries = 0; trying.Elapsed < GivesUp; tries++)
        {
            var opened = await caller.Call(HttpMethod.Post, $"chat/{floor.Widget(number)}/sessions", new { });
            if (opened.Done)
            {
                caller.Bearer = opened.Body.GetProperty("token").GetString();
                return true;
            }

            Assert.True(opened.Again, $"A session was refused: {opened.Status} {opened.Body}");
            await Pause(opened, tries);
        }

        return false;
    }

    /// <summary>A whole chat: some messages, some of them sent twice as an impatient browser does, and sometimes he leaves.</summary>
    public async Task Chat(int messages, Random random, CancellationToken stop)
    {
        var open = await Open();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var following = open && number % floor.Plan.FollowEvery == 0 ? Follow(done.Token) : Task.CompletedTask;
        for (var i = 1; open && i <= messages; i++)
        {
            await Say($"{Name}, message {i}", twice: random.Next(5) == 0);
            await Task.Delay(random.Next(50, 400), CancellationToken.None);
        }

        if (open && random.Next(12) == 0) await caller.Call(HttpMethod.Post, "chat/end", new { });
        floor.Said();
        await following;
        if (received.Count > 0) await Compare();
    }

    public async Task<Heard?> Say(string text, bool twice = false)
    {
        var id = Ids.New(TimeProvider.System.GetUtcNow());
        var trying = Stopwatch.StartNew();
        for (var tries = 0; trying.Elapsed < GivesUp; tries++)
        {
            var heard = await Send(id, text);
            if (heard.Done)
            {
                if (trying.Elapsed > Longest) Longest = trying.Elapsed;
                if (twice) await Send(id, text);
                return heard;
            }

            Assert.True(heard.Again, $"{Name}: a message was refused: {heard.Status} {heard.Body}");
            await Pause(heard, tries);
        }

        return null;
    }

    /// <summary>As the widget does: as long as the server wants, or longer each time; never all at the same instant.</summary>
    private static Task Pause(Heard? heard, int tries) =>
        Task.Delay((heard?.RetryAfter ?? TimeSpan.FromMilliseconds(200 << Math.Min(tries, 4))) * (1 + Random.Shared.NextDouble()), CancellationToken.None);

    private async Task<Heard> Send(Guid id, string text)
    {
        var heard = await caller.Call(HttpMethod.Post, "chat/messages", new { id, text });
        floor.Log.Add(new Act(Operation.Send, heard.Node, Name, heard.Start, heard.End)
        {
            Status = heard.Status, Code = heard.Code, Message = id, Text = text,
        });
        return heard;
    }

    /// <summary>Reads the stream, on any node, from the last number that he has.</summary>
    private async Task Follow(CancellationToken stop)
    {
        for (var tries = 0; !stop.IsCancellationRequested; tries++)
        {
            using var stream = await caller.Stream(received.Count == 0 ? 0 : received[^1], stop);
            if (stream is null)
            {
                await Pause(null, tries);
                continue;
            }

            tries = 0;

            try
            {
                using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(stop));
                for (long? id = null; await reader.ReadLineAsync(stop) is { } line;)
                {
                    if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
                    if (line.Length > 0 || id is null) continue;
                    // An empty line ends an event; one that was cut off before does not count.
                    received.Add(id.Value);
                    id = null;
                }
            }
            catch (Exception e) when (Caller.IsNobodyThere(e))
            {
                // The node has gone, or he has: the loop says which.
            }
        }
    }

    /// <summary>What he has read before is what the server lists up to there: nothing missing, nothing twice.</summary>
    private async Task Compare()
    {
        var listed = new List<long>();
        for (var (after, page) = (0L, 1); page > 0; after = listed.Count == 0 ? after : listed[^1])
        {
            var heard = await caller.Call(HttpMethod.Get, $"chat/messages?after={after}");
            if (!heard.Done) return;
            var items = heard.Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("sequence").GetInt64()).ToList();
            listed.AddRange(items);
            page = items.Count;
        }

        floor.Log.Add(new Picture(Name, string.Join(' ', received), string.Join(' ', listed.Where(s => s <= received[^1]))));
    }
}
