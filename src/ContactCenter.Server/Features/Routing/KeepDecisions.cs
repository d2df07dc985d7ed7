using System.Text.Json;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Http;
using Npgsql;

namespace ContactCenter.Server.Features.Routing;

/// <summary>Writes a batch of decisions, and the offers' facts, in one round trip: what is there already stays as it is.</summary>
static class KeepDecisions
{
    const string Decisions = """
        INSERT INTO routing.decisions (pool, epoch, number, at, type, client_id, ticket_id, agent_id, offer_id, data)
        SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT DO NOTHING
        """;

    const string Facts = """
        INSERT INTO journal.events (id, instant, client_id, stream_kind, stream, sequence, type, actor_kind, payload)
        SELECT f.id, f.at, t.client_id, 'offer', f.offer, f.sequence, f.type, 'system', f.payload
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS f (id, at, ticket, offer, sequence, type, payload) JOIN tickets.tickets t ON t.id = f.ticket
        ON CONFLICT DO NOTHING
        """;

    sealed record Row(Decision Decision, long Epoch, long Number, Guid? Client, Guid? Ticket, Guid? Agent, Guid? Offer);

    sealed record OfferRow(Guid Id, DateTimeOffset At, Guid Ticket, Guid Offer, long Sequence, Fact Fact);

    public static async Task Run(AppDb db, string pool, IReadOnlyList<Decision> decisions, CancellationToken cancellationToken)
    {
        db.Also(All(pool, [.. decisions.Select(RowOf)]));
        List<OfferRow> offers = [.. decisions.Select(FactOf).OfType<OfferRow>()];
        if (offers.Count > 0) db.Also(All(offers));
        await db.SaveChangesAsync(cancellationToken);
    }

    static NpgsqlBatchCommand All(string pool, IReadOnlyList<Row> rows) => new(Decisions)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = pool }, Columns.Of(rows, r => r.Epoch), Columns.Of(rows, r => r.Number), Columns.Of(rows, r => r.Decision.At),
            Columns.Of(rows, r => EventCatalog.TypeName(r.Decision.GetType())), Columns.Of(rows, r => r.Client), Columns.Of(rows, r => r.Ticket),
            Columns.Of(rows, r => r.Agent), Columns.Of(rows, r => r.Offer),
            Columns.Json(rows, r => JsonSerializer.Serialize(r.Decision, r.Decision.GetType(), JsonShapes.Journal)),
        },
    };

    static NpgsqlBatchCommand All(IReadOnlyList<OfferRow> rows) => new(Facts)
    {
        Parameters =
        {
            Columns.Of(rows, r => r.Id), Columns.Of(rows, r => r.At), Columns.Of(rows, r => r.Ticket), Columns.Of(rows, r => r.Offer), Columns.Of(rows, r => r.Sequence),
            Columns.Of(rows, r => EventCatalog.TypeName(r.Fact.GetType())), Columns.Json(rows, r => EventCatalog.Serialize(r.Fact)),
        },
    };

    static Row RowOf(Decision decision)
    {
        var id = decision.Id.Split('-');
        var (client, ticket, agent, offer) = Subjects(decision);
        return new(decision, long.Parse(id[0]), long.Parse(id[1]), client, ticket, agent, offer);
    }

    static (Guid? Client, Guid? Ticket, Guid? Agent, Guid? Offer) Subjects(Decision decision) => decision switch
    {
        ContactCenter.Routing.OfferMade d => (d.ClientId, d.ItemId, d.AgentId, d.OfferId),
        OfferEnded d => (null, d.ItemId, d.AgentId, d.OfferId),
        LeaseEnded d => (null, d.ItemId, d.AgentId, null),
        AgentNotResponding d => (null, null, d.AgentId, null),
        ItemRelaxed d => (null, d.ItemId, null, null),
        AgentKept d => (null, d.ItemId, d.AgentId, null),
        _ => default,
    };

    static OfferRow? FactOf(Decision decision) => decision switch
    {
        ContactCenter.Routing.OfferMade d => new(d.OfferId, d.At, d.ItemId, d.OfferId, 1, new OfferRecorded(d.OfferId, d.ItemId, d.AgentId, d.Deadline)),
        OfferEnded d => new(Sibling(d.OfferId), d.At, d.ItemId, d.OfferId, 2, new OfferEndRecorded(d.OfferId, d.ItemId, d.AgentId, Words.Of(d.Reason), d.ExpiredInRow)),
        _ => null,
    };

    /// <summary>The id of an offer's end, the same on every node that relays it.</summary>
    static Guid Sibling(Guid offer)
    {
        Span<byte> bytes = stackalloc byte[16];
        offer.TryWriteBytes(bytes);
        bytes[15] ^= 0xFF;
        return new Guid(bytes);
    }
}
