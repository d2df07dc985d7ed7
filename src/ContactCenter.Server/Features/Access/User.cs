using System.Security.Cryptography;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Microsoft.AspNetCore.Identity;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// A person who signs in. Every change raises the version of his history; what changes his permissions or clients raises
/// the access stamp too, and what must end his other sessions draws a new security stamp.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    public const int AttemptsBeforeLockout = 5;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(5);

    User() { }

    public string Name { get; private set; } = "";
    public bool Active { get; private set; }
    public bool AllClients { get; private set; }
    public long AccessStamp { get; private set; }
    public UserHistory History { get; private init; } = null!;
    public List<UserRole> Roles { get; private init; } = [];
    public List<UserClient> Clients { get; private init; } = [];

    public static User Add(Guid id, string email, string name, Grants grants, DateTimeOffset now)
    {
        var user = new User { Id = id, Active = true, History = new UserHistory(id) };
        user.Identify(email, name);
        user.Hold(grants);
        user.EndSessions();
        user.Raise(now, new UserAdded(id, grants.Roles, grants.Clients, grants.AllClients));
        return user;
    }

    public bool IsLockedOut(DateTimeOffset now) => LockoutEnd > now;

    public void SignedIn(DateTimeOffset now)
    {
        (AccessFailedCount, LockoutEnd) = (0, null);
        Raise(now, new UserSignedIn(Id));
    }

    public void SignInFailed(DateTimeOffset now)
    {
        Raise(now, new SignInFailed(Id));
        if (++AccessFailedCount < AttemptsBeforeLockout) return;
        (AccessFailedCount, LockoutEnd) = (0, now + Lockout);
        Raise(now, new UserLockedOut(Id, now + Lockout));
    }

    /// <summary>True when his permissions, clients or right to sign in changed, so that sockets and caches must hear of it.</summary>
    public bool Change(string email, string name, Grants grants, bool active, DateTimeOffset now)
    {
        Identify(email, name);
        var access = active != Active || !grants.Same(Held);
        if (Active && !active) EndSessions();
        Active = active;
        Hold(grants);
        Raise(now, new UserChanged(Id, grants.Roles, grants.Clients, grants.AllClients, active));
        if (access) ChangeAccess(now);
        return access;
    }

    /// <summary>What he may do has changed, here or in a role of his.</summary>
    public void ChangeAccess(DateTimeOffset now)
    {
        AccessStamp++;
        Raise(now, new UserAccessChanged(Id));
    }

    public void Invited(DateTimeOffset now) => Raise(now, new UserInvited(Id));

    public void SetPassword(string hash, DateTimeOffset now)
    {
        (PasswordHash, AccessFailedCount, LockoutEnd) = (hash, 0, null);
        EndSessions();
        Raise(now, new PasswordChanged(Id));
    }

    public Grants Held => new([.. Roles.Select(r => r.RoleId)], [.. Clients.Select(c => c.ClientId)], AllClients);

    void Identify(string email, string name)
    {
        (Name, Email, UserName) = (name, email, email);
        (NormalizedEmail, NormalizedUserName) = (NormalForm(email), NormalForm(email));
    }

    public static string NormalForm(string email) => email.Trim().Normalize().ToUpperInvariant();

    void Hold(Grants grants)
    {
        AllClients = grants.AllClients;
        Roles.RemoveAll(r => !grants.Roles.Contains(r.RoleId));
        Roles.AddRange(grants.Roles.Where(id => Roles.TrueForAll(r => r.RoleId != id)).ToList().ConvertAll(id => new UserRole(Id, id)));
        Clients.RemoveAll(c => !grants.Clients.Contains(c.ClientId));
        Clients.AddRange(grants.Clients.Where(id => Clients.TrueForAll(c => c.ClientId != id)).ToList().ConvertAll(id => new UserClient(Id, id)));
    }

    void EndSessions() => SecurityStamp = RandomNumberGenerator.GetHexString(40);

    void Raise(DateTimeOffset at, Fact fact) => History.Record(at, fact);
}

/// <summary>What a person is given: roles, and clients or all of them.</summary>
public sealed record Grants(IReadOnlyList<Guid> Roles, IReadOnlyList<Guid> Clients, bool AllClients)
{
    public bool Same(Grants other) =>
        AllClients == other.AllClients && Roles.ToHashSet().SetEquals(other.Roles) && Clients.ToHashSet().SetEquals(other.Clients);
}

/// <summary>The version and the journal of a user: the same row, since Identity's base class leaves no room for ours.</summary>
public sealed class UserHistory : StreamOwner
{
    UserHistory() { }

    internal UserHistory(Guid id) => Id = id;

    public override string StreamKind => "user";
    public override Guid? StreamClient => null;

    internal void Record(DateTimeOffset at, Fact fact) => Raise(at, fact);
}

public sealed record UserRole(Guid UserId, Guid RoleId);
public sealed record UserClient(Guid UserId, Guid ClientId);

/// <summary>A session that its user has signed out of: a copy of its cookie opens nothing any more.</summary>
public sealed record EndedSession(Guid UserId, string Session, DateTimeOffset Until);
