using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// Writes server-sent events as the HTML standard says. By hand because the framework's formatter has no comments, which
/// are our heartbeat. JSON holds no line breaks, so an event's data is one line.
/// </summary>
sealed class SseWriter(HttpResponse response)
{
    readonly StringBuilder pending = new();

    public void Begin()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store, no-transform";
        // Proxies that gather answers would keep the visitor waiting for the next one.
        response.Headers["X-Accel-Buffering"] = "no";
        Comment();
    }

    public void Comment() => pending.Append(":\n\n");

    public void Event<T>(string type, T data, long? id = null)
    {
        pending.Append("event: ").Append(type).Append('\n');
        if (id is { } number) pending.Append("id: ").Append(number.ToString(CultureInfo.InvariantCulture)).Append('\n');
        pending.Append("data: ").Append(JsonSerializer.Serialize(data, JsonShapes.Api)).Append("\n\n");
    }

    /// <summary>Returns when the connection has taken it: a slow reader slows only his own stream.</summary>
    public async Task Flush(CancellationToken cancellationToken)
    {
        if (pending.Length == 0) return;
        var bytes = Encoding.UTF8.GetBytes(pending.ToString());
        pending.Clear();
        await response.Body.WriteAsync(bytes, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
