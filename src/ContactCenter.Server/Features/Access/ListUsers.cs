using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>Invited: he has set no password yet.</summary>
sealed record UserView(
    Guid Id, string Email, string Name, IReadOnlyList<Guid> Roles, IReadOnlyList<Guid> Clients, bool AllClients, bool Active, long Version, bool Invited);

static class ListUsers
{
    public static async Task<Ok<Page<UserView>>> Handle(AppDb db, CurrentUser current, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var users = await db.Set<User>().AsNoTracking().Include(u => u.Roles).Include(u => u.Clients).AsSplitQuery()
            .SeenBy(current).Where(u => page.After == null || u.Id > page.After)
            .OrderBy(u => u.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(users.ConvertAll(u => u.ToView()), u => u.Id));
    }

    public static UserView ToView(this User user) => new(
        user.Id, user.Email!, user.Name, [.. user.Held.Roles.Order()], [.. user.Held.Clients.Order()], user.AllClients, user.Active,
        user.History.Version, user.PasswordHash is null);
}

static class GetUser
{
    public static async Task<Results<Ok<UserView>, Problem>> Handle(Guid id, AppDb db, CurrentUser current, CancellationToken cancellationToken) =>
        await db.Set<User>().AsNoTracking().Include(u => u.Roles).Include(u => u.Clients).AsSplitQuery()
            .SeenBy(current).SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is { } user
            ? TypedResults.Ok(user.ToView())
            : Problem.NotFound;
}
