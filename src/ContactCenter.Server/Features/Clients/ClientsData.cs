using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Clients;

sealed class ClientsData : IEntityTypeConfiguration<Client>, IEntityTypeConfiguration<Calendar>, IEntityTypeConfiguration<CalendarVersion>, IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Client> builder) => builder.ToTable("clients", "clients").HasKey(c => c.Id);

    public void Configure(EntityTypeBuilder<Calendar> builder)
    {
        builder.ToTable("calendars", "clients").HasKey(c => c.Id);
        builder.Ignore(c => c.Hours);
        builder.HasMany(c => c.Versions).WithOne().HasForeignKey(v => v.CalendarId);
        builder.Navigation(c => c.Versions).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<CalendarVersion> builder)
    {
        builder.ToTable("calendar_versions", "clients").HasKey(v => new { v.CalendarId, v.ValidFrom });
        builder.Ignore(v => v.Hours);
        builder.Property(v => v.Windows).AsJson();
        builder.Property(v => v.SpecialDays).AsJson();
    }

    public void Configure(EntityTypeBuilder<Site> builder) => builder.ToTable("sites", "clients").HasKey(s => s.Id);
}
