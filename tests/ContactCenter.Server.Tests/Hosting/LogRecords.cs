using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContactCenter.Server.Tests.Hosting;

public sealed record LogRecord(LogLevel Level, string Category, string Text, Exception? Exception);

/// <summary>What a server logged, for tests that read it and for those that failed.</summary>
public sealed class LogRecords : ILoggerProvider
{
    private readonly ConcurrentQueue<LogRecord> records = [];

    /// <summary>The newest error of all servers of this process: an answer that failed does not say why.</summary>
    public static LogRecord? LastError { get; private set; }

    public IReadOnlyList<LogRecord> All => [.. records];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, records);

    public override string ToString() => string.Join(Environment.NewLine, records
        .Where(r => r.Level >= LogLevel.Warning).TakeLast(20).Select(r => $"{r.Level} {r.Category}: {r.Text} {r.Exception}"));

    public void Dispose()
    {
        // The records stay readable after the server has ended.
    }

    private sealed class Logger(string category, ConcurrentQueue<LogRecord> records) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var record = new LogRecord(logLevel, category, formatter(state, exception), exception);
            records.Enqueue(record);
            if (logLevel >= LogLevel.Error) LastError = record;
        }
    }
}
