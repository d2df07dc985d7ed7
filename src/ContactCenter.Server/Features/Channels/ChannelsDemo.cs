using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Channels;

/// <summary>A chat window a client, in the colours of its demo page. The pages are our own, so no other site is let in.</summary>
static class ChannelsDemo
{
    static readonly Guid acmeAir = new("01980000-0000-7000-8000-000000001001");
    static readonly Guid brightBank = new("01980000-0000-7000-8000-000000001011");

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<Widget>().Select(w => w.Id).ToListAsync(cancellationToken);
        Add(acmeAir, ClientsDemo.AcmeAir, "demo-acme", new(
            RoutingDemo.AcmeAirEnglish, "Website", "Acme Air", "Hello! Ask us about flights, bags and changes of plan.",
            "Nobody is here right now. Leave a message and we answer as soon as we are back.", "#0b5cab", [], Active: true, PreChat.Standard, WidgetTheme.Standard, AsksSatisfaction: true));
        Add(brightBank, ClientsDemo.BrightBank, "demo-bank", new(
            RoutingDemo.BrightBankEnglish, "Website", "Bright Bank", "Hello! How can we help with your accounts and cards?",
            "Nobody is here right now. Leave a message and we answer as soon as we are back.", "#0f6b4f", [], Active: true, PreChat.Standard, WidgetTheme.Standard, AsksSatisfaction: true));

        void Add(Guid id, Guid client, string key, WidgetLook look)
        {
            if (!there.Contains(id)) db.Add(Widget.Add(id, client, key, look, now));
        }
    }
}
