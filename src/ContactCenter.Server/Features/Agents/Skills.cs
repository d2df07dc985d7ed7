using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

sealed record SkillView(Guid Id, string Key, string Name, long Version);
sealed record NewSkill(string Key, string Name);
sealed record SkillEdit(string Name, long Version, string? Key = null);

/// <summary>The list of skills, kept by administrators.</summary>
static class Skills
{
    public static async Task<Ok<Page<SkillView>>> List(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var skills = await db.Set<Skill>().AsNoTracking().Where(s => page.After == null || s.Id > page.After)
            .OrderBy(s => s.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(skills.ConvertAll(s => s.ToView()), s => s.Id));
    }

    public static async Task<Results<Ok<SkillView>, Problem>> Get(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Skill>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is { } skill
            ? TypedResults.Ok(skill.ToView())
            : Problem.NotFound;

    public static async Task<Results<Created<SkillView>, Problem>> Add(
        NewSkill request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (new Shape().Key("key", request.Key).Text("name", request.Name, 100).Problem is { } bad) return bad;
        var now = time.GetUtcNow();
        var skill = Skill.Add(Ids.New(now), request.Key, request.Name.Trim(), now);
        db.Add(skill);
        if (await db.SaveOr("key_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Created($"/api/v1/skills/{skill.Id}", skill.ToView());
    }

    public static async Task<Results<Ok<SkillView>, Problem>> Edit(
        Guid id, SkillEdit request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<Skill>().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } skill) return Problem.NotFound;
        if (new Shape().Text("name", request.Name, 100).SameKey(request.Key, skill.Key).Problem is { } bad) return bad;
        if (request.Version != skill.Version) return Problem.Stale;
        skill.Rename(request.Name.Trim(), time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(skill.ToView());
    }

    static SkillView ToView(this Skill skill) => new(skill.Id, skill.Key, skill.Name, skill.Version);
}
