using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ContactCenter.Benchmarks.Rig;

namespace ContactCenter.Benchmarks.Load;

/// <summary>A visitor who has a token.</summary>
sealed class Visitor(HttpClient http, Uri server, AuthenticationHeaderValue token)
{
    readonly Uri messages = new(server, "api/v1/chat/messages");

    /// <summary>Writes; whether it was stored.</summary>
    public async Task<bool> Write(Guid id, string text, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, messages) { Content = JsonContent.Create(new { id, text }) };
        request.Headers.Authorization = token;
        using var answer = await http.SendAsync(request, cancel);
        return answer.StatusCode == System.Net.HttpStatusCode.Created;
    }
}

static class Visitors
{
    /// <summary>So many visitors with a token each, spread over the clients; none has written yet.</summary>
    public static async Task<Visitor[]> Open(Uri server, HttpClient http, int count, int clients, CancellationToken cancel)
    {
        var opened = new Visitor[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancel }, async (i, stop) =>
        {
            using var answer = await http.PostAsJsonAsync(new Uri(server, $"api/v1/chat/{Population.Widget(i % clients)}/sessions"), new { name = $"Visitor {i}" }, stop);
            answer.EnsureSuccessStatusCode();
            using var session = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            opened[i] = new Visitor(http, server, new AuthenticationHeaderValue("Bearer", session.RootElement.GetProperty("token").GetString()));
        });
        return opened;
    }

    public static HttpClient Http() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 256 })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };
}
