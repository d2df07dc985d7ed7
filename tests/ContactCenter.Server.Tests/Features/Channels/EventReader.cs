using System.Text.Json;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed record Event(string Type, string? Id, JsonElement Data)
{
    public string? Text => Data.GetProperty("text").GetString();
}

/// <summary>Reads server-sent events as a browser does, one at a time. A heartbeat comes as an event of type "comment".</summary>
public sealed class EventReader : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly HttpResponseMessage answer;
    readonly StreamReader reader;

    EventReader(HttpResponseMessage answer, StreamReader reader) => (this.answer, this.reader) = (answer, reader);

    public HttpResponseMessage Response => answer;

    public static async Task<EventReader> Open(Api api, long? after = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = api.Request(HttpMethod.Get, "chat/stream");
        if (after is { } id) request.Headers.Add("Last-Event-ID", id.ToString());
        change?.Invoke(request);
        var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>Null when the server has ended the stream.</summary>
    public async Task<Event?> Next()
    {
        var (type, id, data) = ("message", (string?)null, (string?)null);
        for (var comment = false; ;)
        {
            var line = await reader.ReadLineAsync().WaitAsync(Patience);
            if (line is null) return null;
            if (line.Length == 0)
            {
                if (data is not null) return new Event(type, id, JsonElement.Parse(data));
                if (comment) return new Event("comment", null, default);
                continue;
            }
            if (line[0] == ':') comment = true;
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else Assert.Fail($"Not a line of an event stream: {line}");
        }
    }

    /// <summary>The next of that type; what comes before it is skipped.</summary>
    public async Task<Event> Next(string type)
    {
        while (await Next() is { } next)
        {
            if (next.Type == type) return next;
        }

        throw new InvalidOperationException($"The stream ended without another {type}.");
    }

    /// <summary>The next state that is so; earlier ones are on the way there.</summary>
    public async Task<JsonElement> State(string status)
    {
        while (true)
        {
            var state = (await Next("state")).Data;
            if (state.GetProperty("status").GetString() == status) return state;
        }
    }

    public async Task<List<Event>> Messages(int count)
    {
        var all = new List<Event>();
        while (all.Count < count) all.Add(await Next("message"));
        return all;
    }

    public void Dispose()
    {
        reader.Dispose();
        answer.Dispose();
    }
}
