using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace ContactCenter.Routing.Simulation;

/// <summary>A piece of a recording: calls of one epoch that follow each other, or the whole index at one moment.</summary>
/// <param name="Calls">The calls, empty for an anchor.</param>
/// <param name="Anchor">The index.</param>
public sealed record ReplayPart(IReadOnlyList<RecordedCall> Calls, PoolAnchor? Anchor = null);

/// <summary>What a replay came to.</summary>
/// <param name="Calls">Calls that were run again.</param>
/// <param name="Decisions">What they decided.</param>
/// <param name="Digest">SHA-256 over all these decisions in order.</param>
/// <param name="Difference">The first decision that came out otherwise; null if none did.</param>
/// <param name="Holes">What the recording lacks, in words.</param>
/// <param name="NotKept">Decisions of the replay that were not kept when they were made, because Redis was lost first.</param>
/// <param name="NotReplayed">Decisions that were kept and whose calls are missing.</param>
public sealed record ReplayResult(
    long Calls, long Decisions, string Digest, string? Difference, IReadOnlyList<string> Holes, long NotKept, long NotReplayed);

/// <summary>
/// Runs recorded calls again, in order, with the clock and the ids they had, on keys of its own, and compares what they decide
/// with what was decided then. The scripts are those of this version: a difference also tells that they decide otherwise by now.
/// </summary>
public sealed class Replay
{
    // So many calls are on their way at once.
    private const int Window = 64;
    private const int TidyAfter = 10_000;

    private readonly RedisConnection _redis;
    private readonly RoutingKeys _keys;
    private readonly DecisionComparison _comparison;
    private readonly Queue<(RecordedCall Call, bool Compared, Task<RedisResult> Answer)> _running = new();
    private readonly List<string> _holes = [];
    private readonly string _server;
    private (long Epoch, long Number)? _at;
    private long _decided;
    private long _calls;

    private Replay(RedisConnection redis, RoutingKeys keys, DecisionComparison comparison)
    {
        (_redis, _keys, _comparison) = (redis, keys, comparison);
        _server = redis.ServerIdFor(_keys.Pool[0]);
    }

    /// <summary>Replays a recording.</summary>
    /// <param name="redis">A Redis beside the one that routes: this takes what it can give.</param>
    /// <param name="recording">From an anchor or the begin of an epoch on, in order. What is out of order or missing is said.</param>
    /// <param name="kept">The decisions as they were kept, in order; what is before the first one replayed is passed over.</param>
    /// <param name="ct">Ends it; nothing stays in Redis.</param>
    /// <exception cref="RedisUnavailableException">Redis did not answer, or was restarted: begin again.</exception>
    public static async Task<ReplayResult> RunAsync(
        RedisConnection redis, IAsyncEnumerable<ReplayPart> recording, IAsyncEnumerable<Decision> kept, CancellationToken ct = default)
    {
        await using var decisions = kept.GetAsyncEnumerator(ct);
        var comparison = new DecisionComparison(decisions);
        var replay = new Replay(redis, await ScratchPools.OpenAsync(redis, "replay"), comparison);
        try
        {
            await foreach (var part in recording.WithCancellation(ct)) await replay.TakeAsync(part, ct);
            await replay.AnswersAsync(0, ct);
            await comparison.EndAsync();
        }
        finally
        {
            await ScratchPools.LeaveAsync(redis, replay._keys);
        }

        return new ReplayResult(
            replay._calls, comparison.Decisions, comparison.Digest, comparison.Difference, replay._holes, comparison.NotKept, comparison.NotReplayed);
    }

    private async Task TakeAsync(ReplayPart part, CancellationToken ct)
    {
        if (part.Anchor is { } anchor && _at is null) await RestoreAsync(anchor, ct);
        foreach (var call in part.Calls)
        {
            if (call.Command == "begin-load" && call.Number == 1)
            {
                await BeginAsync(call, ct);
                continue;
            }

            if (_at is not { } at || (call.Epoch == at.Epoch && call.Number <= at.Number)) continue;
            if (call.Epoch != at.Epoch || call.Number != at.Number + 1)
            {
                _holes.Add(Invariant($"calls are missing after {at.Epoch}-{at.Number}, before {call.Epoch}-{call.Number}"));
                await AnswersAsync(0, ct);
                _at = null; // Until an anchor or the next epoch.
                continue;
            }

            await RunAsync(call, compared: true, ReplayArguments.Read(call.Arguments), ct);
        }
    }

