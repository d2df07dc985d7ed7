using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Authorization;

namespace ContactCenter.Server.Features.Access;

/// <summary>Metadata of a route: the permission that opens it, or either of two.</summary>
public sealed record NeedsPermission(string Permission, string? Or = null);

/// <summary>Metadata of a route that is open to every signed-in user.</summary>
public sealed record NeedsSignIn;

/// <summary>Metadata of a route that guards itself against other sites by the Origin header instead of the antiforgery token.</summary>
public sealed record ChecksOrigin;

public static class PermissionRoutes
{
    public static TBuilder Needs<TBuilder>(this TBuilder builder, string permission, string? or = null) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(b => b.Metadata.Add(new NeedsPermission(permission, or)));
        return builder.NeedsToken().Fails(401, "not_signed_in").Fails(403, "forbidden");
    }

    /// <summary>Any signed-in user.</summary>
    public static TBuilder NeedsSession<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(b => b.Metadata.Add(new NeedsSignIn()));
        return builder.NeedsToken().Fails(401, "not_signed_in");
    }

    /// <summary>Writes need the antiforgery token as well; reads do not.</summary>
    static TBuilder NeedsToken<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(b =>
        {
            if (b.Metadata.OfType<HttpMethodMetadata>().Any(m => !m.HttpMethods.All(HttpMethods.IsGet)))
                b.Metadata.Add(new ProblemResponse(StatusCodes.Status400BadRequest, "antiforgery_invalid"));
        });
        return builder;
    }

    internal static bool IsAnonymous(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
