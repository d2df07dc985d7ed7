using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>A person as a line of a sheet: roles by name and clients by key, between semicolons; * is all clients.</summary>
public sealed record UserLine(string Place, string Email, string Name, string Roles, string Clients, bool Active);

public enum LineOutcome { Unchanged, Changed, Added }

/// <summary>Access: his permissions or clients are others than before.</summary>
public sealed record UserLineTaken(string Place, Guid Id, LineOutcome Outcome, bool Access);

/// <summary>People out of a sheet and into one, under the same rules as one by one. What it takes the caller saves.</summary>
public sealed class UserLines(AppDb db, CurrentUser current, UserManager<User> users, IHttpContextAccessor http, AccessChanges changes, TimeProvider time)
{
    const char Between = ';';
    const string All = "*";

    public async Task<IReadOnlyList<(Guid Id, UserLine Line)>> Read(CancellationToken cancellationToken)
    {
        var roles = await db.Set<Role>().AsNoTracking().ToDictionaryAsync(r => r.Id, r => r.Name, cancellationToken);
        var clients = (await ClientNames.ByKey(db, cancellationToken)).ToDictionary(c => c.Value, c => c.Key);
        var people = await db.Set<User>().AsNoTracking().Include(u => u.Roles).Include(u => u.Clients).AsSplitQuery()
            .SeenBy(current).OrderBy(u => u.Email).ToListAsync(cancellationToken);
        return people.ConvertAll(u => (u.Id, new UserLine("", u.Email!, u.Name,
            Joined(u.Roles.Select(r => roles[r.RoleId])), u.AllClients ? All : Joined(u.Clients.Select(c => clients.GetValueOrDefault(c.ClientId, ""))), u.Active)));
    }

    /// <summary>Each line's user, added or changed but not saved; what is wrong with a line is said at its place.</summary>
    public async Task<IReadOnlyList<UserLineTaken>> Take(IReadOnlyList<UserLine> lines, Shape errors, CancellationToken cancellationToken)
    {
        var roles = await db.Set<Role>().AsNoTracking().ToListAsync(cancellationToken);
        var known = new Known(
            roles.ToDictionary(r => r.Name, r => r.Id, StringComparer.OrdinalIgnoreCase), roles.ToDictionary(r => r.Id, r => r.Permissions),
            await ClientNames.ByKey(db, cancellationToken));
        var names = lines.Select(l => User.NormalForm(l.Email)).ToArray();
        var there = await db.Set<User>().Include(u => u.Roles).Include(u => u.Clients).AsSplitQuery()
            .SeenBy(current).Where(u => names.Contains(u.NormalizedEmail)).ToDictionaryAsync(u => u.NormalizedEmail!, StringComparer.Ordinal, cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var taken = new List<UserLineTaken>();
        foreach (var line in lines)
        {
            var name = User.NormalForm(line.Email);
            errors.Need(seen.Add(name), line.Place, $"email: {line.Email} stands in the sheet twice.");
            if (Grants(line, known, errors) is not { } grants) continue;
            taken.Add(there.TryGetValue(name, out var user) ? Change(user, line, grants, known, errors) : Add(line, grants));
        }
        return taken;
    }

    /// <summary>Right after the commit.</summary>
    public void Saved(IEnumerable<UserLineTaken> lines) => changes.Publish(lines.Where(l => l.Access).Select(l => l.Id));

    /// <summary>The link by which an added user sets his password.</summary>
    public async Task<string> InviteUrl(Guid id, CancellationToken cancellationToken) =>
        await InviteLink.For(users, await db.Set<User>().SingleAsync(u => u.Id == id, cancellationToken), InviteLink.AddressOf(http.HttpContext!));

    UserLineTaken Add(UserLine line, Grants grants)
    {
        var now = time.GetUtcNow();
        var user = User.Add(Ids.New(now), line.Email, line.Name, grants, now);
        if (!line.Active) user.Change(line.Email, line.Name, grants, false, now);
        db.Add(user);
        return new(line.Place, user.Id, LineOutcome.Added, false);
    }

    UserLineTaken Change(User user, UserLine line, Grants grants, Known known, Shape errors)
    {
        var same = grants.Same(user.Held) && user.Active == line.Active;
        if (same && user.Name == line.Name) return new(line.Place, user.Id, LineOutcome.Unchanged, false);
        errors.Need(current.MayManage(user.Held, known.Permissions), line.Place, "You cannot change somebody who may do more than you.")
            .Need(same || user.Id != current.Id, line.Place, "Somebody else has to change your own access.");
        return new(line.Place, user.Id, LineOutcome.Changed, user.Change(user.Email!, line.Name, grants, line.Active, time.GetUtcNow()));
    }

    Grants? Grants(UserLine line, Known known, Shape errors)
    {
        var (roles, clients) = (Parts(line.Roles), Parts(line.Clients));
        var all = clients is [All];
        var shape = Administration.Person(line.Email, line.Name)
            .Need(roles.All(known.Roles.ContainsKey), "roles", $"There is no role with the key {Missing(roles, known.Roles)}.")
            .Need(all || clients.All(known.Clients.ContainsKey), "clients", $"There is no client with the key {Missing(clients, known.Clients)}.")
            .Need(current.AllClients || all || clients.Length > 0, "clients", "At least one of your clients.");
        if (shape.Problem is { Errors: { } unfit })
        {
            errors.Need(false, line.Place, string.Join(" ", unfit.SelectMany(e => e.Value.Select(said => $"{e.Key}: {said}"))));
            return null;
        }
        var grants = new Grants([.. roles.Select(r => known.Roles[r]).Distinct()], all ? [] : [.. clients.Select(c => known.Clients[c]).Distinct()], all);
        var may = current.MayManage(grants, known.Permissions) && current.Covers(grants.AllClients, grants.Clients);
        errors.Need(may, line.Place, "You cannot give what you do not have yourself.");
        return may ? grants : null;
    }

    static string Missing(string[] named, IReadOnlyDictionary<string, Guid> known) => string.Join(", ", named.Where(n => !known.ContainsKey(n)));

    public static string[] Parts(string cell) => cell.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static string Joined(IEnumerable<string> parts) => string.Join($"{Between} ", parts.Order(StringComparer.Ordinal));

    sealed record Known(IReadOnlyDictionary<string, Guid> Roles, IReadOnlyDictionary<Guid, string[]> Permissions, IReadOnlyDictionary<string, Guid> Clients);
}
