using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Routing.Simulations;

sealed class SimulationsData : IEntityTypeConfiguration<Simulation>, IEntityTypeConfiguration<StoredResult>
{
    public void Configure(EntityTypeBuilder<Simulation> builder)
    {
        builder.ToTable("simulations", "routing").HasKey(s => s.Id);
        builder.Ignore(s => s.HasEnded);
        AsWritten(builder.Property(s => s.Source));
        AsWritten(builder.Property(s => s.Scenario));
        AsWritten(builder.Property(s => s.Changes));
    }

    public void Configure(EntityTypeBuilder<StoredResult> builder)
    {
        builder.ToTable("simulation_results", "routing").HasKey(r => r.Key);
        AsWritten(builder.Property(r => r.Result));
    }

    /// <summary>json keeps the order of members, so that what is played is what was asked, to the letter; jsonb does not.</summary>
    static void AsWritten<T>(PropertyBuilder<T> property) where T : class
    {
        property.AsJson();
        property.HasColumnType("json");
    }

    static void AsWritten<T>(PropertyBuilder<IReadOnlyList<T>> property)
    {
        property.AsJson();
        property.HasColumnType("json");
    }
}
