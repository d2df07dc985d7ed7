using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Authorization;

namespace ContactCenter.Server.Features.Access;

/// <summary>Who asks, with what he may do and for whom. Scoped to the request; null fields before sign-in are not used.</summary>
public sealed class CurrentUser
{
    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public bool SignedIn { get; private set; }
    public bool AllClients { get; private set; }
    public IReadOnlyCollection<Guid> Clients { get; private set; } = [];
    IReadOnlySet<string> permissions = new HashSet<string>(StringComparer.Ordinal);

    public bool May(string permission) => permissions.Contains(permission);

    public void Become(Guid id, string name, IReadOnlySet<string> granted, bool allClients, IReadOnlyCollection<Guid> clients)
    {
        (Id, Name, permissions, AllClients, Clients, SignedIn) = (id, name, granted, allClients, clients, true);
    }
}

/// <summary>Metadata of a route: the permission it needs. A route without one and without AllowAnonymous needs only a session.</summary>
public sealed record NeedsPermission(string Permission);

public static class PermissionRoutes
{
    public static TBuilder Needs<TBuilder>(this TBuilder builder, string permission) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(b => b.Metadata.Add(new NeedsPermission(permission)));
        return builder.Fails(401, "not_signed_in").Fails(403, "forbidden");
    }

    /// <summary>Any signed-in user.</summary>
    public static TBuilder NeedsSession<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.Fails(401, "not_signed_in");

    internal static bool IsAnonymous(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
