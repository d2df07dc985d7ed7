using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ContactCenter.Server.Platform.Data;

/// <summary>Side effects follow the commit: the outbox and the timers are woken only when their rows can be seen.</summary>
public sealed class CommitInterceptor : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        (eventData.Context as AppDb)?.Committed(eventData.TransactionId);
        return Task.CompletedTask;
    }
}
