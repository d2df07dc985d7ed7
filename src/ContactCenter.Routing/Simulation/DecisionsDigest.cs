using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ContactCenter.Routing.Simulation;

/// <summary>One number for all decisions of a run: each as a line with all that the scripts said, hashed in order.</summary>
internal sealed class DecisionsDigest
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(Decision decision) => _hash.AppendData(Encoding.UTF8.GetBytes(Line(decision)));

    public string ToHex() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    private static string Line(Decision decision)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{decision.Id} {decision.At.ToUnixTimeMilliseconds()} {decision.GetType().Name} ");
        return head + decision switch
        {
            OfferMade d => string.Create(
                CultureInfo.InvariantCulture,
                $"{d.OfferId} {d.ItemId} {d.ItemVersion} {d.AgentId} {d.Deadline.ToUnixTimeMilliseconds()} {d.AutoAccept} {d.Lane} {d.Profile} {d.Search} {d.Candidates} {d.Interrupts} {d.Turn} {d.Compared} {d.PassedOver} {d.Step} {d.RulesVersion} {d.SharesVersion}\n"),
            OfferEnded d => string.Create(CultureInfo.InvariantCulture, $"{d.OfferId} {d.ItemId} {d.AgentId} {d.Reason} {d.ExpiredInRow} {d.Detail}\n"),
            LeaseEnded d => string.Create(CultureInfo.InvariantCulture, $"{d.ItemId} {d.Version} {d.AgentId} {d.LeaseId}\n"),
            AgentNotResponding d => $"{d.AgentId}\n",
            ItemRelaxed d => string.Create(CultureInfo.InvariantCulture, $"{d.ItemId} {d.Version} {d.Lane}\n"),
            AgentKept d => string.Create(CultureInfo.InvariantCulture, $"{d.ItemId} {d.Version} {d.AgentId}\n"),
            _ => throw new InvalidOperationException($"There is no decision of the kind {decision.GetType().Name}."),
        };
    }
}
