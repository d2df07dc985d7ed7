-- Roles, walls and the things every room stands on. Runs as the owner role, which the server never uses.
-- cc_web: one client scope at a time, from app.clients. cc_all: staff who may see every client. cc_jobs: only what
-- tells whose work is due. cc_web becomes cc_all by SET ROLE and inherits nothing from it.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cc_all') THEN CREATE ROLE cc_all NOLOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cc_web') THEN CREATE ROLE cc_web NOLOGIN NOINHERIT; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cc_jobs') THEN CREATE ROLE cc_jobs NOLOGIN NOINHERIT; END IF;
END $$;
GRANT cc_all TO cc_web;

CREATE SCHEMA platform;
CREATE SCHEMA journal;
GRANT USAGE ON SCHEMA platform, journal TO cc_web, cc_all, cc_jobs;

-- The client ids this connection may see; empty when nobody set a scope.
CREATE FUNCTION platform.scope() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('app.clients', true), ''), ',')::uuid[] $$;

-- Whether the connection works for the operator's own people or jobs.
CREATE FUNCTION platform.staff() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.staff', true), '') = 'on' $$;

-- A wall round a table of clients' data. The owner's own policy keeps backfills from silently changing nothing.
CREATE PROCEDURE platform.wall(walled regclass, client_column name DEFAULT 'client_id') LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', walled, current_user);
    EXECUTE format('CREATE POLICY web ON %s TO cc_web USING (%I = ANY ((SELECT platform.scope())::uuid[]))', walled, client_column);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_all USING (true)', walled);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cc_web, cc_all', walled);
END $$;

-- The operator's data: agents, skills, roles. Seen by staff, never by visitors.
CREATE PROCEDURE platform.operator_wall(walled regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', walled, current_user);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_web, cc_all USING ((SELECT platform.staff()))', walled);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cc_web, cc_all', walled);
END $$;

