using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Contacts;

/// <summary>A contact as other rooms show him.</summary>
public sealed record ContactView(Guid Id, string? Name, string? Email, string? Language, string? TimeZone);

public static class ContactNames
{
    public static async Task<IReadOnlyDictionary<Guid, ContactView>> Of(AppDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.Set<Contact>().Where(c => wanted.Contains(c.Id))
            .Select(c => new ContactView(c.Id, c.Name, c.Email, c.Language, c.TimeZone)).ToDictionaryAsync(c => c.Id, cancellationToken);
    }
}
