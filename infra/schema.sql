-- The whole schema, as the migrations make it (SchemaTests writes this page; nothing runs it).
-- Partitions of journal.events, routing.decisions and routing.recordings are left out.

-- Name: access; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA access;

-- Name: agents; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA agents;

-- Name: channels; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA channels;

-- Name: clients; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA clients;

-- Name: contacts; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA contacts;

-- Name: journal; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA journal;

-- Name: knowledge; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA knowledge;

-- Name: platform; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA platform;

-- Name: quality; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA quality;

-- Name: routing; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA routing;

-- Name: tickets; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA tickets;

-- Name: himself(uuid); Type: FUNCTION; Schema: access; Owner: -

CREATE FUNCTION access.himself(person uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.actor', true), '') = 'agent:' || person $$;

-- Name: names(uuid[]); Type: FUNCTION; Schema: access; Owner: -

CREATE FUNCTION access.names(people uuid[]) RETURNS TABLE(id uuid, name text, email text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ SELECT u.id, u.name, coalesce(u.email, '') FROM access.users u WHERE platform.staff() AND u.id = ANY (people) $$;

-- Name: person_wall(regclass, text); Type: PROCEDURE; Schema: access; Owner: -

CREATE PROCEDURE access.person_wall(IN walled regclass, IN seen text)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('DROP POLICY staff ON %s', walled);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_web, cc_all USING ((SELECT platform.everybody()) OR ((SELECT platform.staff()) AND (%s)))
        WITH CHECK ((SELECT platform.staff()))', walled, seen);
END $$;

-- Name: serves_mine(uuid); Type: FUNCTION; Schema: access; Owner: -

CREATE FUNCTION access.serves_mine(person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ SELECT EXISTS (SELECT FROM access.users u WHERE u.id = person AND u.all_clients)
       OR EXISTS (SELECT FROM access.user_clients c WHERE c.user_id = person AND c.client_id = ANY (platform.scope())) $$;

-- Name: serves_only_mine(uuid); Type: FUNCTION; Schema: access; Owner: -

CREATE FUNCTION access.serves_only_mine(person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ SELECT NOT EXISTS (SELECT FROM access.users u WHERE u.id = person AND u.all_clients)
      AND (SELECT coalesce(bool_and(c.client_id = ANY (platform.scope())), false) FROM access.user_clients c WHERE c.user_id = person) $$;

-- Name: visitor_origins(); Type: FUNCTION; Schema: channels; Owner: -

CREATE FUNCTION channels.visitor_origins() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ SELECT DISTINCT unnest(allowed_origins) FROM channels.widgets WHERE active $$;

-- Name: everybody(); Type: FUNCTION; Schema: platform; Owner: -

CREATE FUNCTION platform.everybody() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.staff', true), '') = 'on' $$;

-- Name: make_partitions(timestamp with time zone); Type: FUNCTION; Schema: platform; Owner: -

CREATE FUNCTION platform.make_partitions(at timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET lock_timeout TO '300ms'
    AS $_$
DECLARE
    t platform.partitioned;
    span interval;
    start timestamptz;
    starts timestamptz[];
    child text;
    shape text;
    instant name;
    made int := 0;
BEGIN
    FOR t IN SELECT * FROM platform.partitioned ORDER BY parent LOOP
        shape := CASE t.unit WHEN 'month' THEN 'YYYY_MM' ELSE 'YYYY_MM_DD' END;
        span := ('1 ' || t.unit)::interval;
        SELECT a.attname INTO instant FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
            WHERE p.partrelid = t.parent::regclass;
        -- All first: what is being read cannot be altered.
        EXECUTE format('SELECT array_agg(s ORDER BY s) FROM (SELECT generate_series($1, $2, $3) UNION SELECT date_trunc(%L, %I) FROM %s_default) AS spans (s)',
            t.unit, instant, t.parent) INTO starts USING date_trunc(t.unit, at), at + t.ahead, span;
        FOREACH start IN ARRAY starts LOOP
            child := t.parent || '_' || to_char(start, shape);
            IF to_regclass(child) IS NULL THEN
                -- Who writes waits at the whole: waiting at the default part he would have been sent there already, and be refused
                -- once the row has a part of its own.
                EXECUTE format('LOCK TABLE ONLY %s IN SHARE ROW EXCLUSIVE MODE', t.parent);
                EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', child, t.parent);
                EXECUTE format('WITH moved AS (DELETE FROM %s_default WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO %s SELECT * FROM moved',
                    t.parent, instant, instant, child) USING start, start + span;
                EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', t.parent, child, start, start + span);
                made := made + 1;
            END IF;
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
END $_$;

-- Name: operator_wall(regclass); Type: PROCEDURE; Schema: platform; Owner: -

CREATE PROCEDURE platform.operator_wall(IN walled regclass)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', walled, current_user);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_web, cc_all USING ((SELECT platform.staff()))', walled);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cc_web, cc_all', walled);
END $$;

-- Name: scope(); Type: FUNCTION; Schema: platform; Owner: -

CREATE FUNCTION platform.scope() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT string_to_array(nullif(current_setting('app.clients', true), ''), ',')::uuid[] $$;

-- Name: staff(); Type: FUNCTION; Schema: platform; Owner: -

CREATE FUNCTION platform.staff() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.staff', true), '') IN ('on', 'served') $$;

-- Name: stray_rows(); Type: FUNCTION; Schema: platform; Owner: -

CREATE FUNCTION platform.stray_rows() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

-- Name: wall(regclass, name); Type: PROCEDURE; Schema: platform; Owner: -

CREATE PROCEDURE platform.wall(IN walled regclass, IN client_column name DEFAULT 'client_id'::name)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', walled, current_user);
    EXECUTE format('CREATE POLICY web ON %s TO cc_web USING (%I = ANY ((SELECT platform.scope())::uuid[]))', walled, client_column);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_all USING (true)', walled);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cc_web, cc_all', walled);
END $$;

-- Name: simulation_wall(regclass); Type: PROCEDURE; Schema: routing; Owner: -

CREATE PROCEDURE routing.simulation_wall(IN walled regclass)
    LANGUAGE plpgsql
    AS $$
BEGIN
    CALL platform.operator_wall(walled);
    EXECUTE format('DROP POLICY staff ON %s', walled);
    EXECUTE format('CREATE POLICY web ON %s TO cc_web USING (
        starts_with(current_setting(''app.actor'', true), ''agent:'') AND client_ids <@ coalesce((SELECT platform.scope()), ''{}'')
        AND (cardinality(client_ids) > 0 OR current_setting(''app.actor'', true) = ''agent:'' || created_by))', walled);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_all USING (true)', walled);
END $$;

-- Name: ended_sessions; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.ended_sessions (
    user_id uuid NOT NULL,
    session text NOT NULL,
    until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY access.ended_sessions FORCE ROW LEVEL SECURITY;

-- Name: roles; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.roles (
    id uuid NOT NULL,
    name text NOT NULL,
    permissions text[] NOT NULL,
    built_in boolean NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY access.roles FORCE ROW LEVEL SECURITY;

-- Name: user_claims; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.user_claims (
    id integer NOT NULL,
    user_id uuid NOT NULL,
    claim_type text,
    claim_value text
);

ALTER TABLE ONLY access.user_claims FORCE ROW LEVEL SECURITY;

-- Name: user_claims_id_seq; Type: SEQUENCE; Schema: access; Owner: -

ALTER TABLE access.user_claims ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.user_claims_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: user_clients; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.user_clients (
    user_id uuid NOT NULL,
    client_id uuid NOT NULL
);

ALTER TABLE ONLY access.user_clients FORCE ROW LEVEL SECURITY;

-- Name: user_logins; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.user_logins (
    login_provider text NOT NULL,
    provider_key text NOT NULL,
    provider_display_name text,
    user_id uuid NOT NULL
);

ALTER TABLE ONLY access.user_logins FORCE ROW LEVEL SECURITY;

-- Name: user_roles; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.user_roles (
    user_id uuid NOT NULL,
    role_id uuid NOT NULL
);

ALTER TABLE ONLY access.user_roles FORCE ROW LEVEL SECURITY;

-- Name: user_tokens; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.user_tokens (
    user_id uuid NOT NULL,
    login_provider text NOT NULL,
    name text NOT NULL,
    value text
);

ALTER TABLE ONLY access.user_tokens FORCE ROW LEVEL SECURITY;

-- Name: users; Type: TABLE; Schema: access; Owner: -

CREATE TABLE access.users (
    id uuid NOT NULL,
    name text NOT NULL,
    user_name text,
    normalized_user_name text,
    email text,
    normalized_email text,
    email_confirmed boolean DEFAULT false NOT NULL,
    password_hash text,
    security_stamp text,
    concurrency_stamp text,
    phone_number text,
    phone_number_confirmed boolean DEFAULT false NOT NULL,
    two_factor_enabled boolean DEFAULT false NOT NULL,
    lockout_end timestamp with time zone,
    lockout_enabled boolean DEFAULT false NOT NULL,
    access_failed_count integer NOT NULL,
    active boolean NOT NULL,
    all_clients boolean NOT NULL,
    access_stamp bigint NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY access.users FORCE ROW LEVEL SECURITY;

-- Name: agent_skills; Type: TABLE; Schema: agents; Owner: -

CREATE TABLE agents.agent_skills (
    agent_id uuid NOT NULL,
    skill_id uuid NOT NULL,
    level integer NOT NULL,
    CONSTRAINT agent_skills_level_check CHECK (((level >= 1) AND (level <= 10)))
);

ALTER TABLE ONLY agents.agent_skills FORCE ROW LEVEL SECURITY;

-- Name: agents; Type: TABLE; Schema: agents; Owner: -

CREATE TABLE agents.agents (
    id uuid NOT NULL,
    state text NOT NULL,
    reason text,
    since timestamp with time zone NOT NULL,
    next_state text,
    next_reason text,
    idle_since timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    weights jsonb,
    version bigint NOT NULL,
    site_id uuid,
    pool text DEFAULT 'main'::text NOT NULL,
    pool_version bigint DEFAULT 0 NOT NULL,
    CONSTRAINT agents_next_state_check CHECK ((next_state = 'break'::text)),
    CONSTRAINT agents_state_check CHECK ((state = ANY (ARRAY['offline'::text, 'ready'::text, 'break'::text])))
);

ALTER TABLE ONLY agents.agents FORCE ROW LEVEL SECURITY;

-- Name: break_reasons; Type: TABLE; Schema: agents; Owner: -

CREATE TABLE agents.break_reasons (
    id uuid NOT NULL,
    key text NOT NULL,
    label text NOT NULL,
    active boolean NOT NULL,
    system boolean NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY agents.break_reasons FORCE ROW LEVEL SECURITY;

-- Name: screens; Type: TABLE; Schema: agents; Owner: -

CREATE TABLE agents.screens (
    user_id uuid NOT NULL,
    node_id uuid NOT NULL
);

ALTER TABLE ONLY agents.screens FORCE ROW LEVEL SECURITY;

-- Name: skills; Type: TABLE; Schema: agents; Owner: -

CREATE TABLE agents.skills (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY agents.skills FORCE ROW LEVEL SECURITY;

-- Name: open_streams; Type: TABLE; Schema: channels; Owner: -

CREATE TABLE channels.open_streams (
    session_id uuid NOT NULL,
    node_id uuid NOT NULL,
    client_id uuid NOT NULL
);

ALTER TABLE ONLY channels.open_streams FORCE ROW LEVEL SECURITY;

-- Name: visitor_sessions; Type: TABLE; Schema: channels; Owner: -

CREATE TABLE channels.visitor_sessions (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    widget_id uuid NOT NULL,
    name text,
    email text,
    language text,
    topic text,
    created_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    time_zone text
);

ALTER TABLE ONLY channels.visitor_sessions FORCE ROW LEVEL SECURITY;

-- Name: visitor_tickets; Type: TABLE; Schema: channels; Owner: -

CREATE TABLE channels.visitor_tickets (
    session_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    client_id uuid NOT NULL,
    before bigint NOT NULL
);

ALTER TABLE ONLY channels.visitor_tickets FORCE ROW LEVEL SECURITY;

-- Name: widgets; Type: TABLE; Schema: channels; Owner: -

CREATE TABLE channels.widgets (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    greeting text NOT NULL,
    offline_text text NOT NULL,
    colour text NOT NULL,
    allowed_origins text[] NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    pre_chat jsonb DEFAULT '{"name": "optional", "email": "optional", "topic": "off"}'::jsonb NOT NULL,
    theme jsonb DEFAULT '{"side": "right", "scheme": "auto", "corners": "round", "launcherText": ""}'::jsonb NOT NULL,
    asks_satisfaction boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY channels.widgets FORCE ROW LEVEL SECURITY;

-- Name: calendar_versions; Type: TABLE; Schema: clients; Owner: -

CREATE TABLE clients.calendar_versions (
    calendar_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    time_zone text NOT NULL,
    windows jsonb NOT NULL,
    special_days jsonb NOT NULL
);

ALTER TABLE ONLY clients.calendar_versions FORCE ROW LEVEL SECURITY;

-- Name: calendars; Type: TABLE; Schema: clients; Owner: -

CREATE TABLE clients.calendars (
    id uuid NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY clients.calendars FORCE ROW LEVEL SECURITY;

-- Name: clients; Type: TABLE; Schema: clients; Owner: -

CREATE TABLE clients.clients (
    id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    sites uuid[] DEFAULT '{}'::uuid[] NOT NULL
);

ALTER TABLE ONLY clients.clients FORCE ROW LEVEL SECURITY;

-- Name: sites; Type: TABLE; Schema: clients; Owner: -

CREATE TABLE clients.sites (
    id uuid NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    calendar_id uuid,
    active boolean NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY clients.sites FORCE ROW LEVEL SECURITY;

-- Name: contacts; Type: TABLE; Schema: contacts; Owner: -

CREATE TABLE contacts.contacts (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text,
    email text,
    language text,
    created_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    time_zone text
);

ALTER TABLE ONLY contacts.contacts FORCE ROW LEVEL SECURITY;

-- Name: identities; Type: TABLE; Schema: contacts; Owner: -

CREATE TABLE contacts.identities (
    client_id uuid NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    contact_id uuid NOT NULL
);

ALTER TABLE ONLY contacts.identities FORCE ROW LEVEL SECURITY;

-- Name: events; Type: TABLE; Schema: journal; Owner: -

CREATE TABLE journal.events (
    id uuid NOT NULL,
    instant timestamp with time zone NOT NULL,
    client_id uuid,
    stream_kind text NOT NULL,
    stream uuid NOT NULL,
    sequence bigint NOT NULL,
    type text NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    cause uuid,
    payload jsonb NOT NULL
)
PARTITION BY RANGE (instant);

ALTER TABLE ONLY journal.events FORCE ROW LEVEL SECURITY;

-- Name: events_default; Type: TABLE; Schema: journal; Owner: -

CREATE TABLE journal.events_default (
    id uuid NOT NULL,
    instant timestamp with time zone NOT NULL,
    client_id uuid,
    stream_kind text NOT NULL,
    stream uuid NOT NULL,
    sequence bigint NOT NULL,
    type text NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    cause uuid,
    payload jsonb NOT NULL
);

-- Name: outbox; Type: TABLE; Schema: journal; Owner: -

CREATE TABLE journal.outbox (
    id uuid NOT NULL,
    subscriber text NOT NULL,
    stream uuid NOT NULL,
    sequence bigint NOT NULL,
    client_id uuid,
    instant timestamp with time zone NOT NULL,
    type text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    parked_at timestamp with time zone,
    error text,
    ahead boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY journal.outbox FORCE ROW LEVEL SECURITY;

-- Name: canned_replies; Type: TABLE; Schema: knowledge; Owner: -

CREATE TABLE knowledge.canned_replies (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    shortcut text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY knowledge.canned_replies FORCE ROW LEVEL SECURITY;

-- Name: data_protection_keys; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.data_protection_keys (
    id uuid NOT NULL,
    friendly_name text NOT NULL,
    xml text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

-- Name: files; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.files (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    sender text NOT NULL,
    holder uuid,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY platform.files ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE ONLY platform.files FORCE ROW LEVEL SECURITY;

-- Name: idempotency_keys; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.idempotency_keys (
    actor text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status integer,
    content_type text,
    body bytea,
    location text
);

ALTER TABLE ONLY platform.idempotency_keys FORCE ROW LEVEL SECURITY;

-- Name: nodes; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.nodes (
    id uuid NOT NULL,
    beat bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone
);

ALTER TABLE ONLY platform.nodes FORCE ROW LEVEL SECURITY;

-- Name: partitioned; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.partitioned (
    parent text NOT NULL,
    unit text NOT NULL,
    ahead interval NOT NULL,
    keep interval,
    CONSTRAINT partitioned_unit_check CHECK ((unit = ANY (ARRAY['month'::text, 'day'::text])))
);

-- Name: timers; Type: TABLE; Schema: platform; Owner: -

CREATE TABLE platform.timers (
    kind text NOT NULL,
    subject uuid NOT NULL,
    client_id uuid,
    due_at timestamp with time zone NOT NULL,
    set_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY platform.timers FORCE ROW LEVEL SECURITY;

-- Name: __EFMigrationsHistory; Type: TABLE; Schema: public; Owner: -

CREATE TABLE public."__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL
);

-- Name: satisfaction; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.satisfaction (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    episode integer NOT NULL,
    agent_id uuid,
    queue_id uuid NOT NULL,
    score integer NOT NULL,
    comment text NOT NULL,
    at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT satisfaction_score_check CHECK (((score >= 1) AND (score <= 5)))
);

ALTER TABLE ONLY quality.satisfaction FORCE ROW LEVEL SECURITY;

-- Name: decisions; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.decisions (
    pool text NOT NULL,
    epoch bigint NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    type text NOT NULL,
    client_id uuid,
    ticket_id uuid,
    agent_id uuid,
    offer_id uuid,
    data jsonb NOT NULL
)
PARTITION BY RANGE (at);

ALTER TABLE ONLY routing.decisions FORCE ROW LEVEL SECURITY;

-- Name: decisions_default; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.decisions_default (
    pool text NOT NULL,
    epoch bigint NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    type text NOT NULL,
    client_id uuid,
    ticket_id uuid,
    agent_id uuid,
    offer_id uuid,
    data jsonb NOT NULL
);

-- Name: drafts; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.drafts (
    id uuid NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    rules jsonb NOT NULL,
    before jsonb NOT NULL,
    put_live jsonb,
    live_at timestamp with time zone,
    version bigint NOT NULL,
    CONSTRAINT drafts_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'live'::text, 'rolled-back'::text])))
);

ALTER TABLE ONLY routing.drafts FORCE ROW LEVEL SECURITY;

-- Name: items; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.items (
    ticket_id uuid NOT NULL,
    client_id uuid NOT NULL,
    pool text NOT NULL,
    channel text NOT NULL,
    skills jsonb NOT NULL,
    enqueued_at timestamp with time zone NOT NULL,
    deadline timestamp with time zone NOT NULL,
    offer_seconds integer NOT NULL,
    auto_accept boolean NOT NULL,
    best_skilled boolean DEFAULT false NOT NULL,
    preferred_agent_id uuid,
    preferred_until timestamp with time zone,
    relaxations jsonb DEFAULT '[]'::jsonb NOT NULL,
    head_start_seconds integer DEFAULT 0 NOT NULL,
    opens_at timestamp with time zone,
    queue_id uuid NOT NULL,
    rules_version bigint,
    ring_agents integer DEFAULT 1 NOT NULL,
    claim_version bigint NOT NULL,
    CONSTRAINT items_check CHECK (((preferred_agent_id IS NULL) = (preferred_until IS NULL))),
    CONSTRAINT items_ring_agents_check CHECK (((ring_agents >= 1) AND (ring_agents <= 5)))
);

ALTER TABLE ONLY routing.items FORCE ROW LEVEL SECURITY;

-- Name: pools; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.pools (
    pool text NOT NULL,
    id uuid NOT NULL,
    epoch bigint NOT NULL,
    CONSTRAINT pools_pool_check CHECK ((pool ~ '^[a-z0-9-]{2,30}$'::text))
);

ALTER TABLE ONLY routing.pools FORCE ROW LEVEL SECURITY;

-- Name: queues; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.queues (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL,
    pool text NOT NULL,
    skills jsonb NOT NULL,
    answer_target_seconds integer NOT NULL,
    offer_seconds integer NOT NULL,
    wrap_up_seconds integer NOT NULL,
    reopen_hours integer NOT NULL,
    auto_accept boolean NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    calendar_id uuid,
    best_skilled boolean DEFAULT false NOT NULL,
    last_agent_seconds integer DEFAULT 0 NOT NULL,
    relaxations jsonb DEFAULT '[]'::jsonb NOT NULL,
    head_start_seconds integer DEFAULT 0 NOT NULL,
    ring_agents integer DEFAULT 1 NOT NULL,
    overflow_pool text,
    overflow_after_seconds integer,
    CONSTRAINT queues_answer_target_seconds_check CHECK ((answer_target_seconds > 0)),
    CONSTRAINT queues_check CHECK (((overflow_pool IS NULL) = (overflow_after_seconds IS NULL))),
    CONSTRAINT queues_check1 CHECK ((overflow_pool <> pool)),
    CONSTRAINT queues_head_start_seconds_check CHECK (((head_start_seconds >= 0) AND (head_start_seconds <= 3600))),
    CONSTRAINT queues_last_agent_seconds_check CHECK (((last_agent_seconds >= 0) AND (last_agent_seconds <= 3600))),
    CONSTRAINT queues_offer_seconds_check CHECK (((offer_seconds >= 5) AND (offer_seconds <= 300))),
    CONSTRAINT queues_overflow_after_seconds_check CHECK (((overflow_after_seconds >= 1) AND (overflow_after_seconds <= 86400))),
    CONSTRAINT queues_reopen_hours_check CHECK ((reopen_hours >= 0)),
    CONSTRAINT queues_ring_agents_check CHECK (((ring_agents >= 1) AND (ring_agents <= 5))),
    CONSTRAINT queues_wrap_up_seconds_check CHECK ((wrap_up_seconds >= 0))
);

ALTER TABLE ONLY routing.queues FORCE ROW LEVEL SECURITY;

-- Name: recordings; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.recordings (
    pool text NOT NULL,
    epoch bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    anchor boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    data bytea NOT NULL,
    CONSTRAINT recordings_check CHECK ((last >= first))
)
PARTITION BY RANGE (at);
ALTER TABLE ONLY routing.recordings ALTER COLUMN data SET STORAGE EXTERNAL;

ALTER TABLE ONLY routing.recordings FORCE ROW LEVEL SECURITY;

-- Name: recordings_default; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.recordings_default (
    pool text NOT NULL,
    epoch bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    anchor boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    data bytea NOT NULL,
    CONSTRAINT recordings_check CHECK ((last >= first))
);
ALTER TABLE ONLY routing.recordings_default ALTER COLUMN data SET STORAGE EXTERNAL;

-- Name: shares; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.shares (
    id uuid NOT NULL,
    pool text NOT NULL,
    clients jsonb NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY routing.shares FORCE ROW LEVEL SECURITY;

-- Name: simulation_results; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.simulation_results (
    key text NOT NULL,
    client_ids uuid[] NOT NULL,
    created_by uuid NOT NULL,
    result json NOT NULL
);

ALTER TABLE ONLY routing.simulation_results FORCE ROW LEVEL SECURITY;

-- Name: simulations; Type: TABLE; Schema: routing; Owner: -

CREATE TABLE routing.simulations (
    id uuid NOT NULL,
    client_ids uuid[] NOT NULL,
    name text NOT NULL,
    source json NOT NULL,
    scenario json NOT NULL,
    changes json NOT NULL,
    seed integer NOT NULL,
    state text NOT NULL,
    base_key text NOT NULL,
    changed_key text,
    fraction double precision NOT NULL,
    contacts bigint NOT NULL,
    simulated_until timestamp with time zone,
    attempt integer NOT NULL,
    leased_until timestamp with time zone NOT NULL,
    error text,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    began_at timestamp with time zone,
    ended_at timestamp with time zone,
    version bigint NOT NULL,
    CONSTRAINT simulations_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

ALTER TABLE ONLY routing.simulations FORCE ROW LEVEL SECURITY;

-- Name: dispositions; Type: TABLE; Schema: tickets; Owner: -

CREATE TABLE tickets.dispositions (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    key text NOT NULL,
    label text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY tickets.dispositions FORCE ROW LEVEL SECURITY;

-- Name: mentions; Type: TABLE; Schema: tickets; Owner: -

CREATE TABLE tickets.mentions (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid NOT NULL,
    user_id uuid NOT NULL,
    read_at timestamp with time zone
);

ALTER TABLE ONLY tickets.mentions FORCE ROW LEVEL SECURITY;

-- Name: messages; Type: TABLE; Schema: tickets; Owner: -

CREATE TABLE tickets.messages (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    author_kind text NOT NULL,
    author_id uuid,
    text text NOT NULL,
    code text,
    status text NOT NULL,
    at timestamp with time zone NOT NULL,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT messages_author_kind_check CHECK ((author_kind = ANY (ARRAY['customer'::text, 'agent'::text, 'system'::text]))),
    CONSTRAINT messages_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'reply'::text, 'note'::text, 'event'::text]))),
    CONSTRAINT messages_status_check CHECK ((status = ANY (ARRAY['stored'::text, 'sent'::text, 'delivered'::text, 'failed'::text])))
);

ALTER TABLE ONLY tickets.messages FORCE ROW LEVEL SECURITY;

-- Name: numbers; Type: TABLE; Schema: tickets; Owner: -

CREATE TABLE tickets.numbers (
    client_id uuid NOT NULL,
    last bigint NOT NULL
);

ALTER TABLE ONLY tickets.numbers FORCE ROW LEVEL SECURITY;

-- Name: tags; Type: TABLE; Schema: tickets; Owner: -

CREATE TABLE tickets.tags (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL
);

ALTER TABLE ONLY tickets.tags FORCE ROW LEVEL SECURITY;

-- Name: ticket_tags; Type: TABLE; Schema: tickets; Owner: -

CREATE TABLE tickets.ticket_tags (
    client_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);

ALTER TABLE ONLY tickets.ticket_tags FORCE ROW LEVEL SECURITY;

-- Name: tickets; Type: TABLE; Schema: tickets; Owner: -

CREATE TABLE tickets.tickets (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    number bigint NOT NULL,
    contact_id uuid NOT NULL,
    channel text NOT NULL,
    subject text NOT NULL,
    status text NOT NULL,
    queue_id uuid NOT NULL,
    pool text NOT NULL,
    wrap_up_seconds integer NOT NULL,
    reopen_seconds bigint NOT NULL,
    agent_id uuid,
    priority integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    waiting_since timestamp with time zone,
    assigned_at timestamp with time zone,
    wrap_up_until timestamp with time zone,
    closed_at timestamp with time zone,
    disposition_id uuid,
    abandoned boolean NOT NULL,
    claim_version bigint NOT NULL,
    message_sequence bigint NOT NULL,
    read_sequence bigint NOT NULL,
    version bigint NOT NULL,
    episode integer DEFAULT 1 NOT NULL,
    CONSTRAINT tickets_check CHECK ((((status = ANY (ARRAY['assigned'::text, 'wrap-up'::text])) = (agent_id IS NOT NULL)) OR (status = ANY (ARRAY['pending'::text, 'snoozed'::text, 'closed'::text])))),
    CONSTRAINT tickets_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'assigned'::text, 'pending'::text, 'snoozed'::text, 'wrap-up'::text, 'closed'::text])))
);

ALTER TABLE ONLY tickets.tickets FORCE ROW LEVEL SECURITY;

-- Name: events_default; Type: TABLE ATTACH; Schema: journal; Owner: -

ALTER TABLE ONLY journal.events ATTACH PARTITION journal.events_default DEFAULT;

-- Name: decisions_default; Type: TABLE ATTACH; Schema: routing; Owner: -

ALTER TABLE ONLY routing.decisions ATTACH PARTITION routing.decisions_default DEFAULT;

-- Name: recordings_default; Type: TABLE ATTACH; Schema: routing; Owner: -

ALTER TABLE ONLY routing.recordings ATTACH PARTITION routing.recordings_default DEFAULT;

-- Name: ended_sessions ended_sessions_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.ended_sessions
    ADD CONSTRAINT ended_sessions_pkey PRIMARY KEY (user_id, session);

-- Name: roles roles_name_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.roles
    ADD CONSTRAINT roles_name_key UNIQUE (name);

-- Name: roles roles_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (id);

-- Name: user_claims user_claims_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_claims
    ADD CONSTRAINT user_claims_pkey PRIMARY KEY (id);

-- Name: user_clients user_clients_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_clients
    ADD CONSTRAINT user_clients_pkey PRIMARY KEY (user_id, client_id);

-- Name: user_logins user_logins_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_logins
    ADD CONSTRAINT user_logins_pkey PRIMARY KEY (login_provider, provider_key);

-- Name: user_roles user_roles_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_roles
    ADD CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role_id);

-- Name: user_tokens user_tokens_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_tokens
    ADD CONSTRAINT user_tokens_pkey PRIMARY KEY (user_id, login_provider, name);

-- Name: users users_normalized_email_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.users
    ADD CONSTRAINT users_normalized_email_key UNIQUE (normalized_email);

-- Name: users users_normalized_user_name_key; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.users
    ADD CONSTRAINT users_normalized_user_name_key UNIQUE (normalized_user_name);

-- Name: users users_pkey; Type: CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- Name: agent_skills agent_skills_pkey; Type: CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.agent_skills
    ADD CONSTRAINT agent_skills_pkey PRIMARY KEY (agent_id, skill_id);

-- Name: agents agents_pkey; Type: CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.agents
    ADD CONSTRAINT agents_pkey PRIMARY KEY (id);

-- Name: break_reasons break_reasons_key_key; Type: CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.break_reasons
    ADD CONSTRAINT break_reasons_key_key UNIQUE (key);

-- Name: break_reasons break_reasons_pkey; Type: CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.break_reasons
    ADD CONSTRAINT break_reasons_pkey PRIMARY KEY (id);

-- Name: screens screens_pkey; Type: CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.screens
    ADD CONSTRAINT screens_pkey PRIMARY KEY (user_id, node_id);

-- Name: skills skills_key_key; Type: CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.skills
    ADD CONSTRAINT skills_key_key UNIQUE (key);

-- Name: skills skills_pkey; Type: CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.skills
    ADD CONSTRAINT skills_pkey PRIMARY KEY (id);

-- Name: open_streams open_streams_pkey; Type: CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.open_streams
    ADD CONSTRAINT open_streams_pkey PRIMARY KEY (client_id, session_id, node_id);

-- Name: visitor_sessions visitor_sessions_client_id_id_key; Type: CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.visitor_sessions
    ADD CONSTRAINT visitor_sessions_client_id_id_key UNIQUE (client_id, id);

-- Name: visitor_sessions visitor_sessions_pkey; Type: CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.visitor_sessions
    ADD CONSTRAINT visitor_sessions_pkey PRIMARY KEY (id);

-- Name: visitor_tickets visitor_tickets_pkey; Type: CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.visitor_tickets
    ADD CONSTRAINT visitor_tickets_pkey PRIMARY KEY (client_id, session_id, ticket_id);

-- Name: widgets widgets_client_id_id_key; Type: CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.widgets
    ADD CONSTRAINT widgets_client_id_id_key UNIQUE (client_id, id);

-- Name: widgets widgets_key_key; Type: CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.widgets
    ADD CONSTRAINT widgets_key_key UNIQUE (key);

-- Name: widgets widgets_pkey; Type: CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.widgets
    ADD CONSTRAINT widgets_pkey PRIMARY KEY (id);

-- Name: calendar_versions calendar_versions_pkey; Type: CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.calendar_versions
    ADD CONSTRAINT calendar_versions_pkey PRIMARY KEY (calendar_id, valid_from);

-- Name: calendars calendars_name_key; Type: CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.calendars
    ADD CONSTRAINT calendars_name_key UNIQUE (name);

-- Name: calendars calendars_pkey; Type: CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.calendars
    ADD CONSTRAINT calendars_pkey PRIMARY KEY (id);

-- Name: clients clients_key_key; Type: CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.clients
    ADD CONSTRAINT clients_key_key UNIQUE (key);

-- Name: clients clients_pkey; Type: CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.clients
    ADD CONSTRAINT clients_pkey PRIMARY KEY (id);

-- Name: sites sites_name_key; Type: CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.sites
    ADD CONSTRAINT sites_name_key UNIQUE (name);

-- Name: sites sites_pkey; Type: CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.sites
    ADD CONSTRAINT sites_pkey PRIMARY KEY (id);

-- Name: contacts contacts_client_id_id_key; Type: CONSTRAINT; Schema: contacts; Owner: -

ALTER TABLE ONLY contacts.contacts
    ADD CONSTRAINT contacts_client_id_id_key UNIQUE (client_id, id);

-- Name: contacts contacts_pkey; Type: CONSTRAINT; Schema: contacts; Owner: -

ALTER TABLE ONLY contacts.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (id);

-- Name: identities identities_pkey; Type: CONSTRAINT; Schema: contacts; Owner: -

ALTER TABLE ONLY contacts.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (client_id, channel, address);

-- Name: events events_pkey; Type: CONSTRAINT; Schema: journal; Owner: -

ALTER TABLE ONLY journal.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (instant, id);

-- Name: events_default events_default_pkey; Type: CONSTRAINT; Schema: journal; Owner: -

ALTER TABLE ONLY journal.events_default
    ADD CONSTRAINT events_default_pkey PRIMARY KEY (instant, id);

-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: journal; Owner: -

ALTER TABLE ONLY journal.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id, subscriber);

-- Name: canned_replies canned_replies_client_id_id_key; Type: CONSTRAINT; Schema: knowledge; Owner: -

ALTER TABLE ONLY knowledge.canned_replies
    ADD CONSTRAINT canned_replies_client_id_id_key UNIQUE (client_id, id);

-- Name: canned_replies canned_replies_client_id_shortcut_key; Type: CONSTRAINT; Schema: knowledge; Owner: -

ALTER TABLE ONLY knowledge.canned_replies
    ADD CONSTRAINT canned_replies_client_id_shortcut_key UNIQUE (client_id, shortcut);

-- Name: canned_replies canned_replies_pkey; Type: CONSTRAINT; Schema: knowledge; Owner: -

ALTER TABLE ONLY knowledge.canned_replies
    ADD CONSTRAINT canned_replies_pkey PRIMARY KEY (id);

-- Name: data_protection_keys data_protection_keys_friendly_name_key; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.data_protection_keys
    ADD CONSTRAINT data_protection_keys_friendly_name_key UNIQUE (friendly_name);

-- Name: data_protection_keys data_protection_keys_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.data_protection_keys
    ADD CONSTRAINT data_protection_keys_pkey PRIMARY KEY (id);

-- Name: files files_client_id_id_key; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.files
    ADD CONSTRAINT files_client_id_id_key UNIQUE (client_id, id);

-- Name: files files_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (id);

-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (actor, key);

-- Name: nodes nodes_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.nodes
    ADD CONSTRAINT nodes_pkey PRIMARY KEY (id);

-- Name: partitioned partitioned_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.partitioned
    ADD CONSTRAINT partitioned_pkey PRIMARY KEY (parent);

-- Name: timers timers_pkey; Type: CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.timers
    ADD CONSTRAINT timers_pkey PRIMARY KEY (kind, subject);

-- Name: __EFMigrationsHistory PK___EFMigrationsHistory; Type: CONSTRAINT; Schema: public; Owner: -

ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId");

-- Name: satisfaction satisfaction_client_id_ticket_id_episode_key; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.satisfaction
    ADD CONSTRAINT satisfaction_client_id_ticket_id_episode_key UNIQUE (client_id, ticket_id, episode);

-- Name: satisfaction satisfaction_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.satisfaction
    ADD CONSTRAINT satisfaction_pkey PRIMARY KEY (id);

-- Name: decisions decisions_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (at, pool, epoch, number);

-- Name: decisions_default decisions_default_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.decisions_default
    ADD CONSTRAINT decisions_default_pkey PRIMARY KEY (at, pool, epoch, number);

-- Name: drafts drafts_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (id);

-- Name: items items_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (ticket_id);

-- Name: pools pools_id_key; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.pools
    ADD CONSTRAINT pools_id_key UNIQUE (id);

-- Name: pools pools_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.pools
    ADD CONSTRAINT pools_pkey PRIMARY KEY (pool);

-- Name: queues queues_client_id_id_key; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.queues
    ADD CONSTRAINT queues_client_id_id_key UNIQUE (client_id, id);

-- Name: queues queues_client_id_name_key; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.queues
    ADD CONSTRAINT queues_client_id_name_key UNIQUE (client_id, name);

-- Name: queues queues_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.queues
    ADD CONSTRAINT queues_pkey PRIMARY KEY (id);

-- Name: recordings recordings_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.recordings
    ADD CONSTRAINT recordings_pkey PRIMARY KEY (at, pool, epoch, first, anchor);

-- Name: recordings_default recordings_default_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.recordings_default
    ADD CONSTRAINT recordings_default_pkey PRIMARY KEY (at, pool, epoch, first, anchor);

-- Name: shares shares_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.shares
    ADD CONSTRAINT shares_pkey PRIMARY KEY (id);

-- Name: shares shares_pool_key; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.shares
    ADD CONSTRAINT shares_pool_key UNIQUE (pool);

-- Name: simulation_results simulation_results_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.simulation_results
    ADD CONSTRAINT simulation_results_pkey PRIMARY KEY (key);

-- Name: simulations simulations_pkey; Type: CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.simulations
    ADD CONSTRAINT simulations_pkey PRIMARY KEY (id);

-- Name: dispositions dispositions_client_id_id_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.dispositions
    ADD CONSTRAINT dispositions_client_id_id_key UNIQUE (client_id, id);

-- Name: dispositions dispositions_client_id_key_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.dispositions
    ADD CONSTRAINT dispositions_client_id_key_key UNIQUE (client_id, key);

-- Name: dispositions dispositions_pkey; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.dispositions
    ADD CONSTRAINT dispositions_pkey PRIMARY KEY (id);

-- Name: mentions mentions_client_id_message_id_user_id_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.mentions
    ADD CONSTRAINT mentions_client_id_message_id_user_id_key UNIQUE (client_id, message_id, user_id);

-- Name: mentions mentions_pkey; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.mentions
    ADD CONSTRAINT mentions_pkey PRIMARY KEY (id);

-- Name: messages messages_client_id_ticket_id_sequence_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.messages
    ADD CONSTRAINT messages_client_id_ticket_id_sequence_key UNIQUE (client_id, ticket_id, sequence);

-- Name: messages messages_pkey; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (client_id, id);

-- Name: numbers numbers_pkey; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.numbers
    ADD CONSTRAINT numbers_pkey PRIMARY KEY (client_id);

-- Name: tags tags_client_id_id_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tags
    ADD CONSTRAINT tags_client_id_id_key UNIQUE (client_id, id);

-- Name: tags tags_client_id_name_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tags
    ADD CONSTRAINT tags_client_id_name_key UNIQUE (client_id, name);

-- Name: tags tags_pkey; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (id);

-- Name: ticket_tags ticket_tags_pkey; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.ticket_tags
    ADD CONSTRAINT ticket_tags_pkey PRIMARY KEY (client_id, tag_id, ticket_id);

-- Name: tickets tickets_client_id_id_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_client_id_id_key UNIQUE (client_id, id);

-- Name: tickets tickets_client_id_number_key; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_client_id_number_key UNIQUE (client_id, number);

-- Name: tickets tickets_pkey; Type: CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (id);

-- Name: agents_pool_idx; Type: INDEX; Schema: agents; Owner: -

CREATE INDEX agents_pool_idx ON agents.agents USING btree (pool);

-- Name: screens_node_id_idx; Type: INDEX; Schema: agents; Owner: -

CREATE INDEX screens_node_id_idx ON agents.screens USING btree (node_id);

-- Name: open_streams_node_id_idx; Type: INDEX; Schema: channels; Owner: -

CREATE INDEX open_streams_node_id_idx ON channels.open_streams USING btree (node_id);

-- Name: visitor_sessions_id_idx; Type: INDEX; Schema: channels; Owner: -

CREATE INDEX visitor_sessions_id_idx ON channels.visitor_sessions USING btree (id) WHERE (gone_at IS NULL);

-- Name: visitor_tickets_session_id_idx; Type: INDEX; Schema: channels; Owner: -

CREATE INDEX visitor_tickets_session_id_idx ON channels.visitor_tickets USING btree (session_id);

-- Name: visitor_tickets_ticket_id_idx; Type: INDEX; Schema: channels; Owner: -

CREATE INDEX visitor_tickets_ticket_id_idx ON channels.visitor_tickets USING btree (ticket_id);

-- Name: identities_client_id_contact_id_idx; Type: INDEX; Schema: contacts; Owner: -

CREATE INDEX identities_client_id_contact_id_idx ON contacts.identities USING btree (client_id, contact_id);

-- Name: events_client_id_instant_idx; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_client_id_instant_idx ON ONLY journal.events USING btree (client_id, instant) WHERE (type = ANY (ARRAY['ticketAssigned'::text, 'ticketAbandoned'::text]));

-- Name: events_default_client_id_instant_idx; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_default_client_id_instant_idx ON journal.events_default USING btree (client_id, instant) WHERE (type = ANY (ARRAY['ticketAssigned'::text, 'ticketAbandoned'::text]));

-- Name: events_holder; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_holder ON ONLY journal.events USING btree (((payload ->> 'agentId'::text)), instant) WHERE (type = ANY (ARRAY['ticketAssigned'::text, 'ticketTransferred'::text, 'ticketReturned'::text, 'ticketEnded'::text, 'ticketResumed'::text, 'ticketClosed'::text]));

-- Name: events_default_expr_instant_idx; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_default_expr_instant_idx ON journal.events_default USING btree (((payload ->> 'agentId'::text)), instant) WHERE (type = ANY (ARRAY['ticketAssigned'::text, 'ticketTransferred'::text, 'ticketReturned'::text, 'ticketEnded'::text, 'ticketResumed'::text, 'ticketClosed'::text]));

-- Name: events_giver; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_giver ON ONLY journal.events USING btree (((payload ->> 'fromAgentId'::text)), instant) WHERE (type = 'ticketTransferred'::text);

-- Name: events_default_expr_instant_idx1; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_default_expr_instant_idx1 ON journal.events_default USING btree (((payload ->> 'fromAgentId'::text)), instant) WHERE (type = 'ticketTransferred'::text);

-- Name: events_stream_sequence_idx; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_stream_sequence_idx ON ONLY journal.events USING btree (stream, sequence);

-- Name: events_default_stream_sequence_idx; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX events_default_stream_sequence_idx ON journal.events_default USING btree (stream, sequence);

-- Name: outbox_stream_subscriber_sequence_idx; Type: INDEX; Schema: journal; Owner: -

CREATE UNIQUE INDEX outbox_stream_subscriber_sequence_idx ON journal.outbox USING btree (stream, subscriber, sequence);

-- Name: outbox_turn; Type: INDEX; Schema: journal; Owner: -

CREATE INDEX outbox_turn ON journal.outbox USING btree (ahead DESC, due_at);

-- Name: idempotency_keys_created_at_idx; Type: INDEX; Schema: platform; Owner: -

CREATE INDEX idempotency_keys_created_at_idx ON platform.idempotency_keys USING btree (created_at);

-- Name: timers_due_at_idx; Type: INDEX; Schema: platform; Owner: -

CREATE INDEX timers_due_at_idx ON platform.timers USING btree (due_at);

-- Name: satisfaction_client_id_at_idx; Type: INDEX; Schema: quality; Owner: -

CREATE INDEX satisfaction_client_id_at_idx ON quality.satisfaction USING btree (client_id, at);

-- Name: decisions_offer_id_idx; Type: INDEX; Schema: routing; Owner: -

CREATE INDEX decisions_offer_id_idx ON ONLY routing.decisions USING btree (offer_id);

-- Name: decisions_default_offer_id_idx; Type: INDEX; Schema: routing; Owner: -

CREATE INDEX decisions_default_offer_id_idx ON routing.decisions_default USING btree (offer_id);

-- Name: decisions_ticket_id_at_idx; Type: INDEX; Schema: routing; Owner: -

CREATE INDEX decisions_ticket_id_at_idx ON ONLY routing.decisions USING btree (ticket_id, at);

-- Name: decisions_default_ticket_id_at_idx; Type: INDEX; Schema: routing; Owner: -

CREATE INDEX decisions_default_ticket_id_at_idx ON routing.decisions_default USING btree (ticket_id, at);

-- Name: recordings_pool_epoch_last_idx; Type: INDEX; Schema: routing; Owner: -

CREATE INDEX recordings_pool_epoch_last_idx ON ONLY routing.recordings USING btree (pool, epoch, last);

-- Name: recordings_default_pool_epoch_last_idx; Type: INDEX; Schema: routing; Owner: -

CREATE INDEX recordings_default_pool_epoch_last_idx ON routing.recordings_default USING btree (pool, epoch, last);

-- Name: simulations_created_at_idx; Type: INDEX; Schema: routing; Owner: -

CREATE INDEX simulations_created_at_idx ON routing.simulations USING btree (created_at) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

-- Name: mentions_user_id_id_idx; Type: INDEX; Schema: tickets; Owner: -

CREATE INDEX mentions_user_id_id_idx ON tickets.mentions USING btree (user_id, id);

-- Name: mentions_user_id_idx; Type: INDEX; Schema: tickets; Owner: -

CREATE INDEX mentions_user_id_idx ON tickets.mentions USING btree (user_id) WHERE (read_at IS NULL);

-- Name: ticket_tags_ticket_id_idx; Type: INDEX; Schema: tickets; Owner: -

CREATE INDEX ticket_tags_ticket_id_idx ON tickets.ticket_tags USING btree (ticket_id);

-- Name: tickets_agent_id_status_idx; Type: INDEX; Schema: tickets; Owner: -

CREATE INDEX tickets_agent_id_status_idx ON tickets.tickets USING btree (agent_id, status) WHERE (status = ANY (ARRAY['assigned'::text, 'wrap-up'::text, 'pending'::text]));

-- Name: tickets_client_id_contact_id_idx; Type: INDEX; Schema: tickets; Owner: -

CREATE INDEX tickets_client_id_contact_id_idx ON tickets.tickets USING btree (client_id, contact_id);

-- Name: tickets_client_id_created_at_id_idx; Type: INDEX; Schema: tickets; Owner: -

CREATE INDEX tickets_client_id_created_at_id_idx ON tickets.tickets USING btree (client_id, created_at DESC, id DESC);

-- Name: tickets_pool_waiting_since_idx; Type: INDEX; Schema: tickets; Owner: -

CREATE INDEX tickets_pool_waiting_since_idx ON tickets.tickets USING btree (pool, waiting_since) WHERE (status = 'waiting'::text);

-- Name: events_default_client_id_instant_idx; Type: INDEX ATTACH; Schema: journal; Owner: -

ALTER INDEX journal.events_client_id_instant_idx ATTACH PARTITION journal.events_default_client_id_instant_idx;

-- Name: events_default_expr_instant_idx; Type: INDEX ATTACH; Schema: journal; Owner: -

ALTER INDEX journal.events_holder ATTACH PARTITION journal.events_default_expr_instant_idx;

-- Name: events_default_expr_instant_idx1; Type: INDEX ATTACH; Schema: journal; Owner: -

ALTER INDEX journal.events_giver ATTACH PARTITION journal.events_default_expr_instant_idx1;

-- Name: events_default_pkey; Type: INDEX ATTACH; Schema: journal; Owner: -

ALTER INDEX journal.events_pkey ATTACH PARTITION journal.events_default_pkey;

-- Name: events_default_stream_sequence_idx; Type: INDEX ATTACH; Schema: journal; Owner: -

ALTER INDEX journal.events_stream_sequence_idx ATTACH PARTITION journal.events_default_stream_sequence_idx;

-- Name: decisions_default_offer_id_idx; Type: INDEX ATTACH; Schema: routing; Owner: -

ALTER INDEX routing.decisions_offer_id_idx ATTACH PARTITION routing.decisions_default_offer_id_idx;

-- Name: decisions_default_pkey; Type: INDEX ATTACH; Schema: routing; Owner: -

ALTER INDEX routing.decisions_pkey ATTACH PARTITION routing.decisions_default_pkey;

-- Name: decisions_default_ticket_id_at_idx; Type: INDEX ATTACH; Schema: routing; Owner: -

ALTER INDEX routing.decisions_ticket_id_at_idx ATTACH PARTITION routing.decisions_default_ticket_id_at_idx;

-- Name: recordings_default_pkey; Type: INDEX ATTACH; Schema: routing; Owner: -

ALTER INDEX routing.recordings_pkey ATTACH PARTITION routing.recordings_default_pkey;

-- Name: recordings_default_pool_epoch_last_idx; Type: INDEX ATTACH; Schema: routing; Owner: -

ALTER INDEX routing.recordings_pool_epoch_last_idx ATTACH PARTITION routing.recordings_default_pool_epoch_last_idx;

-- Name: ended_sessions ended_sessions_user_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.ended_sessions
    ADD CONSTRAINT ended_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id) ON DELETE CASCADE;

-- Name: user_claims user_claims_user_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_claims
    ADD CONSTRAINT user_claims_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id) ON DELETE CASCADE;

-- Name: user_clients user_clients_client_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_clients
    ADD CONSTRAINT user_clients_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: user_clients user_clients_user_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_clients
    ADD CONSTRAINT user_clients_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id) ON DELETE CASCADE;

