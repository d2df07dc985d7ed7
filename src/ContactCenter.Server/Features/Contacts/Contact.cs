using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Contacts;

/// <summary>A customer of one client, whatever addresses he writes from.</summary>
public sealed class Contact : StreamOwner
{
    Contact() { }

    public Guid ClientId { get; private init; }
    public string? Name { get; private set; }
    public string? Email { get; private set; }
    public string? Language { get; private set; }
    public string? TimeZone { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }

    public override string StreamKind => "contact";
    public override Guid? StreamClient => ClientId;

    internal static Contact Add(Guid id, Guid clientId, ContactDetails known, DateTimeOffset now)
    {
        var contact = new Contact
        {
            Id = id, ClientId = clientId, Name = known.Name, Email = known.Email, Language = known.Language,
            TimeZone = known.TimeZone, CreatedAt = now,
        };
        contact.Raise(now, new ContactAdded(id));
        return contact;
    }

    /// <summary>Fills what was empty. What is known stays: anybody can claim a name, only an agent may correct one.</summary>
    internal void Learn(ContactDetails known, DateTimeOffset now)
    {
        var filled = (Name ?? known.Name, Email ?? known.Email, Language ?? known.Language, TimeZone ?? known.TimeZone);
        if (filled == (Name, Email, Language, TimeZone)) return;
        (Name, Email, Language, TimeZone) = filled;
        Raise(now, new ContactChanged(Id));
    }
}

/// <summary>What a customer told about himself; blanks count as nothing.</summary>
readonly record struct ContactDetails
{
    public string? Name { get; }
    public string? Email { get; }
    public string? Language { get; }
    public string? TimeZone { get; }

    public ContactDetails(string? name, string? email, string? language, string? timeZone = null) =>
        (Name, Email, Language, TimeZone) = (Text(name), Text(email), Text(language)?.ToLowerInvariant(), Text(timeZone));

    static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
