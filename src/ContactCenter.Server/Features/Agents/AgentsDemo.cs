using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>Four agents who differ in languages, topics, clients and sites, and the usual reasons for a break.</summary>
static class AgentsDemo
{
    public static readonly Guid English = new("01980000-0000-7000-8000-000000000d01");
    public static readonly Guid Spanish = new("01980000-0000-7000-8000-000000000d02");
    public static readonly Guid Bookings = new("01980000-0000-7000-8000-000000000d03");
    public static readonly Guid Cards = new("01980000-0000-7000-8000-000000000d04");

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await AddSkills(db, now, cancellationToken);
        await AddBreakReasons(db, now, cancellationToken);
        var there = await db.Set<Agent>().Select(a => a.Id).ToListAsync(cancellationToken);
        Add(AccessDemo.Agent1, ClientsDemo.Lisbon, (English, 9), (Bookings, 8));
        Add(AccessDemo.Agent2, ClientsDemo.Manila, (English, 7), (Spanish, 9), (Cards, 6));
        Add(AccessDemo.Agent3, ClientsDemo.Lisbon, (English, 8), (Bookings, 9));
        Add(AccessDemo.Agent4, ClientsDemo.Manila, (English, 8), (Cards, 9));

        void Add(Guid user, Guid site, params (Guid Skill, int Level)[] skills)
        {
            if (there.Contains(user)) return;
            var agent = Agent.Add(user, now);
            agent.Equip(skills, null, site, now);
            db.Add(agent);
        }
    }

    static async Task AddSkills(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<Skill>().Select(s => s.Id).ToListAsync(cancellationToken);
        foreach (var (id, key, name) in new[]
        {
            (English, "lang-en", "English"), (Spanish, "lang-es", "Spanish"), (Bookings, "bookings", "Bookings"), (Cards, "cards", "Cards and payments"),
        })
        {
            if (!there.Contains(id)) db.Add(Skill.Add(id, key, name, now));
        }
        // Agents point to them.
        await db.SaveChangesAsync(cancellationToken);
    }

    static async Task AddBreakReasons(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<BreakReason>().Select(r => r.Key).ToListAsync(cancellationToken);
        var last = 0;
        foreach (var (key, label) in new[] { ("lunch", "Lunch"), ("training", "Training"), ("meeting", "Meeting"), ("technical", "Technical problem") })
        {
            var id = new Guid($"01980000-0000-7000-8000-000000000e{++last:00}");
            if (!there.Contains(key)) db.Add(BreakReason.Add(id, key, label, now));
        }
    }
}
