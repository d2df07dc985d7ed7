namespace ContactCenter.Server.Platform;

/// <summary>
/// An answer that everybody may have for a while. The first who finds it too old asks, and who comes meanwhile waits for the
/// same answer, so that many at once cost one question. A failure is told to those who waited for it; the next asks again.
/// </summary>
sealed class Remembered<T>(TimeSpan fresh, TimeProvider time, Func<Task<T>> ask)
{
    sealed record Answer(DateTimeOffset AskedAt, Lazy<Task<T>> Said);

    Answer? last;

    public Task<T> Get(CancellationToken cancellationToken)
    {
        var (known, now) = (Volatile.Read(ref last), time.GetUtcNow());
        if (known is null || now - known.AskedAt >= fresh || known.Said.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            var mine = new Answer(now, new(ask));
            known = Interlocked.CompareExchange(ref last, mine, known) is { } first && first != known ? first : mine;
        }
        return known.Said.Value.WaitAsync(cancellationToken);
    }
}
