using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Access;

public sealed record UserAdded(Guid UserId, IReadOnlyList<Guid> Roles, IReadOnlyList<Guid> Clients, bool AllClients) : Fact;
public sealed record UserChanged(Guid UserId, IReadOnlyList<Guid> Roles, IReadOnlyList<Guid> Clients, bool AllClients, bool Active) : Fact;

/// <summary>His permissions, his clients or his right to sign in are no longer what they were.</summary>
public sealed record UserAccessChanged(Guid UserId) : Fact;

public sealed record UserInvited(Guid UserId) : Fact;
public sealed record PasswordChanged(Guid UserId) : Fact;
public sealed record UserSignedIn(Guid UserId) : Fact;
public sealed record SignInFailed(Guid UserId) : Fact;
public sealed record UserLockedOut(Guid UserId, DateTimeOffset Until) : Fact;

public sealed record RoleAdded(Guid RoleId, IReadOnlyList<Code> Permissions) : Fact;
public sealed record RoleChanged(Guid RoleId, IReadOnlyList<Code> Permissions) : Fact;
public sealed record RoleRemoved(Guid RoleId) : Fact;
