using System.Text;

namespace ContactCenter.AppHost;

/// <summary>Where to go and how to get in, as one table.</summary>
internal static class ReadyTable
{
    private const string DemoPassword = "Demo!2345";

    private static readonly (string User, string Who)[] DemoUsers =
    [
        ("agent1@demo.test", "agent, English, both clients"),
        ("agent2@demo.test", "agent, English and Spanish, both clients"),
        ("agent3@demo.test", "agent, acme-air only"),
        ("agent4@demo.test", "agent, bright-bank only"),
        ("supervisor@demo.test", "supervisor"),
        ("admin@demo.test", "administrator"),
        ("client@acme-air.test", "the client's own view, acme-air only"),
    ];

    public static string Of(IReadOnlyList<string> addresses, HostOptions options, bool console, string dataFolder, string? invitation)
    {
        var address = addresses[0];
        var text = new StringBuilder().AppendLine();
        if (console) Row("Console", address + "/");
        else Row("Console", "not built (needs Node; start without --no-console)");
        if (options.Demo)
        {
            Row("A customer's page", address + "/demo/acme-air");
            Row("", address + "/demo/bright-bank");
        }

        for (var node = 0; node < addresses.Count && addresses.Count > 1; node++) Row(node == 0 ? "Nodes" : "", addresses[node] + "/");
        Row("API document", address + "/openapi/v1.json");
        Row("Data and logs", dataFolder);
        if (options.Demo)
        {
            text.AppendLine();
            Row("Demo log-in", $"password {DemoPassword} for all");
            foreach (var (user, who) in DemoUsers) Row(user, who);
        }

        if (invitation is not null) text.AppendLine().AppendLine($"  {options.Admin} sets a password at").AppendLine($"  {invitation}");
        else if (!options.Demo) text.AppendLine().AppendLine("  Nobody can log in yet? Start with --admin EMAIL to make an administrator.");

        text.AppendLine().AppendLine("Ctrl+C stops everything; the data stays.");
        return text.Append("ready ").Append(address).ToString();

        void Row(string name, string value) => text.AppendLine($"  {name,-22} {value}");
    }
}
