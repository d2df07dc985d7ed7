using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Clients;

static class ClientsEndpoints
{
    /// <summary>Permissions are Access's, a floor above: who maps this room says what its doors need.</summary>
    public static void MapClients(this IEndpointRouteBuilder api, Action<IEndpointConventionBuilder> toRead, Action<IEndpointConventionBuilder> toManage)
    {
        var read = api.MapGroup("/clients").WithTags("Clients");
        toRead(read);
        read.MapGet("/", ListClients.Handle);
        read.MapGet("/{id:guid}", GetClient.Handle).Fails(404, "not_found");

        var manage = api.MapGroup("/clients").WithTags("Clients");
        toManage(manage);
        manage.MapPost("/", AddClient.Handle).Fails(409, "key_taken");
        manage.MapPut("/{id:guid}", EditClient.Handle).Fails(404, "not_found").Fails(409, "version_conflict");
    }
}
