using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Knowledge;

static class KnowledgeDemo
{
    static readonly (Guid Client, string Shortcut, string Title, string Text)[] replies =
    [
        (ClientsDemo.AcmeAir, "hello", "Greeting", "Hello {{customer}}, this is {{agent}} of {{client}}. How can I help?"),
        (ClientsDemo.AcmeAir, "reference", "Booking reference", "Could you give me your booking reference? It has six letters and digits."),
        (ClientsDemo.AcmeAir, "baggage", "Delayed baggage", "I am sorry about your baggage, {{customer}}. I have filed report {{number}}; we write as soon as it is found."),
        (ClientsDemo.AcmeAir, "bye", "Good-bye", "You are welcome, {{customer}}. Have a good flight!"),
        (ClientsDemo.BrightBank, "hello", "Greeting", "Good day {{customer}}, you are talking to {{agent}} of {{client}}. What can I do for you?"),
        (ClientsDemo.BrightBank, "never-ask", "We never ask", "Please never send us your PIN or a whole card number: we do not need them and never ask."),
        (ClientsDemo.BrightBank, "bye", "Good-bye", "Thank you for writing to {{client}}. Your case has the number {{number}}."),
    ];

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<CannedReply>().Select(r => new { r.ClientId, r.Shortcut }).ToListAsync(cancellationToken);
        foreach (var (client, shortcut, title, text) in replies)
        {
            if (!there.Any(r => r.ClientId == client && r.Shortcut == shortcut)) db.Add(CannedReply.Add(client, new(shortcut, title, text, true), now));
        }
    }
}
