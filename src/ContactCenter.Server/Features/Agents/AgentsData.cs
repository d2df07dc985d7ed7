using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Agents;

sealed class AgentsData : IEntityTypeConfiguration<Agent>, IEntityTypeConfiguration<AgentSkill>,
    IEntityTypeConfiguration<Skill>, IEntityTypeConfiguration<BreakReason>
{
    static readonly ValueComparer<IReadOnlyDictionary<string, int>> SameWeights = new(
        (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.Count == b.Count && !a.Except(b).Any()),
        w => w.Aggregate(0, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value)));

    public void Configure(EntityTypeBuilder<Agent> builder)
    {
        builder.ToTable("agents", "agents").HasKey(a => a.Id);
        builder.Property(a => a.Weights).HasColumnType("jsonb").HasConversion(
            w => JsonSerializer.Serialize(w, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<Dictionary<string, int>>(text, JsonSerializerOptions.Web)!, SameWeights);
        builder.HasMany(a => a.Skills).WithOne().HasForeignKey(s => s.AgentId);
        builder.Navigation(a => a.Skills).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<AgentSkill> builder) =>
        builder.ToTable("agent_skills", "agents").HasKey(s => new { s.AgentId, s.SkillId });

    public void Configure(EntityTypeBuilder<Skill> builder) => builder.ToTable("skills", "agents").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<BreakReason> builder) => builder.ToTable("break_reasons", "agents").HasKey(r => r.Id);
}
