using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Platform.Files;

/// <summary>Sent and never named by anything. On many nodes, or twice: what is held by then stays, what is gone is gone.</summary>
sealed class ForgetFileJob(AppDb db) : ITimerJob
{
    public const string Kind = "unheld-file";

    public Task Run(DueTimer timer, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM platform.files WHERE id = {timer.Subject} AND holder IS NULL", cancellationToken);
}
