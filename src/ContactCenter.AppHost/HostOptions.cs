using System.Globalization;

namespace ContactCenter.AppHost;

/// <summary>What the command line asks for.</summary>
public sealed record HostOptions
{
    public const string Usage = """
        Runs a contact centre on this machine: private PostgreSQL and Redis, server and console, on 127.0.0.1 only.

          dotnet run --project src/ContactCenter.AppHost [-- options]

          --port PORT     port of the server and the console (default 8080)
          --nodes N       as many server processes, on PORT and the ports after it (default 1)
          --data DIR      where data, passwords and logs are kept (default .data beside ContactCenter.sln)
          --no-demo       no demo clients, agents and log-ins
          --admin EMAIL   makes an administrator and shows the link by which he sets his password
          --no-console    do not build the console (needs no Node); one that is built already is served
          --help          this text

        To use existing servers, set the environment variables CC_POSTGRES (Npgsql connection string of a database's
        owner, who may create roles) and CC_REDIS (StackExchange.Redis configuration).
        """;

    public int Port { get; init; } = 8080;

    /// <summary>More than a developer's machine bears is a typing error.</summary>
    public const int MostNodes = 12;

    public int Nodes { get; init; } = 1;

    public string? Data { get; init; }

    public bool Demo { get; init; } = true;

    public string? Admin { get; init; }

    public bool Console { get; init; } = true;

    public bool Help { get; init; }

    /// <summary>The options, or what is wrong with them.</summary>
    public static (HostOptions Options, string? Complaint) Parse(IReadOnlyList<string> arguments)
    {
        var options = new HostOptions();
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, value) = Split(arguments[index]);
            if (name is "--port" or "--nodes" or "--data" or "--admin" && value is null)
            {
                if (++index == arguments.Count) return (options, $"{name} needs a value.");
                value = arguments[index];
            }

            switch (name)
            {
                case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536:
                    options = options with { Port = port };
                    break;
                case "--port":
                    return (options, $"--port: \"{value}\" is no port; say a number from 1 to 65535.");
                case "--nodes" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var nodes) && nodes is > 0 and <= MostNodes:
                    options = options with { Nodes = nodes };
                    break;
                case "--nodes":
                    return (options, $"--nodes: \"{value}\" is no number of nodes; say one from 1 to {MostNodes}.");
                case "--data" when !string.IsNullOrWhiteSpace(value):
                    options = options with { Data = value };
                    break;
                case "--admin" when !string.IsNullOrWhiteSpace(value):
                    options = options with { Admin = value };
                    break;
                case "--no-demo" when value is null:
                    options = options with { Demo = false };
                    break;
                case "--no-console" when value is null:
                    options = options with { Console = false };
                    break;
                case "--help" or "-h" when value is null:
                    options = options with { Help = true };
                    break;
                default:
                    return (options, $"Unknown option: {arguments[index]}");
            }
        }

        return options.Port + options.Nodes <= 65536
            ? (options, null)
            : (options, $"--nodes: there are no {options.Nodes} ports from {options.Port} on.");
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && argument.StartsWith("--", StringComparison.Ordinal) ? (argument[..at], argument[(at + 1)..]) : (argument, null);
    }
}
