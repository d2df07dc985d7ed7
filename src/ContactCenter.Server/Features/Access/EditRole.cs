using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

sealed record RoleEdit(string Name, IReadOnlyList<string> Permissions, long Version);

static class EditRole
{
    public static Problem BuiltIn => Problem.Conflict("role_built_in", "A built-in role stays as it is. Make another one.");

    public static async Task<Results<Ok<RoleView>, Problem>> Handle(
        Guid id, RoleEdit request, AppDb db, CurrentUser current, AccessChanges changes, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await RowLock.Take<Role>(db, id, cancellationToken) is not { } role) return Problem.NotFound;
        if (AddRole.Check(request.Name, request.Permissions) is { } bad) return bad;
        if (role.BuiltIn) return BuiltIn;
        if (request.Version != role.Version) return Problem.Stale;
        if (!AddRole.MayShape(current, role.Permissions.Concat(request.Permissions))) return Administration.Exceeds;
        var holders = await db.Set<UserRole>().Where(r => r.RoleId == id).Select(r => r.UserId).Order().ToListAsync(cancellationToken);
        if (holders.Contains(current.Id)) return Administration.Own;

        var now = time.GetUtcNow();
        var access = !role.Permissions.ToHashSet().SetEquals(request.Permissions);
        role.Change(request.Name.Trim(), request.Permissions, now);
        if (access)
        {
            foreach (var holder in holders) (await LockedUser.Take(db, holder, cancellationToken))?.ChangeAccess(now);
        }
        if (await db.SaveOr("name_taken", cancellationToken) is { } taken) return taken;
        await transaction.CommitAsync(cancellationToken);
        if (access) changes.Publish(holders);
        return TypedResults.Ok(role.ToView());
    }
}

static class RemoveRole
{
    public static async Task<Results<NoContent, Problem>> Handle(
        Guid id, AppDb db, CurrentUser current, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<Role>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } role) return Problem.NotFound;
        if (role.BuiltIn) return EditRole.BuiltIn;
        if (!AddRole.MayShape(current, role.Permissions)) return Administration.Exceeds;
        if (await db.Set<UserRole>().AnyAsync(r => r.RoleId == id, cancellationToken)) return InUse;
        role.Remove(time.GetUtcNow());
        db.Remove(role);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.ForeignKeyViolation })
        {
            return InUse;
        }
        return TypedResults.NoContent();
    }

    static Problem InUse => Problem.Conflict("role_in_use", "Somebody still has it.");
}
