using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactCenter.Routing.Simulation;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>
/// By what a result is found again: the scenario with its seed, the build of the code that plays it, and who may see it,
/// since one who sees fewer clients must not find what another has worked out.
/// </summary>
static class ResultKey
{
    // Every build of other sources or scripts has another one.
    static readonly string build = typeof(Simulator).Module.ModuleVersionId.ToString();

    public static string Of(Scenario scenario, IReadOnlyList<Guid> clients, Guid by)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{build} {(clients.Count > 0 ? string.Join(',', clients) : by)} "));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(scenario, ScenarioJson.Options));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
