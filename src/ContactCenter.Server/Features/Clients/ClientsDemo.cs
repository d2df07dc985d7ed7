using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

/// <summary>Two companies who have nothing to do with each other. Ids are the same on every machine.</summary>
static class ClientsDemo
{
    public static readonly Guid AcmeAir = new("01980000-0000-7000-8000-0000000000a1");
    public static readonly Guid BrightBank = new("01980000-0000-7000-8000-0000000000b1");

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<Client>().Select(c => c.Id).ToListAsync(cancellationToken);
        foreach (var (id, key, name) in new[] { (AcmeAir, "acme-air", "Acme Air"), (BrightBank, "bright-bank", "Bright Bank") })
        {
            if (!there.Contains(id)) db.Add(Client.Add(id, key, name, now));
        }
    }
}
