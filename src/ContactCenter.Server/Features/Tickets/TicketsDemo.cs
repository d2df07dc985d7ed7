using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>How cases end, in each client's own words.</summary>
static class TicketsDemo
{
    static readonly (Guid Client, string Key, string Label)[] dispositions =
    [
        (ClientsDemo.AcmeAir, "resolved", "Resolved"), (ClientsDemo.AcmeAir, "rebooked", "Rebooked"), (ClientsDemo.AcmeAir, "refund", "Refund started"),
        (ClientsDemo.AcmeAir, "baggage", "Baggage report filed"), (ClientsDemo.AcmeAir, "no-answer", "Customer stopped answering"),
        (ClientsDemo.BrightBank, "resolved", "Resolved"), (ClientsDemo.BrightBank, "card-blocked", "Card blocked"),
        (ClientsDemo.BrightBank, "branch", "Sent to a branch"), (ClientsDemo.BrightBank, "no-answer", "Customer stopped answering"),
    ];

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<Disposition>().Select(d => new { d.ClientId, d.Key }).ToListAsync(cancellationToken);
        foreach (var (client, key, label) in dispositions)
        {
            if (!there.Any(d => d.ClientId == client && d.Key == key)) db.Add(Disposition.Add(client, key, label, now));
        }
    }
}