    // An epoch begins with an index or without one; the one it found decides what it withdraws.
    private async Task BeginAsync(RecordedCall call, CancellationToken ct)
    {
        if (_at is { } at && at.Epoch >= call.Epoch) return;
        await AnswersAsync(0, ct);
        var arguments = ReplayArguments.Read(call.Arguments);
        var found = Encoding.UTF8.GetString(arguments[8]);
        var (same, none) = (_at is { } here && found == Invariant($"{here.Epoch}-{here.Number}"), found == "0-");
        if (!same) await ScratchPools.ClearAsync(_redis, _keys);
        if (!same && !none && _calls > 0) _holes.Add($"epoch {call.Epoch} began from an index at {found}, which is not known: what it withdrew is not replayed");
        arguments[7] = "0"u8.ToArray(); // The replay is not recorded.
        arguments.RemoveAt(8);
        await RunAsync(call, compared: same || none, arguments, ct);
        if (same || none) return;
        await AnswersAsync(0, ct);
        await _redis.ExecuteAsync("HSET", [_keys.Pool[0], "sequence", call.Decided], ct);
        _decided = call.Decided;
    }

    private async Task RestoreAsync(PoolAnchor anchor, CancellationToken ct)
    {
        await ScratchPools.ClearAsync(_redis, _keys);
        foreach (var (before, after, dump) in anchor.Keys)
            await _redis.ExecuteAsync("RESTORE", [(RedisKey)(before + _keys.Tag + after), 0, dump], ct);
        await _redis.ExecuteAsync("HSET", [_keys.Pool[0], "server", _server], ct);
        await _redis.ExecuteAsync("HDEL", [_keys.Pool[0], "calls"], ct);
        (_at, _decided) = ((anchor.Epoch, anchor.Number), anchor.Decided);
    }

    private async Task RunAsync(RecordedCall call, bool compared, List<byte[]> arguments, CancellationToken ct)
    {
        if (!RoutingScripts.Recorded.TryGetValue(call.Command, out var script))
            throw new InvalidDataException($"A call of {call.Command} was recorded, which this version does not know.");
        arguments[1] = "0"u8.ToArray();
        arguments[2] = Encoding.UTF8.GetBytes(_server);
        // Sent at once, in this order, on the one connection.
        _running.Enqueue((call, compared, _redis.EvaluateAsync(script, _keys.Pool, [.. arguments.Select(a => (RedisValue)a)], ct)));
        _at = (call.Epoch, call.Number);
        if (++_calls % TidyAfter == 0)
        {
            await _redis.ExecuteAsync("DEL", [(RedisKey)_keys.Decisions], ct);
            await ScratchPools.SeenAsync(_redis, _keys);
        }

        await AnswersAsync(Window, ct);
    }

    // Looks at answers until only so many are on their way.
    private async Task AnswersAsync(int left, CancellationToken ct)
    {
        while (_running.Count > left)
        {
            var (call, compared, answer) = _running.Dequeue();
            var result = RoutingAnswer.ToResult(await answer.WaitAsync(ct));
            if (result.Status == RoutingStatus.Rebuild && _redis.ServerIdFor(_keys.Pool[0]) != _server)
                throw new RedisUnavailableException("Redis was restarted during the replay.");
            if (!compared) continue;
            await _comparison.AddAsync(result.Decisions);
            _decided = (call is { Command: "begin-load", Number: 1 } ? 0 : _decided) + result.Decisions.Count;
            if (_decided != call.Decided)
                _comparison.Differs($"call {call.Epoch}-{call.Number} ({call.Command}): decided up to {call.Decided}, replayed up to {_decided}");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
