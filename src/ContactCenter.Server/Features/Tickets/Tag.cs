using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>A client's own word for cases. It is there once somebody has used it, and suggested as long as somebody does.</summary>
public sealed class Tag
{
    public const int MaxLength = 40;
    public const int MostOnTicket = 10;

    public required Guid Id { get; init; }
    public required Guid ClientId { get; init; }
    public required string Name { get; init; }

    /// <summary>How a word is kept: lower case, single spaces. Null for what is no word.</summary>
    public static string? Normal(string? typed)
    {
        if (typed is null || typed.Length > 4 * MaxLength || typed.Any(char.IsControl)) return null;
        var name = string.Join(' ', typed.Normalize().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return name.Length <= MaxLength && name.Any(char.IsLetterOrDigit) ? name : null;
    }
}

/// <summary>That a ticket has a tag.</summary>
public sealed class TicketTag
{
    public required Guid ClientId { get; init; }
    public required Guid TagId { get; init; }
    public required Guid TicketId { get; init; }
}

static class TagRows
{
    /// <summary>The tags of each ticket that has some, by name.</summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<string>>> Of(AppDb db, IReadOnlyList<Guid> tickets, CancellationToken cancellationToken)
    {
        var rows = await db.Set<TicketTag>().Where(l => tickets.Contains(l.TicketId))
            .Join(db.Set<Tag>(), l => l.TagId, g => g.Id, (l, g) => new { l.TicketId, g.Name }).ToListAsync(cancellationToken);
        return rows.GroupBy(r => r.TicketId).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(r => r.Name).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The id of a client's word, made when it is used for the first time. Two at once get the same: the loser waits for the winner's commit.</summary>
    public static async Task<Guid> IdOf(AppDb db, Guid client, string name, Guid fresh, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO tickets.tags (id, client_id, name) VALUES ({fresh}, {client}, {name}) ON CONFLICT (client_id, name) DO NOTHING", cancellationToken);
        return await db.Set<Tag>().Where(g => g.ClientId == client && g.Name == name).Select(g => g.Id).SingleAsync(cancellationToken);
    }
}
