using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Access;

/// <summary>A named set of permissions. The built-in ones come with the schema and never change here.</summary>
public sealed class Role : StreamOwner
{
    Role() { }

    public string Name { get; private set; } = "";
    public string[] Permissions { get; private set; } = [];
    public bool BuiltIn { get; private init; }

    public override string StreamKind => "role";
    public override Guid? StreamClient => null;

    public static Role Add(Guid id, string name, IEnumerable<string> permissions, DateTimeOffset now)
    {
        var role = new Role { Id = id, Name = name, Permissions = Ordered(permissions) };
        role.Raise(now, new RoleAdded(id, Codes(role.Permissions)));
        return role;
    }

    public void Change(string name, IEnumerable<string> permissions, DateTimeOffset now)
    {
        (Name, Permissions) = (name, Ordered(permissions));
        Raise(now, new RoleChanged(Id, Codes(Permissions)));
    }

    public void Remove(DateTimeOffset now) => Raise(now, new RoleRemoved(Id));

    static string[] Ordered(IEnumerable<string> permissions) => [.. permissions.Distinct().Order(StringComparer.Ordinal)];

    static IReadOnlyList<Code> Codes(string[] permissions) => [.. permissions.Select(p => new Code(p))];
}

/// <summary>Made by the schema (0003_access.sql) under these ids.</summary>
public static class BuiltInRoles
{
    public static readonly Guid Agent = new("01990000-0000-7000-8000-000000000001");
    public static readonly Guid Supervisor = new("01990000-0000-7000-8000-000000000002");
    public static readonly Guid Admin = new("01990000-0000-7000-8000-000000000003");
    public static readonly Guid ClientViewer = new("01990000-0000-7000-8000-000000000004");
}