-- Name: user_logins user_logins_user_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_logins
    ADD CONSTRAINT user_logins_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id) ON DELETE CASCADE;

-- Name: user_roles user_roles_role_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_roles
    ADD CONSTRAINT user_roles_role_id_fkey FOREIGN KEY (role_id) REFERENCES access.roles(id);

-- Name: user_roles user_roles_user_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_roles
    ADD CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id) ON DELETE CASCADE;

-- Name: user_tokens user_tokens_user_id_fkey; Type: FK CONSTRAINT; Schema: access; Owner: -

ALTER TABLE ONLY access.user_tokens
    ADD CONSTRAINT user_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id) ON DELETE CASCADE;

-- Name: agent_skills agent_skills_agent_id_fkey; Type: FK CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.agent_skills
    ADD CONSTRAINT agent_skills_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents.agents(id);

-- Name: agent_skills agent_skills_skill_id_fkey; Type: FK CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.agent_skills
    ADD CONSTRAINT agent_skills_skill_id_fkey FOREIGN KEY (skill_id) REFERENCES agents.skills(id);

-- Name: agents agents_id_fkey; Type: FK CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.agents
    ADD CONSTRAINT agents_id_fkey FOREIGN KEY (id) REFERENCES access.users(id);

-- Name: agents agents_pool_fkey; Type: FK CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.agents
    ADD CONSTRAINT agents_pool_fkey FOREIGN KEY (pool) REFERENCES routing.pools(pool);

