using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>The walls as the database's own catalogue shows them, and the mapping against the schema.</summary>
public sealed class DatabaseRulesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    /// <summary>Tables that the server's logins may read without a wall: neither holds anything of a client or a person.</summary>
    private static readonly HashSet<string> Open = ["public.\"__EFMigrationsHistory\"", "platform.data_protection_keys"];

    /// <summary>
    /// Unique keys without the client, each with the reason why its uniqueness tells one client nothing of another's.
    /// A primary key "id" is not listed: the server makes ids, so nobody can try whether one is taken.
    /// </summary>
    private static readonly Dictionary<string, string> KeysAcrossClients = new(StringComparer.Ordinal)
    {
        ["clients.clients (key)"] = "only the operator names clients",
        ["channels.widgets (key)"] = "the key is public and finds the widget before any client is known",
        ["platform.timers (kind, subject)"] = "subjects are ids that the server made",
        ["journal.events (instant, id)"] = "ids that the server made",
        ["journal.outbox (id, subscriber)"] = "ids that the server made",
        ["journal.outbox (stream, subscriber, sequence)"] = "streams are ids that the server made",
        ["routing.items (ticket_id)"] = "a ticket's id, and the foreign key holds the client",
        ["routing.decisions (at, pool, epoch, number)"] = "the decision stream's own numbers",
        ["access.user_clients (user_id, client_id)"] = "contains the client",
    };

    private const string ClientTables = """
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND (c.oid = 'clients.clients'::regclass OR EXISTS (
              SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'client_id' AND NOT a.attisdropped))
        """;

    [Fact]
    public async Task Every_table_that_a_login_can_read_has_a_forced_wall()
    {
        Assert.Equal([], await Unwalled());
    }

    [Fact]
    public async Task Every_table_with_a_client_has_a_policy_for_one_client_and_for_all() =>
        Assert.Equal([], await fixture.Installation.Column<string>($"""
            SELECT t.oid::regclass || ' has no policy for ' || r.name FROM ({ClientTables}) t CROSS JOIN (VALUES ('cc_web'), ('cc_all')) r (name)
            WHERE NOT EXISTS (SELECT FROM pg_policy p JOIN pg_roles l ON l.oid = ANY (p.polroles) WHERE p.polrelid = t.oid AND l.rolname = r.name)
            """));

    [Fact]
    public async Task A_policy_for_one_client_looks_at_the_scope() =>
        Assert.Equal([], await fixture.Installation.Column<string>("""
            SELECT p.polrelid::regclass || ': ' || p.polname FROM pg_policy p
            WHERE 'cc_web'::regrole = ANY (p.polroles)
              AND pg_get_expr(p.polqual, p.polrelid) !~ 'platform\.(scope|staff)\(\)|current_setting\(''app\.actor''|''app\.actor'''
            """));

    [Fact]
    public async Task Foreign_keys_between_clients_tables_hold_the_client() => Assert.Equal([], await LooseForeignKeys());

    [Fact]
    public async Task Unique_keys_of_clients_tables_hold_the_client_or_have_a_reason() =>
        Assert.Equal([], (await UniqueKeysWithoutClient()).Except(KeysAcrossClients.Keys));

    [Fact]
    public async Task Every_mapped_entity_can_be_read() =>
        await fixture.Server.InScope(s => s.EnterAllClients(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var entities = db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null && !e.IsOwned()).ToList();
            Assert.NotEmpty(entities);
            foreach (var entity in entities)
            {
                var read = await Record.ExceptionAsync(() => Rows(db, entity.ClrType).Take(1).ToListAsync());
                Assert.True(read is null, $"{entity.ClrType.Name}: {read?.Message}");
            }
        });

    [Fact]
    public async Task Columns_are_nullable_where_the_mapping_says_so() =>
        Assert.Equal([], await fixture.Server.InScope(s => s.EnterAllClients(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var required = (await fixture.Installation.Column<string>("""
                SELECT table_schema || '.' || table_name || '.' || column_name FROM information_schema.columns WHERE is_nullable = 'NO'
                """)).ToHashSet(StringComparer.Ordinal);
            return db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null).SelectMany(e => e.GetProperties())
                .Where(p => required.Contains(Column(p)) == p.IsNullable).Select(Column).Order().ToList();
        }));

    [Fact]
    public async Task Tables_that_break_the_rules_are_seen()
    {
        await fixture.Installation.Execute("""
            CREATE SCHEMA broken;
            CREATE TABLE broken.bare (id uuid PRIMARY KEY, client_id uuid NOT NULL, ticket_id uuid REFERENCES tickets.tickets (id), code text UNIQUE);
            GRANT SELECT ON broken.bare TO cc_web;
            CREATE TABLE broken.half (id uuid PRIMARY KEY, client_id uuid NOT NULL REFERENCES clients.clients);
            ALTER TABLE broken.half ENABLE ROW LEVEL SECURITY;
            GRANT SELECT ON broken.half TO cc_jobs;
            """);
        try
        {
            Assert.Equal(["broken.bare", "broken.half"], await Unwalled());
            Assert.Equal(["broken.bare (ticket_id) -> tickets.tickets"], await LooseForeignKeys());
            Assert.Equal(["broken.bare (code)"], (await UniqueKeysWithoutClient()).Except(KeysAcrossClients.Keys));
        }
        finally
        {
            await fixture.Installation.Execute("DROP SCHEMA broken CASCADE");
        }
    }

    [Fact]
    public async Task Without_a_scope_no_walled_table_shows_a_row()
    {
        var seed = fixture.Seed;
        var client = await seed.Client("scope-client");
        await seed.Agent(await seed.User("scope@rules.test", [await seed.Role("scope-role")], [client]), await seed.Skill("scope-skill"));
        await seed.Widget(client, await seed.Queue(client), "scope-widget");
        var seen = new List<string>();
        foreach (var table in await fixture.Installation.Column<string>("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND has_table_privilege('cc_web', oid, 'SELECT')"))
        {
            var web = fixture.Installation.Server.Web(fixture.Installation.Database) + ";Pooling=false";
            if ((await Installation.ColumnAs<long>(web, $"SELECT count(*) FROM {table}")).Single() > 0) seen.Add(table);
        }

        Assert.Equal([], seen);
    }

    [Fact]
    public async Task The_jobs_login_reads_no_text_of_a_client()
    {
        var jobs = fixture.Installation.Server.Jobs(fixture.Installation.Database) + ";Pooling=false";
        foreach (var table in new[] { "tickets.messages", "tickets.tickets", "contacts.contacts", "journal.events", "access.users", "clients.clients" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Installation.ColumnAs<long>(jobs, $"SELECT count(*) FROM {table}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    private static IQueryable<object> Rows(AppDb db, Type entity) =>
        (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(entity).Invoke(db, null)!;

    private static string Column(Microsoft.EntityFrameworkCore.Metadata.IProperty property) =>
        $"{property.DeclaringType.GetSchema()}.{property.DeclaringType.GetTableName()}.{property.GetColumnName()}";

    private async Task<List<string>> Unwalled() => [.. (await fixture.Installation.Column<string>("""
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND EXISTS (SELECT FROM unnest(ARRAY['cc_web', 'cc_all', 'cc_jobs']) login
                      WHERE has_table_privilege(login, c.oid, 'SELECT') OR has_any_column_privilege(login, c.oid, 'SELECT, INSERT, UPDATE'))
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
        ORDER BY 1
        """)).Select(Qualified).Except(Open)];

    // regclass leaves out a schema that is on the search path.
    private static string Qualified(string table) => table.Contains('.', StringComparison.Ordinal) ? table : "public." + table;

    private Task<List<string>> LooseForeignKeys() => fixture.Installation.Column<string>($"""
        SELECT k.conrelid::regclass || ' (' || columns.names || ') -> ' || k.confrelid::regclass
        FROM pg_constraint k
        CROSS JOIN LATERAL (
            SELECT string_agg(a.attname, ', ' ORDER BY u.n) AS names, bool_or(a.attname = 'client_id' AND (f.attname = 'client_id' OR k.confrelid = 'clients.clients'::regclass)) AS held
            FROM unnest(k.conkey, k.confkey) WITH ORDINALITY u (own, other, n)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own
            JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = u.other) columns
        WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid IN ({ClientTables}) AND k.confrelid IN ({ClientTables}) AND NOT columns.held
        ORDER BY 1
        """);

    private Task<List<string>> UniqueKeysWithoutClient() => fixture.Installation.Column<string>($"""
        SELECT i.indrelid::regclass || ' (' || string_agg(a.attname, ', ' ORDER BY array_position(i.indkey::int2[], a.attnum)) || ')'
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indisunique AND i.indrelid IN ({ClientTables})
        GROUP BY i.indexrelid, i.indrelid, i.indisprimary
        HAVING NOT bool_or(a.attname = 'client_id') AND NOT (i.indisprimary AND array_agg(a.attname::text) = ARRAY['id'])
        ORDER BY 1
        """);
}
