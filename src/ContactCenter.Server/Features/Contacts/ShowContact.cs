using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Contacts;

/// <summary>All that is known of one customer, and the addresses he was seen under.</summary>
static class ShowContact
{
    public sealed record ContactAddress(string Channel, string Address);
    public sealed record ContactCard(
        Guid Id, Guid ClientId, string ClientName, string? Name, string? Email, string? Language, string? TimeZone,
        IReadOnlyList<ContactAddress> Addresses, DateTimeOffset CreatedAt, long Version);

    public static async Task<Results<Ok<ContactCard>, Problem>> Handle(Guid id, AppDb db, CancellationToken cancellationToken)
    {
        if (await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } contact) return Problem.NotFound;
        var addresses = await db.Set<ContactIdentity>().AsNoTracking().Where(i => i.ClientId == contact.ClientId && i.ContactId == id)
            .OrderBy(i => i.Channel).ThenBy(i => i.Address).Select(i => new ContactAddress(i.Channel, i.Address)).ToListAsync(cancellationToken);
        var client = (await ClientNames.Of(db, [contact.ClientId], cancellationToken)).GetValueOrDefault(contact.ClientId, "");
        return TypedResults.Ok(new ContactCard(
            id, contact.ClientId, client, contact.Name, contact.Email, contact.Language, contact.TimeZone, addresses, contact.CreatedAt, contact.Version));
    }
}
