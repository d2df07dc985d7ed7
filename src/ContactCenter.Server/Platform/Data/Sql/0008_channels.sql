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
    contact_id uuid NOT NULL,
    language text,
    topic text,
    ticket_id uuid,
    created_at timestamptz NOT NULL,
    -- When his last stream went away; null while one is open.
    gone_at timestamptz,
    version bigint NOT NULL,
    FOREIGN KEY (client_id, widget_id) REFERENCES channels.widgets (client_id, id),
    FOREIGN KEY (client_id, contact_id) REFERENCES contacts.contacts (client_id, id),
    FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets (client_id, id)
);
CREATE INDEX ON channels.visitor_sessions (ticket_id);
CALL platform.wall('channels.widgets');
CALL platform.wall('channels.visitor_sessions');

-- A widget's key tells whose visitor it is before any scope is known: these columns and no others.
CREATE POLICY lookup ON channels.widgets FOR SELECT TO cc_jobs USING (true);
GRANT SELECT (id, client_id, key) ON channels.widgets TO cc_jobs;
