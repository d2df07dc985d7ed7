using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>Two queues a client: one for all, one for a language.</summary>
static class RoutingDemo
{
    public static readonly Guid AcmeAirEnglish = new("01980000-0000-7000-8000-000000000f01");
    public static readonly Guid BrightBankEnglish = new("01980000-0000-7000-8000-000000000f11");
    static readonly Guid acmeAirSpanish = new("01980000-0000-7000-8000-000000000f02");
    static readonly Guid brightBankSpanish = new("01980000-0000-7000-8000-000000000f12");

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<Queue>().Select(q => q.Id).ToListAsync(cancellationToken);
        Add(AcmeAirEnglish, ClientsDemo.AcmeAir, "Travellers", AgentsDemo.English, 40);
        Add(acmeAirSpanish, ClientsDemo.AcmeAir, "Viajeros", AgentsDemo.Spanish, 60);
        Add(BrightBankEnglish, ClientsDemo.BrightBank, "Accounts and cards", AgentsDemo.English, 20);
        Add(brightBankSpanish, ClientsDemo.BrightBank, "Cuentas y tarjetas", AgentsDemo.Spanish, 30);

        void Add(Guid id, Guid client, string name, Guid language, int target)
        {
            if (there.Contains(id)) return;
            db.Add(Queue.Add(id, client, new()
            {
                Name = name, Skills = [new(language, 5)], AnswerTargetSeconds = target, OfferSeconds = 20, WrapUpSeconds = 60, ReopenHours = 24, AutoAccept = false, Active = true,
            }, now));
        }
    }
}