-- Name: agents agents_site_id_fkey; Type: FK CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.agents
    ADD CONSTRAINT agents_site_id_fkey FOREIGN KEY (site_id) REFERENCES clients.sites(id);

-- Name: screens screens_node_id_fkey; Type: FK CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.screens
    ADD CONSTRAINT screens_node_id_fkey FOREIGN KEY (node_id) REFERENCES platform.nodes(id);

-- Name: screens screens_user_id_fkey; Type: FK CONSTRAINT; Schema: agents; Owner: -

ALTER TABLE ONLY agents.screens
    ADD CONSTRAINT screens_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id);

-- Name: open_streams open_streams_client_id_session_id_fkey; Type: FK CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.open_streams
    ADD CONSTRAINT open_streams_client_id_session_id_fkey FOREIGN KEY (client_id, session_id) REFERENCES channels.visitor_sessions(client_id, id);

-- Name: open_streams open_streams_node_id_fkey; Type: FK CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.open_streams
    ADD CONSTRAINT open_streams_node_id_fkey FOREIGN KEY (node_id) REFERENCES platform.nodes(id);

-- Name: visitor_sessions visitor_sessions_client_id_widget_id_fkey; Type: FK CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.visitor_sessions
    ADD CONSTRAINT visitor_sessions_client_id_widget_id_fkey FOREIGN KEY (client_id, widget_id) REFERENCES channels.widgets(client_id, id);

