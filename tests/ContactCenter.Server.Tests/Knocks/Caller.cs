using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>A node as actors know it.</summary>
internal sealed record Place(string Name, Uri Address);

/// <summary>What came back; no status means that nobody knows what became of the call.</summary>
internal sealed record Heard(int? Status, JsonElement Body, string Node, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>When the server wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool Done => Status is >= 200 and < 300;

    /// <summary>Worth asking again: nothing was heard, or the server was not able to.</summary>
    public bool Again => Status is null or >= 500;

    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;
}

/// <summary>Calls one node until that does not answer, then another: as a browser behind a load balancer.</summary>
internal sealed class Caller(IReadOnlyList<Place> places, int first)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2), PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private readonly int home = first;
    private int at = first;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(4);

    public Place Place => places[(at & int.MaxValue) % places.Count];

    public string? Bearer { get; set; }

    public string? Cookie { get; set; }

    public string? Antiforgery { get; set; }

    public void Elsewhere() => at++;

    /// <summary>The same person at the next node.</summary>
    public Caller Twin() => new(places, home + 1) { Patience = Patience, Bearer = Bearer, Cookie = Cookie, Antiforgery = Antiforgery };

    /// <summary>Back to the node that it began with.</summary>
    public void Home() => at = home;

    public async Task<Heard> Call(HttpMethod method, string path, object? body = null)
    {
        var place = Place;
        var start = TimeProvider.System.GetUtcNow();
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            using var request = Request(method, new Uri(place.Address, "api/v1/" + path), body);
            using var answer = await Http.SendAsync(request, limit.Token);
            var text = await answer.Content.ReadAsStringAsync(limit.Token);
            var heard = new Heard((int)answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text), place.Name, start, TimeProvider.System.GetUtcNow()) { RetryAfter = answer.Headers.RetryAfter?.Delta };
            if (heard.Again) Elsewhere();
            return heard;
        }
        catch (Exception e) when (IsNobodyThere(e))
        {
            Elsewhere();
            return new Heard(null, default, place.Name, start, TimeProvider.System.GetUtcNow());
        }
    }

    /// <summary>The stream of a visitor's news; null when nobody answers.</summary>
    public async Task<HttpResponseMessage?> Stream(long after, CancellationToken stop)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(Patience);
            using var request = Request(HttpMethod.Get, new Uri(Place.Address, "api/v1/chat/stream"), null);
            request.Headers.Add("Last-Event-ID", $"{after}");
            var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (answer.IsSuccessStatusCode) return answer;
            answer.Dispose();
        }
        catch (Exception e) when (IsNobodyThere(e))
        {
            // Another node is asked next.
        }

        Elsewhere();
        return null;
    }

    /// <summary>HttpClient lets the socket's own exception through when a node dies just after it took the connection.</summary>
    public static bool IsNobodyThere(Exception e) => e is HttpRequestException or OperationCanceledException or IOException or SocketException;

    private HttpRequestMessage Request(HttpMethod method, Uri address, object? body)
    {
        var request = new HttpRequestMessage(method, address);
        if (Bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Bearer);
        if (Cookie is not null) request.Headers.Add("Cookie", Cookie);
        if (Antiforgery is not null && method != HttpMethod.Get) request.Headers.Add("X-CSRF-TOKEN", Antiforgery);
        if (body is not null) request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web))
        {
            Headers = { ContentType = new("application/json") },
        };
        return request;
    }
}
