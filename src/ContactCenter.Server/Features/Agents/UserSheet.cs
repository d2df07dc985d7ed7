using System.Globalization;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>
/// People as a sheet, with what they know as agents (skills like lang-en:9; bookings:8) and where they work. It is taken whole or
/// not at all; its rows add and change by their address and take nobody away. A column that is missing leaves things as they are;
/// a row with a skill or a site makes an agent of who is none.
/// </summary>
static class UserSheet
{
    const int MostRows = 1_000;
    static readonly string[] people = ["email", "name", "roles", "clients", "active"];
    static readonly string[] agents = ["skills", "site"];

    public sealed record InvitedLine(string Email, string Name, string InviteUrl);

    /// <summary>Invited: the links of those who were added, shown only now.</summary>
    public sealed record SheetTaken(int Added, int Changed, int Unchanged, IReadOnlyList<InvitedLine> Invited);

    sealed record Profile(IReadOnlyList<(Guid SkillId, int Level)> Skills, Guid? Site);

    public static async Task<FileContentHttpResult> Export(AppDb db, CurrentUser user, UserLines lines, CancellationToken cancellationToken)
    {
        var all = await lines.Read(cancellationToken);
        if (!user.May(Permission.AgentsRead)) return Sheet.Write("users.csv", people, all.Select(l => Cells(l.Line)));
        var skills = await db.Set<Skill>().ToDictionaryAsync(s => s.Id, s => s.Key, cancellationToken);
        var sites = await SiteNames.All(db, cancellationToken);
        var known = await db.Set<Agent>().AsNoTracking().Include(a => a.Skills).ToDictionaryAsync(a => a.Id, cancellationToken);
        return Sheet.Write("users.csv", [.. people, .. agents], all.Select(l => (string[])[.. Cells(l.Line), .. Cells(known.GetValueOrDefault(l.Id), skills, sites)]));
    }

