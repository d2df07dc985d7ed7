using ContactCenter.Server.Platform.Data;
using Npgsql;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>
/// Numbers people say on the phone, counted per client. Taken beside the transaction that opens the ticket: all of a client's
/// customers would otherwise wait in line for each other's commits, each with a connection in his hands. A ticket that is not
/// committed leaves a gap.
/// </summary>
public sealed class TicketNumbers([FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs)
{
    public async Task<long> Next(Guid client, CancellationToken cancellationToken)
    {
        try
        {
            return await Take(client, cancellationToken);
        }
        catch (NpgsqlException e) when (DatabaseFailures.IsAway(e) && e.InnerException is not TimeoutException)
        {
            // A restart of PostgreSQL has cut this line, which is only noticed by using it; the transaction's own is a newer one.
            return await Take(client, cancellationToken);
        }
    }

    async Task<long> Take(Guid client, CancellationToken cancellationToken)
    {
        await using var batch = jobs.CreateBatch();
        // The commit of the ticket forces this one to disk as well, since it comes later.
        batch.BatchCommands.Add(new("SELECT set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(new("""
            INSERT INTO tickets.numbers AS n (client_id, last) VALUES ($1, 1)
            ON CONFLICT (client_id) DO UPDATE SET last = n.last + 1 RETURNING last
            """) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = client } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var number = reader.GetInt64(0);
        // To the end: whether it was committed is known only there.
        await reader.NextResultAsync(cancellationToken);
        return number;
    }
}
