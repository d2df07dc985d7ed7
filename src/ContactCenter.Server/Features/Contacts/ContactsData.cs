using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Contacts;

/// <summary>One address that a contact was seen under.</summary>
sealed class ContactIdentity
{
    public required Guid ClientId { get; init; }
    public required string Channel { get; init; }
    public required string Address { get; init; }
    public required Guid ContactId { get; init; }
}

sealed class ContactsData : IEntityTypeConfiguration<Contact>, IEntityTypeConfiguration<ContactIdentity>
{
    public void Configure(EntityTypeBuilder<Contact> builder) => builder.ToTable("contacts", "contacts").HasKey(c => c.Id);

    public void Configure(EntityTypeBuilder<ContactIdentity> builder) =>
        builder.ToTable("identities", "contacts").HasKey(i => new { i.ClientId, i.Channel, i.Address });
}
