using Microsoft.AspNetCore.Identity;

namespace ContactCenter.Server.Features.Access;

sealed record Invitation(string InviteUrl);

/// <summary>
/// A link by which a person sets his password: good for three days, and only until a password is set or he is
/// deactivated, since the token holds the security stamp.
/// </summary>
static class InviteLink
{
    const string Purpose = "invite";

    public static async Task<string> For(UserManager<User> users, User user, Uri? address)
    {
        var token = await users.GenerateUserTokenAsync(user, TokenOptions.DefaultProvider, Purpose);
        var link = $"/invite?user={user.Id}&token={Uri.EscapeDataString(token)}";
        return address is null ? link : new Uri(address, link).ToString();
    }

    public static Task<bool> Holds(UserManager<User> users, User user, string token) =>
        users.VerifyUserTokenAsync(user, TokenOptions.DefaultProvider, Purpose, token);

    /// <summary>Where the administrator himself reached us, unless the settings know better.</summary>
    public static Uri AddressOf(HttpContext http) => PublicAddress.Of(http) ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}");
}
