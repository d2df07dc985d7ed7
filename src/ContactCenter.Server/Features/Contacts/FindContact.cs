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
    public static Task<Guid> OrCreate(
        AppDb db, Guid clientId, string channel, string address, string? name, string? email, string? language,
        DateTimeOffset now, CancellationToken cancellationToken) => db.Transact(async () =>
        {
            var batch = new ReadBatch(db);
            var found = Ask(batch, clientId, channel, address);
            await batch.Run(cancellationToken);
            var contact = await OrCreate(db, found, clientId, channel, address, new(name, email, language), now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return contact;
        }, cancellationToken);

    /// <summary>Who is behind that address, as part of a batch.</summary>
    internal static Answer<KnownContact> Ask(ReadBatch batch, Guid clientId, string channel, string address) => batch.Ask("""
        SELECT c.id, c.name IS NULL, c.email IS NULL, c.language IS NULL, c.time_zone IS NULL
        FROM contacts.identities i JOIN contacts.contacts c ON c.client_id = i.client_id AND c.id = i.contact_id
        WHERE i.client_id = $1 AND i.channel = $2 AND i.address = $3
        """, r => new KnownContact(r.GetGuid(0), r.GetBoolean(1), r.GetBoolean(2), r.GetBoolean(3), r.GetBoolean(4)), clientId, channel, address);

    /// <summary>The same, within his transaction, for whoever has asked before; its facts are written with his next save.</summary>
    internal static async Task<Guid> OrCreate(
        AppDb db, Answer<KnownContact> asked, Guid clientId, string channel, string address, ContactDetails known,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (asked.FirstOrDefault is null && await Create(db, clientId, channel, address, known, now, cancellationToken) is { } created) return created;
        if (asked.FirstOrDefault is not { } found)
        {
            var batch = new ReadBatch(db);
            var winner = Ask(batch, clientId, channel, address);
            await batch.Run(cancellationToken);
            found = winner.FirstOrDefault ?? throw new InvalidOperationException("An address that is taken has a contact: addresses are never given up.");
        }
        if (!found.Lacks(known)) return found.Id;
        var contact = await RowLock.Take<Contact>(db, found.Id, cancellationToken);
        contact!.Learn(known, now);
        return found.Id;
    }

    /// <summary>Null when somebody else has the address; waits for his commit.</summary>
    static async Task<Guid?> Create(
        AppDb db, Guid clientId, string channel, string address, ContactDetails known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contact = Contact.Add(Ids.New(now), clientId, known, now);
        var written = await db.Database.ExecuteSqlAsync($"""
            WITH claimed AS (
                INSERT INTO contacts.identities (client_id, channel, address, contact_id) VALUES ({clientId}, {channel}, {address}, {contact.Id})
                ON CONFLICT DO NOTHING RETURNING client_id, contact_id)
            INSERT INTO contacts.contacts (id, client_id, name, email, language, time_zone, created_at, version)
            SELECT contact_id, client_id, {contact.Name}, {contact.Email}, {contact.Language}, {contact.TimeZone}, {contact.CreatedAt}, {contact.Version} FROM claimed
            """, cancellationToken);
        if (written == 0) return null;
        // Written already, its facts are not.
        db.Attach(contact);
        return contact.Id;
    }
}

/// <summary>Who is behind an address, and what is not known of him yet.</summary>
sealed record KnownContact(Guid Id, bool LacksName, bool LacksEmail, bool LacksLanguage, bool LacksTimeZone)
{
    public bool Lacks(ContactDetails known) =>
        (LacksName && known.Name is not null) || (LacksEmail && known.Email is not null) || (LacksLanguage && known.Language is not null)
        || (LacksTimeZone && known.TimeZone is not null);
}