-- Name: visitor_tickets visitor_tickets_client_id_session_id_fkey; Type: FK CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.visitor_tickets
    ADD CONSTRAINT visitor_tickets_client_id_session_id_fkey FOREIGN KEY (client_id, session_id) REFERENCES channels.visitor_sessions(client_id, id);

-- Name: visitor_tickets visitor_tickets_client_id_ticket_id_fkey; Type: FK CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.visitor_tickets
    ADD CONSTRAINT visitor_tickets_client_id_ticket_id_fkey FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets(client_id, id);

-- Name: widgets widgets_client_id_fkey; Type: FK CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.widgets
    ADD CONSTRAINT widgets_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: widgets widgets_client_id_queue_id_fkey; Type: FK CONSTRAINT; Schema: channels; Owner: -

ALTER TABLE ONLY channels.widgets
    ADD CONSTRAINT widgets_client_id_queue_id_fkey FOREIGN KEY (client_id, queue_id) REFERENCES routing.queues(client_id, id);

-- Name: calendar_versions calendar_versions_calendar_id_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.calendar_versions
    ADD CONSTRAINT calendar_versions_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES clients.calendars(id);

-- Name: sites sites_calendar_id_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: -

ALTER TABLE ONLY clients.sites
    ADD CONSTRAINT sites_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES clients.calendars(id);

