using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Knowledge;

sealed class KnowledgeData : IEntityTypeConfiguration<CannedReply>
{
    public void Configure(EntityTypeBuilder<CannedReply> builder) => builder.ToTable("canned_replies", "knowledge").HasKey(r => r.Id);
}
