using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Access;

/// <summary>Who asks, with what he may do and for whom. Scoped to the request; null fields before sign-in are not used.</summary>
public sealed class CurrentUser
{
    UserSnapshot? snapshot;

    public Guid Id => snapshot?.Id ?? Guid.Empty;
    public string Name => snapshot?.Name ?? "";
    public bool SignedIn => snapshot is not null;
    public bool AllClients => snapshot is { AllClients: true };
    public IReadOnlyCollection<Guid> Clients => snapshot?.Clients ?? [];

    /// <summary>The sign-in that this request belongs to.</summary>
    internal SignedInSession Session { get; private set; } = new("", default);

    internal UserSnapshot Snapshot => snapshot ?? throw new InvalidOperationException("Nobody is signed in.");

    public bool May(string permission) => snapshot?.Permissions.Contains(permission) ?? false;

    /// <summary>Never more to others than he has himself.</summary>
    internal bool MayGive(IEnumerable<string> permissions) => permissions.All(May);

    internal bool Covers(bool allClients, IEnumerable<Guid> clients) => AllClients || (!allClients && clients.All(Clients.Contains));

    internal void Become(UserSnapshot user, SignedInSession session) => (snapshot, Session) = (user, session);

    /// <summary>Whether he may still do what he might when he came. Null: there is no such user any more.</summary>
    internal bool StillSo(AccessStamps? now) => now is { Active: true }
        && (now.SecurityStamp, now.AccessStamp) == (Snapshot.SecurityStamp, Snapshot.AccessStamp) && !now.EndedSessions.Contains(Session.Id);

    /// <summary>The database shows his clients' data, and the operator's only to those who may see the people.</summary>
    internal void Enter(DataScope scope)
    {
        var actor = new Actor("agent", Id);
        var staff = May(Permission.AgentsRead) || May(Permission.UsersManage);
        if (AllClients) scope.EnterAllClients(actor, staff ? People.Everybody : People.Nobody);
        else scope.Enter(Clients, actor, staff ? People.Served : People.Nobody);
    }
}
