using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>The people of the demo, all with one password that everybody knows.</summary>
static class AccessDemo
{
    public const string Password = "Demo!2345";

    public static readonly Guid Agent1 = new("01980000-0000-7000-8000-000000000c01");
    public static readonly Guid Agent2 = new("01980000-0000-7000-8000-000000000c02");
    public static readonly Guid Agent3 = new("01980000-0000-7000-8000-000000000c03");
    public static readonly Guid Agent4 = new("01980000-0000-7000-8000-000000000c04");
    static readonly Guid Supervisor = new("01980000-0000-7000-8000-000000000c05");
    static readonly Guid Admin = new("01980000-0000-7000-8000-000000000c06");
    static readonly Guid AcmeViewer = new("01980000-0000-7000-8000-000000000c07");

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<User>().Select(u => u.NormalizedEmail).ToListAsync(cancellationToken);
        var hasher = new PasswordHasher<User>();
        Add(Agent1, "agent1@demo.test", "Agent One", BuiltInRoles.Agent, ClientsDemo.AcmeAir, ClientsDemo.BrightBank);
        Add(Agent2, "agent2@demo.test", "Agent Two", BuiltInRoles.Agent, ClientsDemo.AcmeAir, ClientsDemo.BrightBank);
        Add(Agent3, "agent3@demo.test", "Agent Three", BuiltInRoles.Agent, ClientsDemo.AcmeAir);
        Add(Agent4, "agent4@demo.test", "Agent Four", BuiltInRoles.Agent, ClientsDemo.BrightBank);
        Add(Supervisor, "supervisor@demo.test", "Supervisor", BuiltInRoles.Supervisor);
        Add(Admin, "admin@demo.test", "Administrator", BuiltInRoles.Admin);
        Add(AcmeViewer, "client@acme-air.test", "Acme Air", BuiltInRoles.ClientViewer, ClientsDemo.AcmeAir);

        // Without clients: all of them.
        void Add(Guid id, string email, string name, Guid role, params Guid[] clients)
        {
            if (there.Contains(User.NormalForm(email))) return;
            var user = User.Add(id, email, name, new Grants([role], clients, AllClients: clients.Length == 0), now);
            user.SetPassword(hasher.HashPassword(user, Password), now);
            db.Add(user);
        }
    }
}
