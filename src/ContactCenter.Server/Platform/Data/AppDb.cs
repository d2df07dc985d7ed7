using System.Text.Json;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace ContactCenter.Server.Platform.Data;

/// <summary>
/// The one context. Saving writes, in one transaction, the changed rows, the journal's events that explain them, an
/// outbox row for each subscriber and the timers set meanwhile. Wake-ups follow the commit.
/// </summary>
public sealed class AppDb(
    DbContextOptions<AppDb> options, EventCatalog? catalog = null, OutboxFeed? feed = null, WorkSignal? signal = null, DataScope? scope = null)
    : DbContext(options)
{
    /// <summary>Workers look by themselves each second: only what is due before that is worth waking them.</summary>
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    readonly List<TimerChange> timers = [];
    readonly List<NpgsqlBatchCommand> also = [];
    readonly List<JournalEvent> raised = [];
    readonly List<OutboxEntry> rows = [];
    readonly List<(Guid Transaction, OutboxTask Task)> leased = [];
    bool wake;

    /// <summary>Null only for the owner's context (migrations and seeding).</summary>
    public DataScope? Scope => scope;

    /// <summary>A connection was opened and has not been told the scope yet; whether the scope is on its way with a command.</summary>
    internal bool ScopeIsDue { get; set; }
    internal bool ScopeRides { get; set; }

    public DbSet<JournalEvent> Journal => Set<JournalEvent>();

    /// <summary>Calls the handler of that kind for that subject when it is due; setting it again moves it.</summary>
    public void SetTimer(string kind, Guid subject, Guid? client, DateTimeOffset dueAt, DateTimeOffset now) =>
        timers.Add(new(kind, subject, client, dueAt, now));

    /// <summary>A row of another room's making that is written with the next save, after what the save itself writes.</summary>
    internal void Also(NpgsqlBatchCommand command) => also.Add(command);

    public void CancelTimer(string kind, Guid subject) => timers.Add(new(kind, subject, null, null, default));

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Whoever fails gives up his whole transaction: a savepoint before each save would only cost two round trips.
        Database.AutoSavepointsEnabled = false;
        RecordRaised();
        return timers.Count + raised.Count + also.Count > 0
            ? await Transact(() => SaveExplained(acceptAllChangesOnSuccess, cancellationToken), cancellationToken)
            : await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously: a thread that waits for the database serves nobody.");

    /// <summary>The connection, open and in this unit of work's scope, for a command of one's own; closed with the context.</summary>
    public async Task<NpgsqlConnection> OpenScoped(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        await new ReadBatch(this).Run(cancellationToken);
        return (NpgsqlConnection)Database.GetDbConnection();
    }

    /// <summary>One transaction for all that the work saves; inside another one it is part of that.</summary>
    public async Task<T> Transact<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is not null) return await work();
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var result = await work();
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    async Task<int> SaveExplained(bool accept, CancellationToken cancellationToken)
    {
        var written = await base.SaveChangesAsync(accept, cancellationToken);
        try
        {
            var mine = await FactWriter.Write(this, raised, rows, [.. also, .. timers.Select(t => t.ToCommand())], feed, cancellationToken);
            wake |= mine.Count < rows.Select(r => (r.Event.Stream, r.Subscriber)).Distinct().Count() || timers.Exists(t => t.DueAt - t.SetAt < Soon);
            leased.AddRange(mine.Select(task => (Database.CurrentTransaction!.TransactionId, task)));
        }
        catch (PostgresException e) when (DatabaseFailures.IsTakenSequence(e))
        {
            // Somebody raised an event of this version first.
            throw new DbUpdateConcurrencyException("The row was changed meanwhile.", e);
        }
        also.Clear();
        timers.Clear();
        raised.Clear();
        rows.Clear();
        return written;
    }

    void RecordRaised()
    {
        var owners = ChangeTracker.Entries<StreamOwner>().Select(e => e.Entity).ToList();
        foreach (var owner in owners)
        {
            foreach (var (sequence, at, fact) in owner.TakeRaised()) Record(owner, sequence, at, fact);
        }
    }

    void Record(StreamOwner owner, long sequence, DateTimeOffset at, Fact fact)
    {
        var actor = scope?.Actor ?? Actor.System;
        var type = EventCatalog.TypeName(fact.GetType());
        var recorded = new JournalEvent
        {
            Id = Ids.New(at), Instant = at, ClientId = owner.StreamClient, StreamKind = owner.StreamKind, Stream = owner.Id,
            Sequence = sequence, Type = type, ActorKind = actor.Kind, ActorId = actor.Id, Cause = actor.Cause,
            Payload = EventCatalog.Serialize(fact),
        };
        raised.Add(recorded);
        rows.AddRange(catalog?.EntriesOf(fact.GetType(), recorded) ?? []);
    }

    /// <summary>After a commit: this node's workers get what it has leased for them, and who waits for work may look.</summary>
    internal void Committed(Guid transaction)
    {
        foreach (var (of, task) in leased)
        {
            // What an earlier transaction wrote that did not commit has never happened.
            if (of == transaction) feed!.Add(task);
        }
        leased.Clear();
        if (wake) signal?.Wake();
        wake = false;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase.Of(property.GetColumnName()));
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (type.IsEnum) property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(WordConverter<>).MakeGenericType(type))!);
            }
            if (entity.ClrType.IsSubclassOf(typeof(StreamOwner)))
            {
                modelBuilder.Entity(entity.ClrType).Property("Version").IsConcurrencyToken();
                modelBuilder.Entity(entity.ClrType).Ignore(nameof(StreamOwner.StreamKind)).Ignore(nameof(StreamOwner.StreamClient));
            }
        }
    }
}

/// <summary>Enums are stored as the words the API says: wrap-up, not 4.</summary>
sealed class WordConverter<TEnum>() : ValueConverter<TEnum, string>(value => Words.Of(value), text => Words.Read<TEnum>(text))
    where TEnum : struct, Enum;

public static class Words
{
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static TEnum Read<TEnum>(string text) where TEnum : struct, Enum => Enum.Parse<TEnum>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}

static class SnakeCase
{
    public static string Of(string name) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
