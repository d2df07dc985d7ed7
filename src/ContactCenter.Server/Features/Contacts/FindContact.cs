using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Contacts;

/// <summary>The contact behind an address of a channel, made when it is seen for the first time.</summary>
public static class FindContact
{
    /// <summary>
    /// Any number of callers at once get the same contact: the address is claimed by its primary key, and the loser waits
    /// for the winner's commit. Saves what the context holds; joins the caller's transaction if there is one.
    /// </summary>
    public static async Task<Guid> OrCreate(
        AppDb db, Guid clientId, string channel, string address, string? name, string? email, string? language,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = new ContactDetails(name, email, language);
        if (await Find(db, clientId, channel, address, cancellationToken) is { } id)
        {
            await Learn(db, id, known, now, cancellationToken);
            return id;
        }
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var created = Ids.New(now);
        var claimed = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO contacts.identities (client_id, channel, address, contact_id) VALUES ({clientId}, {channel}, {address}, {created})
            ON CONFLICT DO NOTHING
            """, cancellationToken) == 1;
        if (claimed) db.Add(Contact.Add(created, clientId, known, now));
        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
        if (claimed) return created;

        var winner = await Find(db, clientId, channel, address, cancellationToken)
            ?? throw new InvalidOperationException("An address that is taken has a contact: addresses are never given up.");
        await Learn(db, winner, known, now, cancellationToken);
        return winner;
    }

    static async Task<Guid?> Find(AppDb db, Guid clientId, string channel, string address, CancellationToken cancellationToken) =>
        await db.Set<ContactIdentity>().Where(i => i.ClientId == clientId && i.Channel == channel && i.Address == address)
            .Select(i => (Guid?)i.ContactId).SingleOrDefaultAsync(cancellationToken);

    static async Task Learn(AppDb db, Guid id, ContactDetails known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var present = await db.Set<Contact>().AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        if (!present.Lacks(known)) return;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var contact = await RowLock.Take<Contact>(db, id, cancellationToken);
        contact!.Learn(known, now);
        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
    }
}
