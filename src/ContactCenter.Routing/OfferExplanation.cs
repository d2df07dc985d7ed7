using System.Globalization;

namespace ContactCenter.Routing;

/// <summary>An agent whom an item considered.</summary>
/// <param name="AgentId">The agent, the first of his profile.</param>
/// <param name="IdleSince">Since when he was without new work.</param>
/// <param name="Skill">Sum of his levels in what the item asked; null if it did not ask for the best skilled.</param>
public sealed record ComparedAgent(Guid AgentId, DateTimeOffset IdleSince, int? Skill);

/// <summary>An item that an agent considered: the first of its line.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Deadline">Its effective deadline.</param>
/// <param name="EnqueuedAt">When it began to wait.</param>
/// <param name="Turn">Whose turn it was; null if nobody has a share.</param>
public sealed record ComparedItem(Guid ItemId, DateTimeOffset Deadline, DateTimeOffset EnqueuedAt, ShareTurn? Turn);

/// <summary>Why somebody or something that came first was passed over.</summary>
public enum PassedReason
{
    /// <summary>The agent had declined the item.</summary>
    Declined,

    /// <summary>The agent's load left no room for it, or he was kept for something heavier.</summary>
    NoRoom,
}

/// <summary>Who or what came first and could not be taken.</summary>
/// <param name="Id">The agent, or the item.</param>
/// <param name="Reason">Why not.</param>
public sealed record PassedOver(Guid Id, PassedReason Reason);

/// <summary>
/// What an offer's search compared: the first 20, the chosen one always among them. Written by the script from what it read, so it
/// can be judged again later: <see cref="Winner"/> says who goes first by the rules in words.
/// </summary>
/// <param name="Agents">If an item looked for an agent; the first goes first.</param>
/// <param name="Items">If an agent looked for an item; the first goes first.</param>
/// <param name="PassedOver">The first 20 of those that were looked at before and could not be taken.</param>
public sealed record OfferExplanation(
    IReadOnlyList<ComparedAgent> Agents, IReadOnlyList<ComparedItem> Items, IReadOnlyList<PassedOver> PassedOver)
{
    // An item's place in its line begins with when it was enqueued, in 15 digits.
    private const int EnqueuedDigits = 15;

    /// <summary>Who or what goes first by the rules; null if nothing was written, as in decisions of older versions.</summary>
    public Guid? Winner => Agents.Count > 0 ? Agents[0].AgentId : Items.Count > 0 ? Items[0].ItemId : null;

    /// <summary>
    /// Reads what the offer says of its search, and puts it in order by the rules: agents by skill, then the longest idle; items by turn,
    /// then by deadline, then by when they came; equals by id.
    /// </summary>
    /// <exception cref="FormatException">It is not what a script wrote.</exception>
    public static OfferExplanation Of(OfferMade offer)
    {
        var entries = Entries(offer.Compared).ToList();
        var byAgent = offer.Search == OfferSearch.AgentSoughtItem;
        var agents = byAgent ? [] : entries.Select(e => new ComparedAgent(Guid.ParseExact(e[0], "D"), Instant(e[1]), e.Length > 2 ? (int)Number(e[2]) : null));
        var items = byAgent ? entries.Select(ToItem) : [];
        return new OfferExplanation(
            [.. agents.OrderByDescending(a => a.Skill).ThenBy(a => a.IdleSince).ThenBy(a => a.AgentId.ToString("D"), StringComparer.Ordinal)],
            [.. items.OrderBy(i => i.Turn).ThenBy(i => i.Deadline).ThenBy(i => i.EnqueuedAt).ThenBy(i => i.ItemId.ToString("D"), StringComparer.Ordinal)],
            [.. Entries(offer.PassedOver).Select(e => new PassedOver(Guid.ParseExact(e[0], "D"), e[1] == "declined" ? PassedReason.Declined : PassedReason.NoRoom))]);
    }

    private static ComparedItem ToItem(string[] entry) => new(
        Guid.ParseExact(entry[0][(EnqueuedDigits + 1)..], "D"), Instant(entry[1]), Instant(entry[0][..EnqueuedDigits]),
        entry[2].Length == 0 ? null : (ShareTurn)Number(entry[2]));

    private static IEnumerable<string[]> Entries(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split(','));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.FromUnixTimeMilliseconds(Number(text));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