-- Name: contacts contacts_client_id_fkey; Type: FK CONSTRAINT; Schema: contacts; Owner: -

ALTER TABLE ONLY contacts.contacts
    ADD CONSTRAINT contacts_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: identities identities_client_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: contacts; Owner: -

ALTER TABLE ONLY contacts.identities
    ADD CONSTRAINT identities_client_id_contact_id_fkey FOREIGN KEY (client_id, contact_id) REFERENCES contacts.contacts(client_id, id) DEFERRABLE INITIALLY DEFERRED;

-- Name: canned_replies canned_replies_client_id_fkey; Type: FK CONSTRAINT; Schema: knowledge; Owner: -

ALTER TABLE ONLY knowledge.canned_replies
    ADD CONSTRAINT canned_replies_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: files files_client_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: -

ALTER TABLE ONLY platform.files
    ADD CONSTRAINT files_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: satisfaction satisfaction_client_id_queue_id_fkey; Type: FK CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.satisfaction
    ADD CONSTRAINT satisfaction_client_id_queue_id_fkey FOREIGN KEY (client_id, queue_id) REFERENCES routing.queues(client_id, id);

-- Name: satisfaction satisfaction_client_id_ticket_id_fkey; Type: FK CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.satisfaction
    ADD CONSTRAINT satisfaction_client_id_ticket_id_fkey FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets(client_id, id);

-- Name: items items_client_id_ticket_id_fkey; Type: FK CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.items
    ADD CONSTRAINT items_client_id_ticket_id_fkey FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets(client_id, id);

-- Name: items items_pool_fkey; Type: FK CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.items
    ADD CONSTRAINT items_pool_fkey FOREIGN KEY (pool) REFERENCES routing.pools(pool);

-- Name: queues queues_calendar_id_fkey; Type: FK CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.queues
    ADD CONSTRAINT queues_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES clients.calendars(id);

-- Name: queues queues_client_id_fkey; Type: FK CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.queues
    ADD CONSTRAINT queues_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: queues queues_overflow_pool_fkey; Type: FK CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.queues
    ADD CONSTRAINT queues_overflow_pool_fkey FOREIGN KEY (overflow_pool) REFERENCES routing.pools(pool);

-- Name: queues queues_pool_fkey; Type: FK CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.queues
    ADD CONSTRAINT queues_pool_fkey FOREIGN KEY (pool) REFERENCES routing.pools(pool);

-- Name: shares shares_pool_fkey; Type: FK CONSTRAINT; Schema: routing; Owner: -

ALTER TABLE ONLY routing.shares
    ADD CONSTRAINT shares_pool_fkey FOREIGN KEY (pool) REFERENCES routing.pools(pool);

-- Name: dispositions dispositions_client_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.dispositions
    ADD CONSTRAINT dispositions_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: mentions mentions_client_id_message_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.mentions
    ADD CONSTRAINT mentions_client_id_message_id_fkey FOREIGN KEY (client_id, message_id) REFERENCES tickets.messages(client_id, id);

-- Name: mentions mentions_client_id_ticket_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.mentions
    ADD CONSTRAINT mentions_client_id_ticket_id_fkey FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets(client_id, id);

-- Name: mentions mentions_user_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.mentions
    ADD CONSTRAINT mentions_user_id_fkey FOREIGN KEY (user_id) REFERENCES access.users(id);

-- Name: messages messages_client_id_ticket_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.messages
    ADD CONSTRAINT messages_client_id_ticket_id_fkey FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets(client_id, id);

