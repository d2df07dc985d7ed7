using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

sealed record NewRole(string Name, IReadOnlyList<string> Permissions);

static class AddRole
{
    public static async Task<Results<Created<RoleView>, Problem>> Handle(
        NewRole request, AppDb db, CurrentUser current, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Check(request.Name, request.Permissions) is { } bad) return bad;
        if (!MayShape(current, request.Permissions)) return Administration.Exceeds;
        var now = time.GetUtcNow();
        var role = Role.Add(Ids.New(now), request.Name.Trim(), request.Permissions, now);
        db.Add(role);
        if (await db.SaveOr("name_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Created($"/api/v1/roles/{role.Id}", role.ToView());
    }

    public static Problem? Check(string name, IReadOnlyList<string> permissions) => new Shape().Text("name", name, 100)
        .Need(permissions.All(Permission.All.Contains), "permissions", "There is no such permission.").Problem;

    /// <summary>Roles are everybody's: who works for some clients only would change the others' users with them.</summary>
    public static bool MayShape(CurrentUser current, IEnumerable<string> permissions) => current.AllClients && current.MayGive(permissions);
}