CREATE TABLE platform.data_protection_keys (
    id uuid PRIMARY KEY,
    friendly_name text NOT NULL UNIQUE,
    xml text NOT NULL,
    created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON platform.data_protection_keys TO cc_web;

-- Answers kept for repeated writes. A key belongs to whoever used it, so the wall is the actor.
CREATE TABLE platform.idempotency_keys (
    actor text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    status int,
    content_type text,
    body bytea,
    PRIMARY KEY (actor, key)
);
CREATE INDEX ON platform.idempotency_keys (created_at);
ALTER TABLE platform.idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform.idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON platform.idempotency_keys TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY actor ON platform.idempotency_keys TO cc_web, cc_all USING (actor = current_setting('app.actor', true));
CREATE POLICY jobs ON platform.idempotency_keys TO cc_jobs USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.idempotency_keys TO cc_web, cc_all;
GRANT SELECT (created_at), DELETE ON platform.idempotency_keys TO cc_jobs;

-- Work that comes due: one row per kind and subject, taken with SKIP LOCKED. due_at moves into the future while leased.
CREATE TABLE platform.timers (
    kind text NOT NULL,
    subject uuid NOT NULL,
    client_id uuid,
    due_at timestamptz NOT NULL,
    set_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX ON platform.timers (due_at);
ALTER TABLE platform.timers ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform.timers FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON platform.timers TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY web ON platform.timers TO cc_web
    USING (client_id = ANY ((SELECT platform.scope())::uuid[]) OR (client_id IS NULL AND (SELECT platform.staff())));
CREATE POLICY staff ON platform.timers TO cc_all USING (true);
CREATE POLICY jobs ON platform.timers TO cc_jobs USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.timers TO cc_web, cc_all, cc_jobs;

-- Tables that are partitioned by time: how finely, how far ahead, how long they are kept (null: for ever).
CREATE TABLE platform.partitioned (parent text PRIMARY KEY, unit text NOT NULL CHECK (unit IN ('month', 'day')), ahead interval NOT NULL, keep interval);

-- Makes what is missing and drops what is past keeping. The server may ask for it; only the owner can do it.
CREATE FUNCTION platform.make_partitions(at timestamptz) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    t platform.partitioned;
    start timestamptz;
    child text;
    shape text;
    made int := 0;
BEGIN
    FOR t IN SELECT * FROM platform.partitioned ORDER BY parent LOOP
        shape := CASE t.unit WHEN 'month' THEN 'YYYY_MM' ELSE 'YYYY_MM_DD' END;
        start := date_trunc(t.unit, at);
        WHILE start <= at + t.ahead LOOP
            child := t.parent || '_' || to_char(start, shape);
            IF to_regclass(child) IS NULL THEN
                EXECUTE format('CREATE TABLE %s PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
                    child, t.parent, start, start + ('1 ' || t.unit)::interval);
                made := made + 1;
            END IF;
            start := start + ('1 ' || t.unit)::interval;
        END LOOP;
        FOR child IN
            SELECT i.inhrelid::regclass::text FROM pg_inherits i
            WHERE t.keep IS NOT NULL AND i.inhparent = t.parent::regclass AND i.inhrelid::regclass::text NOT LIKE '%\_default'
              AND i.inhrelid::regclass::text < t.parent || '_' || to_char(at - t.keep, shape)
        LOOP
            EXECUTE format('DROP TABLE %s', child);
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION platform.make_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.make_partitions TO cc_jobs;

-- Rows that fell into a default partition: anything but 0 is an alarm.
CREATE FUNCTION platform.stray_rows() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t platform.partitioned;
    found bigint;
    total bigint := 0;
BEGIN
    FOR t IN SELECT * FROM platform.partitioned LOOP
        EXECUTE format('SELECT count(*) FROM %s_default', t.parent) INTO found;
        total := total + found;
    END LOOP;
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION platform.stray_rows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.stray_rows TO cc_jobs;

-- Every fact, once. Payloads hold ids, codes, numbers and instants only, so erasing a person never touches them.
CREATE TABLE journal.events (
    id uuid NOT NULL,
    instant timestamptz NOT NULL,
    client_id uuid,
    stream_kind text NOT NULL,
    stream uuid NOT NULL,
    sequence bigint NOT NULL,
    type text NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    cause uuid,
    payload jsonb NOT NULL,
    PRIMARY KEY (instant, id)
) PARTITION BY RANGE (instant);
INSERT INTO platform.partitioned VALUES ('journal.events', 'month', '3 months', NULL);
CREATE INDEX ON journal.events (stream, sequence);
CREATE TABLE journal.events_default PARTITION OF journal.events DEFAULT;
ALTER TABLE journal.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal.events FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal.events TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY web ON journal.events TO cc_web
    USING (client_id = ANY ((SELECT platform.scope())::uuid[]) OR (client_id IS NULL AND (SELECT platform.staff())));
CREATE POLICY staff ON journal.events TO cc_all USING (true);
GRANT SELECT, INSERT ON journal.events TO cc_web, cc_all;

-- One row per event and subscriber; done rows are deleted. The lowest sequence of a (stream, subscriber) is the only
-- one that may be taken, so a lease on it is a lease on the pair.
CREATE TABLE journal.outbox (
    id uuid NOT NULL,
    subscriber text NOT NULL,
    stream uuid NOT NULL,
    sequence bigint NOT NULL,
    client_id uuid,
    instant timestamptz NOT NULL,
    type text NOT NULL,
    due_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    parked_at timestamptz,
    error text,
    PRIMARY KEY (id, subscriber)
);
CREATE UNIQUE INDEX ON journal.outbox (stream, subscriber, sequence);
CREATE INDEX ON journal.outbox (due_at);
ALTER TABLE journal.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal.outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal.outbox TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY web ON journal.outbox TO cc_web
    USING (client_id = ANY ((SELECT platform.scope())::uuid[]) OR (client_id IS NULL AND (SELECT platform.staff())));
CREATE POLICY staff ON journal.outbox TO cc_all USING (true);
CREATE POLICY jobs ON journal.outbox TO cc_jobs USING (true);
GRANT SELECT, INSERT, UPDATE (due_at, parked_at, attempts, error) ON journal.outbox TO cc_web, cc_all;
GRANT SELECT, UPDATE (due_at, attempts, parked_at, error), DELETE ON journal.outbox TO cc_jobs;

-- Readiness asks how far the schema is.
GRANT SELECT ON public."__EFMigrationsHistory" TO cc_web;
