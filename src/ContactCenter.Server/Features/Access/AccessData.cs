using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Access;

sealed class AccessData :
    IEntityTypeConfiguration<User>, IEntityTypeConfiguration<UserHistory>, IEntityTypeConfiguration<UserRole>,
    IEntityTypeConfiguration<UserClient>, IEntityTypeConfiguration<Role>, IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users", "access").HasKey(u => u.Id);
        builder.HasOne(u => u.History).WithOne().HasForeignKey<UserHistory>(h => h.Id);
        builder.Navigation(u => u.History).AutoInclude().IsRequired();
        builder.HasMany(u => u.Roles).WithOne().HasForeignKey(r => r.UserId);
        builder.HasMany(u => u.Clients).WithOne().HasForeignKey(c => c.UserId);
        // Identity has more than we use; the history's version is the concurrency token.
        builder.Ignore(u => u.ConcurrencyStamp).Ignore(u => u.PhoneNumber).Ignore(u => u.PhoneNumberConfirmed)
            .Ignore(u => u.TwoFactorEnabled).Ignore(u => u.LockoutEnabled).Ignore(u => u.EmailConfirmed).Ignore(u => u.Held);
    }

    public void Configure(EntityTypeBuilder<UserHistory> builder) => builder.ToTable("users", "access").HasKey(h => h.Id);

    public void Configure(EntityTypeBuilder<UserRole> builder)
    {
        builder.ToTable("user_roles", "access").HasKey(r => new { r.UserId, r.RoleId });
        builder.HasOne<Role>().WithMany().HasForeignKey(r => r.RoleId);
    }

    public void Configure(EntityTypeBuilder<UserClient> builder) =>
        builder.ToTable("user_clients", "access").HasKey(c => new { c.UserId, c.ClientId });

    public void Configure(EntityTypeBuilder<EndedSession> builder) =>
        builder.ToTable("ended_sessions", "access").HasKey(e => new { e.UserId, e.Session });

    public void Configure(EntityTypeBuilder<Role> builder) => builder.ToTable("roles", "access").HasKey(r => r.Id);
}
