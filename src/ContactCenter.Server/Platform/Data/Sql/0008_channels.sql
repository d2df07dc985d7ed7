CREATE SCHEMA channels;
GRANT USAGE ON SCHEMA channels TO cc_web, cc_all, cc_jobs;

CREATE TABLE channels.widgets (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    queue_id uuid NOT NULL,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    title text NOT NULL,
    greeting text NOT NULL,
    offline_text text NOT NULL,
    colour text NOT NULL,
    allowed_origins text[] NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, queue_id) REFERENCES routing.queues (client_id, id)
);

-- One visitor in one browser. The token that he holds names this row and nothing else.
CREATE TABLE channels.visitor_sessions (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL,
    widget_id uuid NOT NULL,
    -- What he said of himself; it becomes a contact with his first message.
    name text,
    email text,
    language text,
    topic text,
    created_at timestamptz NOT NULL,
    -- Since when no stream of his is open; null while one is.
    gone_at timestamptz,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, widget_id) REFERENCES channels.widgets (client_id, id)
);
CREATE INDEX ON channels.visitor_sessions (id) WHERE gone_at IS NULL;

-- His tickets, one after the other; the last is the present one.
CREATE TABLE channels.visitor_tickets (
    session_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    client_id uuid NOT NULL,
    -- How many messages his earlier tickets had: his own sequence goes on where they ended.
    before bigint NOT NULL,
    PRIMARY KEY (client_id, session_id, ticket_id),
    FOREIGN KEY (client_id, session_id) REFERENCES channels.visitor_sessions (client_id, id),
    FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets (client_id, id)
);
CREATE INDEX ON channels.visitor_tickets (session_id);
CREATE INDEX ON channels.visitor_tickets (ticket_id);
CALL platform.wall('channels.widgets');
CALL platform.wall('channels.visitor_sessions');
CALL platform.wall('channels.visitor_tickets');

-- A widget's key tells whose visitor it is before any scope is known: these columns and no others.
CREATE POLICY lookup ON channels.widgets FOR SELECT TO cc_jobs USING (true);
GRANT SELECT (id, client_id, key) ON channels.widgets TO cc_jobs;

-- The sites that embed any widget, without saying whose: a browser asks before it sends the token that would tell.
CREATE FUNCTION channels.visitor_origins() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT DISTINCT unnest(allowed_origins) FROM channels.widgets WHERE active $$;
REVOKE ALL ON FUNCTION channels.visitor_origins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION channels.visitor_origins TO cc_jobs;