    public static async Task<Results<Ok<SheetTaken>, Problem>> Import(
        HttpRequest request, AppDb db, CurrentUser user, UserLines lines, Presence presence, TimeProvider time, CancellationToken cancellationToken, bool dryRun = false)
    {
        var (sheet, bad) = await Sheet.Read(request.Body, people[..4], [people[4], .. agents], MostRows, cancellationToken);
        if (bad is not null) return bad;
        if (!user.May(Permission.AgentsManage) && sheet.Any(r => agents.Any(r.Has))) return new Problem(StatusCodes.Status403Forbidden, "forbidden");

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var errors = new Shape();
        var taken = await lines.Take([.. sheet.Select(ToLine)], errors, cancellationToken);
        var profiles = await Profiles(db, sheet, errors, cancellationToken);
        if (errors.Problem is { } wrong) return Shortened(wrong);
        if (!dryRun && await db.SaveOr("email_taken", cancellationToken) is { } conflict) return conflict;
        var (made, equipped) = await Equip(db, taken, profiles, time.GetUtcNow(), cancellationToken);
        if (!dryRun)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            lines.Saved(taken);
            // They may sit at their screens already.
            foreach (var id in made) await presence.Settle(id);
        }
        var added = taken.Where(t => t.Outcome == LineOutcome.Added).ToList();
        var changed = taken.Count(t => t.Outcome == LineOutcome.Changed || (t.Outcome == LineOutcome.Unchanged && equipped.Contains(t.Id)));
        return TypedResults.Ok(new SheetTaken(added.Count, changed, taken.Count - added.Count - changed, dryRun ? [] : await Links(sheet, added, lines, cancellationToken)));
    }

    /// <summary>Who was made an agent, and whose skills or site are others than before.</summary>
    static async Task<(List<Guid> Made, HashSet<Guid> Equipped)> Equip(
        AppDb db, IReadOnlyList<UserLineTaken> taken, IReadOnlyDictionary<string, Profile> profiles, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = taken.Where(t => profiles.ContainsKey(t.Place)).ToDictionary(t => t.Id, t => profiles[t.Place]);
        // Their states change all day: they are changed under their locks.
        var there = (await RowLock.Take<Agent>(db, wanted.Keys, cancellationToken)).ToDictionary(a => a.Id);
        await db.Set<AgentSkill>().Where(s => wanted.Keys.Contains(s.AgentId)).LoadAsync(cancellationToken);
        var (made, equipped) = (new List<Guid>(), new HashSet<Guid>());
        foreach (var (id, profile) in wanted)
        {
            if (!there.TryGetValue(id, out var agent))
            {
                if (profile is { Skills.Count: 0, Site: null }) continue;
                db.Add(agent = Agent.Add(id, now));
                made.Add(id);
            }
            if (agent.SiteId == profile.Site && agent.Skills.Select(s => (s.SkillId, s.Level)).ToHashSet().SetEquals(profile.Skills)) continue;
            agent.Equip(profile.Skills, agent.Weights, profile.Site, now);
            equipped.Add(id);
        }
        return (made, equipped);
    }

    /// <summary>By the place of its row. A sheet with only one of the two columns says nothing of agents.</summary>
    static async Task<IReadOnlyDictionary<string, Profile>> Profiles(AppDb db, IReadOnlyList<SheetRow> sheet, Shape errors, CancellationToken cancellationToken)
    {
        var profiles = new Dictionary<string, Profile>(StringComparer.Ordinal);
        if (sheet.Count == 0 || !agents.All(sheet[0].Has)) return profiles;
        var skills = await db.Set<Skill>().ToDictionaryAsync(s => s.Key, s => s.Id, StringComparer.OrdinalIgnoreCase, cancellationToken);
        var sites = (await SiteNames.All(db, cancellationToken)).ToDictionary(s => s.Value, s => s.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var row in sheet)
        {
            var known = new List<(Guid, int)>();
            foreach (var part in UserLines.Parts(row["skills"]))
            {
                var (key, level) = part.Split(':', StringSplitOptions.TrimEntries) is [var named, var said] ? (named, said) : (part, "");
                var fits = int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10;
                errors.Need(skills.ContainsKey(key), row.Place, $"skills: There is no skill with the key {key}.").Need(fits, row.Place, $"skills: {part} needs a level from 1 to 10, like lang-en:9.");
                if (skills.TryGetValue(key, out var id)) known.Add((id, number));
            }
            errors.Need(known.DistinctBy(k => k.Item1).Count() == known.Count, row.Place, "skills: Each skill once.");
            var site = row["site"].Trim();
            errors.Need(site.Length == 0 || sites.ContainsKey(site), row.Place, $"site: There is no site {site}.");
            profiles[row.Place] = new(known, sites.TryGetValue(site, out var there) ? there : null);
        }
        return profiles;
    }

    static async Task<IReadOnlyList<InvitedLine>> Links(IReadOnlyList<SheetRow> sheet, IReadOnlyList<UserLineTaken> added, UserLines lines, CancellationToken cancellationToken)
    {
        var rows = sheet.ToDictionary(r => r.Place);
        var links = new List<InvitedLine>();
        foreach (var one in added)
        {
            var line = ToLine(rows[one.Place]);
            if (line.Active) links.Add(new(line.Email, line.Name, await lines.InviteUrl(one.Id, cancellationToken)));
        }
        return links;
    }

    static Problem Shortened(Problem all) => new(StatusCodes.Status400BadRequest, all.Code, null, all.Errors!.Take(Sheet.MostErrors).ToDictionary());

    static UserLine ToLine(SheetRow row) => new(row.Place, row["email"].Trim(), row["name"].Trim(), row["roles"], row["clients"], row.Flag("active"));

    static string[] Cells(UserLine line) => [line.Email, line.Name, line.Roles, line.Clients, line.Active ? "true" : "false"];

    static string[] Cells(Agent? agent, Dictionary<Guid, string> skills, IReadOnlyDictionary<Guid, string> sites) => agent is null ? ["", ""] :
    [
        UserLines.Joined(agent.Skills.Select(s => string.Create(CultureInfo.InvariantCulture, $"{skills[s.SkillId]}:{s.Level}"))),
        agent.SiteId is { } site ? sites.GetValueOrDefault(site, "") : "",
    ];
}
