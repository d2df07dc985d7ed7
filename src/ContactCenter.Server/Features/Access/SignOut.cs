using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Access;

static class SignOut
{
    public static async Task<NoContent> Handle(HttpContext http, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }
}
