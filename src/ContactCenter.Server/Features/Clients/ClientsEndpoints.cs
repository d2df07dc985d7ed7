using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

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

        var calendars = api.MapGroup("/calendars").WithTags("Calendars");
        toRead(calendars);
        calendars.MapGet("/", Calendars.List);
        calendars.MapGet("/{id:guid}", Calendars.Get).Fails(404, "not_found");
        calendars.MapPost("/preview", Calendars.Preview);
        var keep = api.MapGroup("/calendars").WithTags("Calendars");
        toManage(keep);
        keep.MapPost("/", Calendars.Add).Fails(409, "name_taken");
        keep.MapPut("/{id:guid}", Calendars.Edit).Fails(404, "not_found").Fails(409, "version_conflict", "name_taken");
        keep.MapPost("/{id:guid}/holidays/import", ImportHolidays.Handle).Accepts<string>(ImportHolidays.Format).Fails(404, "not_found").Fails(409, "version_conflict")
            .WithMetadata(new RequestSizeLimitAttribute(ImportHolidays.Limit));

        var sites = api.MapGroup("/sites").WithTags("Sites");
        toRead(sites);
        sites.MapGet("/", Sites.List);
        sites.MapGet("/{id:guid}", Sites.Get).Fails(404, "not_found");
        var build = api.MapGroup("/sites").WithTags("Sites");
        toManage(build);
        build.MapPost("/", Sites.Add).Fails(409, "name_taken");
        build.MapPut("/{id:guid}", Sites.Edit).Fails(404, "not_found").Fails(409, "version_conflict", "name_taken");
    }
}
