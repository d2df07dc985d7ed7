using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Platform.Http;

static class SavingProblems
{
    /// <summary>Saves. When something else already has a unique key of what is saved, that conflict; the database decides, since whoever asks first may be overtaken.</summary>
    public static async Task<Problem?> SaveOr(this AppDb db, string taken, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException e) when (DatabaseFailures.IsDuplicate(e))
        {
            return Problem.Conflict(taken);
        }
    }
}
