namespace ContactCenter.Server.Features.Access;

/// <summary>Where people reach the console when that is not where requests arrive (setting Access:PublicAddress).</summary>
static class PublicAddress
{
    public static Uri? Of(HttpContext http) => Of(http.RequestServices.GetRequiredService<IConfiguration>());

    public static Uri? Of(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Access:PublicAddress"], UriKind.Absolute, out var address) ? address : null;
}
