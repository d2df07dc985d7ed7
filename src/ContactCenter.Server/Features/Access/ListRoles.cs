using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

sealed record RoleView(Guid Id, string Name, IReadOnlyList<string> Permissions, bool BuiltIn, long Version);

sealed record PermissionView(string Name);

static class ListRoles
{
    public static async Task<Ok<Page<RoleView>>> Handle(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var roles = await db.Set<Role>().AsNoTracking().Where(r => page.After == null || r.Id > page.After)
            .OrderBy(r => r.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(roles.ConvertAll(r => r.ToView()), r => r.Id));
    }

    public static RoleView ToView(this Role role) => new(role.Id, role.Name, role.Permissions, role.BuiltIn, role.Version);
}

static class GetRole
{
    public static async Task<Results<Ok<RoleView>, Problem>> Handle(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Role>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is { } role
            ? TypedResults.Ok(role.ToView())
            : Problem.NotFound;
}

static class ListPermissions
{
    public static Ok<Page<PermissionView>> Handle() => TypedResults.Ok(new Page<PermissionView>([.. Permission.All.Select(p => new PermissionView(p))], null));
}