-- Name: numbers numbers_client_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.numbers
    ADD CONSTRAINT numbers_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: tags tags_client_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tags
    ADD CONSTRAINT tags_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: ticket_tags ticket_tags_client_id_tag_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.ticket_tags
    ADD CONSTRAINT ticket_tags_client_id_tag_id_fkey FOREIGN KEY (client_id, tag_id) REFERENCES tickets.tags(client_id, id);

-- Name: ticket_tags ticket_tags_client_id_ticket_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.ticket_tags
    ADD CONSTRAINT ticket_tags_client_id_ticket_id_fkey FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets(client_id, id);

-- Name: tickets tickets_client_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_client_id_contact_id_fkey FOREIGN KEY (client_id, contact_id) REFERENCES contacts.contacts(client_id, id);

-- Name: tickets tickets_client_id_disposition_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_client_id_disposition_id_fkey FOREIGN KEY (client_id, disposition_id) REFERENCES tickets.dispositions(client_id, id);

-- Name: tickets tickets_client_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients.clients(id);

-- Name: tickets tickets_client_id_queue_id_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_client_id_queue_id_fkey FOREIGN KEY (client_id, queue_id) REFERENCES routing.queues(client_id, id);

-- Name: tickets tickets_pool_fkey; Type: FK CONSTRAINT; Schema: tickets; Owner: -

ALTER TABLE ONLY tickets.tickets
    ADD CONSTRAINT tickets_pool_fkey FOREIGN KEY (pool) REFERENCES routing.pools(pool);

-- Name: ended_sessions; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.ended_sessions ENABLE ROW LEVEL SECURITY;

-- Name: ended_sessions owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.ended_sessions TO cc_owner USING (true) WITH CHECK (true);

-- Name: roles owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.roles TO cc_owner USING (true) WITH CHECK (true);

-- Name: user_claims owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.user_claims TO cc_owner USING (true) WITH CHECK (true);

-- Name: user_clients owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.user_clients TO cc_owner USING (true) WITH CHECK (true);

-- Name: user_logins owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.user_logins TO cc_owner USING (true) WITH CHECK (true);

-- Name: user_roles owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.user_roles TO cc_owner USING (true) WITH CHECK (true);

-- Name: user_tokens owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.user_tokens TO cc_owner USING (true) WITH CHECK (true);

-- Name: users owner; Type: POLICY; Schema: access; Owner: -

CREATE POLICY owner ON access.users TO cc_owner USING (true) WITH CHECK (true);

-- Name: roles; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.roles ENABLE ROW LEVEL SECURITY;

-- Name: ended_sessions staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.ended_sessions TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND access.himself(user_id)))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: roles staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.roles TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: user_claims staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.user_claims TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (access.himself(user_id) OR access.serves_only_mine(user_id))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: user_clients staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.user_clients TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (client_id = ANY (( SELECT platform.scope() AS scope)::uuid[]))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: user_logins staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.user_logins TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (access.himself(user_id) OR access.serves_only_mine(user_id))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: user_roles staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.user_roles TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (access.himself(user_id) OR access.serves_only_mine(user_id))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: user_tokens staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.user_tokens TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (access.himself(user_id) OR access.serves_only_mine(user_id))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: users staff; Type: POLICY; Schema: access; Owner: -

CREATE POLICY staff ON access.users TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (access.himself(id) OR access.serves_only_mine(id))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: user_claims; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.user_claims ENABLE ROW LEVEL SECURITY;

-- Name: user_clients; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.user_clients ENABLE ROW LEVEL SECURITY;

-- Name: user_logins; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.user_logins ENABLE ROW LEVEL SECURITY;

-- Name: user_roles; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.user_roles ENABLE ROW LEVEL SECURITY;

-- Name: user_tokens; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.user_tokens ENABLE ROW LEVEL SECURITY;

-- Name: users; Type: ROW SECURITY; Schema: access; Owner: -

ALTER TABLE access.users ENABLE ROW LEVEL SECURITY;

-- Name: agent_skills; Type: ROW SECURITY; Schema: agents; Owner: -

ALTER TABLE agents.agent_skills ENABLE ROW LEVEL SECURITY;

-- Name: agents; Type: ROW SECURITY; Schema: agents; Owner: -

ALTER TABLE agents.agents ENABLE ROW LEVEL SECURITY;

-- Name: break_reasons; Type: ROW SECURITY; Schema: agents; Owner: -

ALTER TABLE agents.break_reasons ENABLE ROW LEVEL SECURITY;

-- Name: agent_skills owner; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY owner ON agents.agent_skills TO cc_owner USING (true) WITH CHECK (true);

-- Name: agents owner; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY owner ON agents.agents TO cc_owner USING (true) WITH CHECK (true);

-- Name: break_reasons owner; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY owner ON agents.break_reasons TO cc_owner USING (true) WITH CHECK (true);

-- Name: screens owner; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY owner ON agents.screens TO cc_owner USING (true) WITH CHECK (true);

-- Name: skills owner; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY owner ON agents.skills TO cc_owner USING (true) WITH CHECK (true);

-- Name: screens; Type: ROW SECURITY; Schema: agents; Owner: -

ALTER TABLE agents.screens ENABLE ROW LEVEL SECURITY;

-- Name: skills; Type: ROW SECURITY; Schema: agents; Owner: -

ALTER TABLE agents.skills ENABLE ROW LEVEL SECURITY;

-- Name: agent_skills staff; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY staff ON agents.agent_skills TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (access.himself(agent_id) OR access.serves_mine(agent_id))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: agents staff; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY staff ON agents.agents TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND (access.himself(id) OR access.serves_mine(id))))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: break_reasons staff; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY staff ON agents.break_reasons TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: screens staff; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY staff ON agents.screens TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND access.himself(user_id)))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: skills staff; Type: POLICY; Schema: agents; Owner: -

CREATE POLICY staff ON agents.skills TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: widgets lookup; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY lookup ON channels.widgets FOR SELECT TO cc_jobs USING (true);

-- Name: open_streams; Type: ROW SECURITY; Schema: channels; Owner: -

ALTER TABLE channels.open_streams ENABLE ROW LEVEL SECURITY;

-- Name: open_streams owner; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY owner ON channels.open_streams TO cc_owner USING (true) WITH CHECK (true);

-- Name: visitor_sessions owner; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY owner ON channels.visitor_sessions TO cc_owner USING (true) WITH CHECK (true);

-- Name: visitor_tickets owner; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY owner ON channels.visitor_tickets TO cc_owner USING (true) WITH CHECK (true);

-- Name: widgets owner; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY owner ON channels.widgets TO cc_owner USING (true) WITH CHECK (true);

-- Name: open_streams staff; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY staff ON channels.open_streams TO cc_all USING (true);

-- Name: visitor_sessions staff; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY staff ON channels.visitor_sessions TO cc_all USING (true);

-- Name: visitor_tickets staff; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY staff ON channels.visitor_tickets TO cc_all USING (true);

-- Name: widgets staff; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY staff ON channels.widgets TO cc_all USING (true);

-- Name: visitor_sessions; Type: ROW SECURITY; Schema: channels; Owner: -

ALTER TABLE channels.visitor_sessions ENABLE ROW LEVEL SECURITY;

-- Name: visitor_tickets; Type: ROW SECURITY; Schema: channels; Owner: -

ALTER TABLE channels.visitor_tickets ENABLE ROW LEVEL SECURITY;

-- Name: open_streams web; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY web ON channels.open_streams TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: visitor_sessions web; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY web ON channels.visitor_sessions TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: visitor_tickets web; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY web ON channels.visitor_tickets TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: widgets web; Type: POLICY; Schema: channels; Owner: -

CREATE POLICY web ON channels.widgets TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: widgets; Type: ROW SECURITY; Schema: channels; Owner: -

ALTER TABLE channels.widgets ENABLE ROW LEVEL SECURITY;

-- Name: calendar_versions; Type: ROW SECURITY; Schema: clients; Owner: -

ALTER TABLE clients.calendar_versions ENABLE ROW LEVEL SECURITY;

-- Name: calendars; Type: ROW SECURITY; Schema: clients; Owner: -

ALTER TABLE clients.calendars ENABLE ROW LEVEL SECURITY;

-- Name: clients; Type: ROW SECURITY; Schema: clients; Owner: -

ALTER TABLE clients.clients ENABLE ROW LEVEL SECURITY;

-- Name: calendar_versions owner; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY owner ON clients.calendar_versions TO cc_owner USING (true) WITH CHECK (true);

-- Name: calendars owner; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY owner ON clients.calendars TO cc_owner USING (true) WITH CHECK (true);

-- Name: clients owner; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY owner ON clients.clients TO cc_owner USING (true) WITH CHECK (true);

-- Name: sites owner; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY owner ON clients.sites TO cc_owner USING (true) WITH CHECK (true);

-- Name: sites; Type: ROW SECURITY; Schema: clients; Owner: -

ALTER TABLE clients.sites ENABLE ROW LEVEL SECURITY;

-- Name: calendar_versions staff; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY staff ON clients.calendar_versions TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: calendars staff; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY staff ON clients.calendars TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: clients staff; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY staff ON clients.clients TO cc_all USING (true);

-- Name: sites staff; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY staff ON clients.sites TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: clients web; Type: POLICY; Schema: clients; Owner: -

CREATE POLICY web ON clients.clients TO cc_web USING ((id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: contacts; Type: ROW SECURITY; Schema: contacts; Owner: -

ALTER TABLE contacts.contacts ENABLE ROW LEVEL SECURITY;

-- Name: identities; Type: ROW SECURITY; Schema: contacts; Owner: -

ALTER TABLE contacts.identities ENABLE ROW LEVEL SECURITY;

-- Name: contacts owner; Type: POLICY; Schema: contacts; Owner: -

CREATE POLICY owner ON contacts.contacts TO cc_owner USING (true) WITH CHECK (true);

-- Name: identities owner; Type: POLICY; Schema: contacts; Owner: -

CREATE POLICY owner ON contacts.identities TO cc_owner USING (true) WITH CHECK (true);

-- Name: contacts staff; Type: POLICY; Schema: contacts; Owner: -

CREATE POLICY staff ON contacts.contacts TO cc_all USING (true);

-- Name: identities staff; Type: POLICY; Schema: contacts; Owner: -

CREATE POLICY staff ON contacts.identities TO cc_all USING (true);

-- Name: contacts web; Type: POLICY; Schema: contacts; Owner: -

CREATE POLICY web ON contacts.contacts TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: identities web; Type: POLICY; Schema: contacts; Owner: -

CREATE POLICY web ON contacts.identities TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: events; Type: ROW SECURITY; Schema: journal; Owner: -

ALTER TABLE journal.events ENABLE ROW LEVEL SECURITY;

-- Name: outbox jobs; Type: POLICY; Schema: journal; Owner: -

CREATE POLICY jobs ON journal.outbox TO cc_jobs USING (true);

-- Name: outbox; Type: ROW SECURITY; Schema: journal; Owner: -

ALTER TABLE journal.outbox ENABLE ROW LEVEL SECURITY;

-- Name: events owner; Type: POLICY; Schema: journal; Owner: -

CREATE POLICY owner ON journal.events TO cc_owner USING (true) WITH CHECK (true);

-- Name: outbox owner; Type: POLICY; Schema: journal; Owner: -

CREATE POLICY owner ON journal.outbox TO cc_owner USING (true) WITH CHECK (true);

-- Name: events staff; Type: POLICY; Schema: journal; Owner: -

CREATE POLICY staff ON journal.events TO cc_all USING (true);

-- Name: outbox staff; Type: POLICY; Schema: journal; Owner: -

CREATE POLICY staff ON journal.outbox TO cc_all USING (true);

-- Name: events web; Type: POLICY; Schema: journal; Owner: -

CREATE POLICY web ON journal.events TO cc_web USING (((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])) OR ((client_id IS NULL) AND ( SELECT platform.staff() AS staff))));

