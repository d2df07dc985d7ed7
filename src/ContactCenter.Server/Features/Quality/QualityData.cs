using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Quality;

sealed class QualityData : IEntityTypeConfiguration<Satisfaction>
{
    public void Configure(EntityTypeBuilder<Satisfaction> builder) => builder.ToTable("satisfaction", "quality").HasKey(s => s.Id);
}
