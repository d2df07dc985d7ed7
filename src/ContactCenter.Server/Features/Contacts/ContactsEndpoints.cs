using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Contacts;

static class ContactsEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder api) =>
        api.MapGet("/contacts/{id:guid}", ShowContact.Handle).WithTags("Contacts").Needs(Permission.TicketsRead).Fails(404, "not_found");
}