-- Name: outbox web; Type: POLICY; Schema: journal; Owner: -

CREATE POLICY web ON journal.outbox TO cc_web USING (((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])) OR ((client_id IS NULL) AND ( SELECT platform.staff() AS staff))));

-- Name: canned_replies; Type: ROW SECURITY; Schema: knowledge; Owner: -

ALTER TABLE knowledge.canned_replies ENABLE ROW LEVEL SECURITY;

-- Name: canned_replies owner; Type: POLICY; Schema: knowledge; Owner: -

CREATE POLICY owner ON knowledge.canned_replies TO cc_owner USING (true) WITH CHECK (true);

-- Name: canned_replies staff; Type: POLICY; Schema: knowledge; Owner: -

CREATE POLICY staff ON knowledge.canned_replies TO cc_all USING (true);

-- Name: canned_replies web; Type: POLICY; Schema: knowledge; Owner: -

CREATE POLICY web ON knowledge.canned_replies TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: idempotency_keys actor; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY actor ON platform.idempotency_keys TO cc_all, cc_web USING ((actor = current_setting('app.actor'::text, true)));

-- Name: files; Type: ROW SECURITY; Schema: platform; Owner: -

ALTER TABLE platform.files ENABLE ROW LEVEL SECURITY;

-- Name: idempotency_keys; Type: ROW SECURITY; Schema: platform; Owner: -

ALTER TABLE platform.idempotency_keys ENABLE ROW LEVEL SECURITY;

-- Name: idempotency_keys jobs; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY jobs ON platform.idempotency_keys TO cc_jobs USING (true);

-- Name: nodes jobs; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY jobs ON platform.nodes TO cc_jobs USING (true);

-- Name: timers jobs; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY jobs ON platform.timers TO cc_jobs USING (true);

-- Name: nodes; Type: ROW SECURITY; Schema: platform; Owner: -

ALTER TABLE platform.nodes ENABLE ROW LEVEL SECURITY;

-- Name: files owner; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY owner ON platform.files TO cc_owner USING (true) WITH CHECK (true);

-- Name: idempotency_keys owner; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY owner ON platform.idempotency_keys TO cc_owner USING (true) WITH CHECK (true);

-- Name: nodes owner; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY owner ON platform.nodes TO cc_owner USING (true) WITH CHECK (true);

-- Name: timers owner; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY owner ON platform.timers TO cc_owner USING (true) WITH CHECK (true);

-- Name: files staff; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY staff ON platform.files TO cc_all USING (true);

-- Name: timers staff; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY staff ON platform.timers TO cc_all USING (true);

-- Name: timers; Type: ROW SECURITY; Schema: platform; Owner: -

ALTER TABLE platform.timers ENABLE ROW LEVEL SECURITY;

-- Name: files web; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY web ON platform.files TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: timers web; Type: POLICY; Schema: platform; Owner: -

CREATE POLICY web ON platform.timers TO cc_web USING (((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])) OR ((client_id IS NULL) AND ( SELECT platform.staff() AS staff))));

-- Name: satisfaction owner; Type: POLICY; Schema: quality; Owner: -

CREATE POLICY owner ON quality.satisfaction TO cc_owner USING (true) WITH CHECK (true);

-- Name: satisfaction; Type: ROW SECURITY; Schema: quality; Owner: -

ALTER TABLE quality.satisfaction ENABLE ROW LEVEL SECURITY;

-- Name: satisfaction staff; Type: POLICY; Schema: quality; Owner: -

CREATE POLICY staff ON quality.satisfaction TO cc_all USING (true);

-- Name: satisfaction web; Type: POLICY; Schema: quality; Owner: -

CREATE POLICY web ON quality.satisfaction TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: decisions; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.decisions ENABLE ROW LEVEL SECURITY;

-- Name: drafts; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.drafts ENABLE ROW LEVEL SECURITY;

-- Name: items; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.items ENABLE ROW LEVEL SECURITY;

-- Name: decisions owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.decisions TO cc_owner USING (true) WITH CHECK (true);

-- Name: drafts owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.drafts TO cc_owner USING (true) WITH CHECK (true);

-- Name: items owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.items TO cc_owner USING (true) WITH CHECK (true);

-- Name: pools owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.pools TO cc_owner USING (true) WITH CHECK (true);

-- Name: queues owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.queues TO cc_owner USING (true) WITH CHECK (true);

-- Name: recordings owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.recordings TO cc_owner USING (true) WITH CHECK (true);

-- Name: shares owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.shares TO cc_owner USING (true) WITH CHECK (true);

-- Name: simulation_results owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.simulation_results TO cc_owner USING (true) WITH CHECK (true);

-- Name: simulations owner; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY owner ON routing.simulations TO cc_owner USING (true) WITH CHECK (true);

-- Name: pools; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.pools ENABLE ROW LEVEL SECURITY;

-- Name: queues; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.queues ENABLE ROW LEVEL SECURITY;

-- Name: recordings; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.recordings ENABLE ROW LEVEL SECURITY;

-- Name: shares; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.shares ENABLE ROW LEVEL SECURITY;

-- Name: simulation_results; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.simulation_results ENABLE ROW LEVEL SECURITY;

-- Name: simulations; Type: ROW SECURITY; Schema: routing; Owner: -

ALTER TABLE routing.simulations ENABLE ROW LEVEL SECURITY;

-- Name: decisions staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.decisions TO cc_all USING (true);

-- Name: drafts staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.drafts TO cc_all, cc_web USING ((( SELECT platform.everybody() AS everybody) OR (( SELECT platform.staff() AS staff) AND false))) WITH CHECK (( SELECT platform.staff() AS staff));

-- Name: items staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.items TO cc_all USING (true);

-- Name: pools staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.pools TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: queues staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.queues TO cc_all USING (true);

-- Name: recordings staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.recordings TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: shares staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.shares TO cc_all, cc_web USING (( SELECT platform.staff() AS staff));

-- Name: simulation_results staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.simulation_results TO cc_all USING (true);

-- Name: simulations staff; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY staff ON routing.simulations TO cc_all USING (true);

-- Name: decisions web; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY web ON routing.decisions TO cc_web USING (((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])) OR ((client_id IS NULL) AND ( SELECT platform.staff() AS staff))));

-- Name: items web; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY web ON routing.items TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: queues web; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY web ON routing.queues TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: simulation_results web; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY web ON routing.simulation_results TO cc_web USING ((starts_with(current_setting('app.actor'::text, true), 'agent:'::text) AND (client_ids <@ COALESCE(( SELECT platform.scope() AS scope), '{}'::uuid[])) AND ((cardinality(client_ids) > 0) OR (current_setting('app.actor'::text, true) = ('agent:'::text || created_by)))));

-- Name: simulations web; Type: POLICY; Schema: routing; Owner: -

CREATE POLICY web ON routing.simulations TO cc_web USING ((starts_with(current_setting('app.actor'::text, true), 'agent:'::text) AND (client_ids <@ COALESCE(( SELECT platform.scope() AS scope), '{}'::uuid[])) AND ((cardinality(client_ids) > 0) OR (current_setting('app.actor'::text, true) = ('agent:'::text || created_by)))));

-- Name: dispositions; Type: ROW SECURITY; Schema: tickets; Owner: -

ALTER TABLE tickets.dispositions ENABLE ROW LEVEL SECURITY;

-- Name: numbers jobs; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY jobs ON tickets.numbers TO cc_jobs USING (true);

-- Name: mentions; Type: ROW SECURITY; Schema: tickets; Owner: -

ALTER TABLE tickets.mentions ENABLE ROW LEVEL SECURITY;

-- Name: messages; Type: ROW SECURITY; Schema: tickets; Owner: -

ALTER TABLE tickets.messages ENABLE ROW LEVEL SECURITY;

-- Name: numbers; Type: ROW SECURITY; Schema: tickets; Owner: -

ALTER TABLE tickets.numbers ENABLE ROW LEVEL SECURITY;

-- Name: dispositions owner; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY owner ON tickets.dispositions TO cc_owner USING (true) WITH CHECK (true);

-- Name: mentions owner; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY owner ON tickets.mentions TO cc_owner USING (true) WITH CHECK (true);

-- Name: messages owner; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY owner ON tickets.messages TO cc_owner USING (true) WITH CHECK (true);

-- Name: numbers owner; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY owner ON tickets.numbers TO cc_owner USING (true) WITH CHECK (true);

-- Name: tags owner; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY owner ON tickets.tags TO cc_owner USING (true) WITH CHECK (true);

-- Name: ticket_tags owner; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY owner ON tickets.ticket_tags TO cc_owner USING (true) WITH CHECK (true);

-- Name: tickets owner; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY owner ON tickets.tickets TO cc_owner USING (true) WITH CHECK (true);

-- Name: dispositions staff; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY staff ON tickets.dispositions TO cc_all USING (true);

-- Name: mentions staff; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY staff ON tickets.mentions TO cc_all USING (true);

-- Name: messages staff; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY staff ON tickets.messages TO cc_all USING (true);

-- Name: numbers staff; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY staff ON tickets.numbers TO cc_all USING (true);

-- Name: tags staff; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY staff ON tickets.tags TO cc_all USING (true);

-- Name: ticket_tags staff; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY staff ON tickets.ticket_tags TO cc_all USING (true);

-- Name: tickets staff; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY staff ON tickets.tickets TO cc_all USING (true);

-- Name: tags; Type: ROW SECURITY; Schema: tickets; Owner: -

ALTER TABLE tickets.tags ENABLE ROW LEVEL SECURITY;

-- Name: ticket_tags; Type: ROW SECURITY; Schema: tickets; Owner: -

ALTER TABLE tickets.ticket_tags ENABLE ROW LEVEL SECURITY;

-- Name: tickets; Type: ROW SECURITY; Schema: tickets; Owner: -

ALTER TABLE tickets.tickets ENABLE ROW LEVEL SECURITY;

-- Name: dispositions web; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY web ON tickets.dispositions TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: mentions web; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY web ON tickets.mentions TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: messages web; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY web ON tickets.messages TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: numbers web; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY web ON tickets.numbers TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: tags web; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY web ON tickets.tags TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: ticket_tags web; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY web ON tickets.ticket_tags TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: tickets web; Type: POLICY; Schema: tickets; Owner: -

CREATE POLICY web ON tickets.tickets TO cc_web USING ((client_id = ANY (( SELECT platform.scope() AS scope)::uuid[])));

-- Name: SCHEMA access; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA access TO cc_web;
GRANT USAGE ON SCHEMA access TO cc_all;

-- Name: SCHEMA agents; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA agents TO cc_web;
GRANT USAGE ON SCHEMA agents TO cc_all;

-- Name: SCHEMA channels; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA channels TO cc_web;
GRANT USAGE ON SCHEMA channels TO cc_all;
GRANT USAGE ON SCHEMA channels TO cc_jobs;

-- Name: SCHEMA clients; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA clients TO cc_web;
GRANT USAGE ON SCHEMA clients TO cc_all;

