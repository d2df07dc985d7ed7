using System.Net.Http.Json;
using System.Text.Json;
using ContactCenter.Benchmarks.Rig;

namespace ContactCenter.Benchmarks.Load;

/// <summary>An agent at his screen: signed in, with a socket; accepts what he is offered and tells what arrived.</summary>
sealed class AgentScreen(int number, Uri server, HttpClient http) : IAsyncDisposable
{
    string cookies = "";
    string antiforgery = "";
    ScreenSocket? socket;

    /// <summary>A customer's message is on his screen, by its id. Called on the socket's reading thread.</summary>
    public Action<Guid> Arrived { get; set; } = _ => { };

    /// <summary>Called when a ticket became his.</summary>
    public Action Accepted { get; set; } = () => { };

    public Task Ended => socket?.Ended ?? Task.CompletedTask;

    public async Task SignIn(CancellationToken cancel) => (cookies, antiforgery) = await SignIn(number, server, http, cancel);

    /// <summary>The cookies of an agent who has signed in, for a bare socket.</summary>
    public static async Task<string> CookiesOf(int number, Uri server, HttpClient http, CancellationToken cancel) => (await SignIn(number, server, http, cancel)).Cookies;

    static async Task<(string Cookies, string Antiforgery)> SignIn(int number, Uri server, HttpClient http, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(server, "api/v1/session"), new { email = Population.Email(number), password = Population.Password }, cancel);
        answer.EnsureSuccessStatusCode();
        using var session = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        return (string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])), session.RootElement.GetProperty("antiforgeryToken").GetString()!);
    }

    /// <summary>Comes back when the socket is open and has heard `connected`.</summary>
    public async Task Connect(CancellationToken cancel, Uri? at = null) =>
        socket = await ScreenSocket.Open(at ?? server, "/hubs/agent", cookies, Take, cancel);

    public Task BecomeReady(CancellationToken cancel) => Write(HttpMethod.Put, "api/v1/agents/me/state", new { state = "ready" }, cancel);

    public async ValueTask DisposeAsync()
    {
        if (socket is not null) await socket.DisposeAsync();
        socket = null;
    }

    void Take(ReadOnlyMemory<byte> record)
    {
        if (record.Span.IndexOf("\"messageArrived\""u8) >= 0)
        {
            using var item = JsonDocument.Parse(record);
            Arrived(item.RootElement.GetProperty("arguments")[0].GetProperty("message").GetProperty("id").GetGuid());
        }
        else if (record.Span.IndexOf("\"offerMade\""u8) >= 0)
        {
            using var item = JsonDocument.Parse(record);
            _ = Accept(item.RootElement.GetProperty("arguments")[0].GetProperty("offerId").GetGuid());
        }
    }

    async Task Accept(Guid offer)
    {
        if (await Write(HttpMethod.Post, $"api/v1/offers/{offer}/accept", new { }, CancellationToken.None)) Accepted();
    }

    async Task<bool> Write(HttpMethod method, string path, object body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Cookie", cookies);
        request.Headers.Add("X-CSRF-TOKEN", antiforgery);
        using var answer = await http.SendAsync(request, cancel);
        return answer.IsSuccessStatusCode;
    }
}