-- Name: SCHEMA contacts; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA contacts TO cc_web;
GRANT USAGE ON SCHEMA contacts TO cc_all;

-- Name: SCHEMA journal; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA journal TO cc_web;
GRANT USAGE ON SCHEMA journal TO cc_all;
GRANT USAGE ON SCHEMA journal TO cc_jobs;

-- Name: SCHEMA knowledge; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA knowledge TO cc_web;
GRANT USAGE ON SCHEMA knowledge TO cc_all;

-- Name: SCHEMA platform; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA platform TO cc_web;
GRANT USAGE ON SCHEMA platform TO cc_all;
GRANT USAGE ON SCHEMA platform TO cc_jobs;

-- Name: SCHEMA quality; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA quality TO cc_web;
GRANT USAGE ON SCHEMA quality TO cc_all;

-- Name: SCHEMA routing; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA routing TO cc_web;
GRANT USAGE ON SCHEMA routing TO cc_all;

-- Name: SCHEMA tickets; Type: ACL; Schema: -; Owner: -

GRANT USAGE ON SCHEMA tickets TO cc_web;
GRANT USAGE ON SCHEMA tickets TO cc_all;
GRANT USAGE ON SCHEMA tickets TO cc_jobs;

-- Name: FUNCTION names(people uuid[]); Type: ACL; Schema: access; Owner: -

REVOKE ALL ON FUNCTION access.names(people uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION access.names(people uuid[]) TO cc_web;
GRANT ALL ON FUNCTION access.names(people uuid[]) TO cc_all;

-- Name: FUNCTION serves_mine(person uuid); Type: ACL; Schema: access; Owner: -

REVOKE ALL ON FUNCTION access.serves_mine(person uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION access.serves_mine(person uuid) TO cc_web;
GRANT ALL ON FUNCTION access.serves_mine(person uuid) TO cc_all;

-- Name: FUNCTION serves_only_mine(person uuid); Type: ACL; Schema: access; Owner: -

REVOKE ALL ON FUNCTION access.serves_only_mine(person uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION access.serves_only_mine(person uuid) TO cc_web;
GRANT ALL ON FUNCTION access.serves_only_mine(person uuid) TO cc_all;

-- Name: FUNCTION visitor_origins(); Type: ACL; Schema: channels; Owner: -

REVOKE ALL ON FUNCTION channels.visitor_origins() FROM PUBLIC;
GRANT ALL ON FUNCTION channels.visitor_origins() TO cc_jobs;

-- Name: FUNCTION make_partitions(at timestamp with time zone); Type: ACL; Schema: platform; Owner: -

REVOKE ALL ON FUNCTION platform.make_partitions(at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION platform.make_partitions(at timestamp with time zone) TO cc_jobs;

-- Name: FUNCTION stray_rows(); Type: ACL; Schema: platform; Owner: -

REVOKE ALL ON FUNCTION platform.stray_rows() FROM PUBLIC;
GRANT ALL ON FUNCTION platform.stray_rows() TO cc_jobs;

-- Name: TABLE ended_sessions; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.ended_sessions TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.ended_sessions TO cc_all;

-- Name: TABLE roles; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.roles TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.roles TO cc_all;

-- Name: TABLE user_claims; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_claims TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_claims TO cc_all;

-- Name: TABLE user_clients; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_clients TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_clients TO cc_all;

-- Name: TABLE user_logins; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_logins TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_logins TO cc_all;

-- Name: TABLE user_roles; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_roles TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_roles TO cc_all;

-- Name: TABLE user_tokens; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_tokens TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.user_tokens TO cc_all;

-- Name: TABLE users; Type: ACL; Schema: access; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.users TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.users TO cc_all;

-- Name: TABLE agent_skills; Type: ACL; Schema: agents; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.agent_skills TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.agent_skills TO cc_all;

-- Name: TABLE agents; Type: ACL; Schema: agents; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.agents TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.agents TO cc_all;

-- Name: TABLE break_reasons; Type: ACL; Schema: agents; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.break_reasons TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.break_reasons TO cc_all;

-- Name: TABLE screens; Type: ACL; Schema: agents; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.screens TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.screens TO cc_all;

-- Name: TABLE skills; Type: ACL; Schema: agents; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.skills TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agents.skills TO cc_all;

-- Name: TABLE open_streams; Type: ACL; Schema: channels; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.open_streams TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.open_streams TO cc_all;

-- Name: TABLE visitor_sessions; Type: ACL; Schema: channels; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.visitor_sessions TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.visitor_sessions TO cc_all;

-- Name: TABLE visitor_tickets; Type: ACL; Schema: channels; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.visitor_tickets TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.visitor_tickets TO cc_all;

-- Name: TABLE widgets; Type: ACL; Schema: channels; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.widgets TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE channels.widgets TO cc_all;

-- Name: COLUMN widgets.id; Type: ACL; Schema: channels; Owner: -

GRANT SELECT(id) ON TABLE channels.widgets TO cc_jobs;

-- Name: COLUMN widgets.client_id; Type: ACL; Schema: channels; Owner: -

GRANT SELECT(client_id) ON TABLE channels.widgets TO cc_jobs;

-- Name: COLUMN widgets.key; Type: ACL; Schema: channels; Owner: -

GRANT SELECT(key) ON TABLE channels.widgets TO cc_jobs;

-- Name: TABLE calendar_versions; Type: ACL; Schema: clients; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.calendar_versions TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.calendar_versions TO cc_all;

-- Name: TABLE calendars; Type: ACL; Schema: clients; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.calendars TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.calendars TO cc_all;

-- Name: TABLE clients; Type: ACL; Schema: clients; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.clients TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.clients TO cc_all;

-- Name: TABLE sites; Type: ACL; Schema: clients; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.sites TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE clients.sites TO cc_all;

-- Name: TABLE contacts; Type: ACL; Schema: contacts; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE contacts.contacts TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE contacts.contacts TO cc_all;

-- Name: TABLE identities; Type: ACL; Schema: contacts; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE contacts.identities TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE contacts.identities TO cc_all;

-- Name: TABLE events; Type: ACL; Schema: journal; Owner: -

GRANT SELECT,INSERT ON TABLE journal.events TO cc_web;
GRANT SELECT,INSERT ON TABLE journal.events TO cc_all;

-- Name: TABLE outbox; Type: ACL; Schema: journal; Owner: -

GRANT SELECT,INSERT ON TABLE journal.outbox TO cc_web;
GRANT SELECT,INSERT ON TABLE journal.outbox TO cc_all;
GRANT SELECT,DELETE ON TABLE journal.outbox TO cc_jobs;

-- Name: COLUMN outbox.due_at; Type: ACL; Schema: journal; Owner: -

GRANT UPDATE(due_at) ON TABLE journal.outbox TO cc_web;
GRANT UPDATE(due_at) ON TABLE journal.outbox TO cc_all;
GRANT UPDATE(due_at) ON TABLE journal.outbox TO cc_jobs;

-- Name: COLUMN outbox.attempts; Type: ACL; Schema: journal; Owner: -

GRANT UPDATE(attempts) ON TABLE journal.outbox TO cc_web;
GRANT UPDATE(attempts) ON TABLE journal.outbox TO cc_all;
GRANT UPDATE(attempts) ON TABLE journal.outbox TO cc_jobs;

-- Name: COLUMN outbox.parked_at; Type: ACL; Schema: journal; Owner: -

GRANT UPDATE(parked_at) ON TABLE journal.outbox TO cc_web;
GRANT UPDATE(parked_at) ON TABLE journal.outbox TO cc_all;
GRANT UPDATE(parked_at) ON TABLE journal.outbox TO cc_jobs;

-- Name: COLUMN outbox.error; Type: ACL; Schema: journal; Owner: -

GRANT UPDATE(error) ON TABLE journal.outbox TO cc_web;
GRANT UPDATE(error) ON TABLE journal.outbox TO cc_all;
GRANT UPDATE(error) ON TABLE journal.outbox TO cc_jobs;

-- Name: TABLE canned_replies; Type: ACL; Schema: knowledge; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE knowledge.canned_replies TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE knowledge.canned_replies TO cc_all;

-- Name: TABLE data_protection_keys; Type: ACL; Schema: platform; Owner: -

GRANT SELECT,INSERT ON TABLE platform.data_protection_keys TO cc_web;

-- Name: TABLE files; Type: ACL; Schema: platform; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.files TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.files TO cc_all;

-- Name: TABLE idempotency_keys; Type: ACL; Schema: platform; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.idempotency_keys TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.idempotency_keys TO cc_all;
GRANT DELETE ON TABLE platform.idempotency_keys TO cc_jobs;

-- Name: COLUMN idempotency_keys.created_at; Type: ACL; Schema: platform; Owner: -

GRANT SELECT(created_at) ON TABLE platform.idempotency_keys TO cc_jobs;

-- Name: TABLE nodes; Type: ACL; Schema: platform; Owner: -

GRANT SELECT,INSERT,DELETE ON TABLE platform.nodes TO cc_jobs;

-- Name: COLUMN nodes.beat; Type: ACL; Schema: platform; Owner: -

GRANT UPDATE(beat) ON TABLE platform.nodes TO cc_jobs;

-- Name: COLUMN nodes.gone_at; Type: ACL; Schema: platform; Owner: -

GRANT UPDATE(gone_at) ON TABLE platform.nodes TO cc_jobs;

-- Name: TABLE timers; Type: ACL; Schema: platform; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.timers TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.timers TO cc_all;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.timers TO cc_jobs;

-- Name: TABLE "__EFMigrationsHistory"; Type: ACL; Schema: public; Owner: -

GRANT SELECT ON TABLE public."__EFMigrationsHistory" TO cc_web;

-- Name: TABLE satisfaction; Type: ACL; Schema: quality; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quality.satisfaction TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE quality.satisfaction TO cc_all;

-- Name: TABLE decisions; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT ON TABLE routing.decisions TO cc_web;
GRANT SELECT,INSERT ON TABLE routing.decisions TO cc_all;

-- Name: TABLE drafts; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.drafts TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.drafts TO cc_all;

-- Name: TABLE items; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.items TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.items TO cc_all;

-- Name: TABLE pools; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.pools TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.pools TO cc_all;

-- Name: TABLE queues; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.queues TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.queues TO cc_all;

-- Name: TABLE recordings; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT ON TABLE routing.recordings TO cc_web;
GRANT SELECT,INSERT ON TABLE routing.recordings TO cc_all;

-- Name: TABLE shares; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.shares TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.shares TO cc_all;

-- Name: TABLE simulation_results; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.simulation_results TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.simulation_results TO cc_all;

-- Name: TABLE simulations; Type: ACL; Schema: routing; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.simulations TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE routing.simulations TO cc_all;

-- Name: TABLE dispositions; Type: ACL; Schema: tickets; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.dispositions TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.dispositions TO cc_all;

-- Name: TABLE mentions; Type: ACL; Schema: tickets; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.mentions TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.mentions TO cc_all;

-- Name: TABLE messages; Type: ACL; Schema: tickets; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.messages TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.messages TO cc_all;

-- Name: TABLE numbers; Type: ACL; Schema: tickets; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.numbers TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.numbers TO cc_all;
GRANT SELECT,INSERT,UPDATE ON TABLE tickets.numbers TO cc_jobs;

-- Name: TABLE tags; Type: ACL; Schema: tickets; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.tags TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.tags TO cc_all;

-- Name: TABLE ticket_tags; Type: ACL; Schema: tickets; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.ticket_tags TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.ticket_tags TO cc_all;

-- Name: TABLE tickets; Type: ACL; Schema: tickets; Owner: -

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.tickets TO cc_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets.tickets TO cc_all;
