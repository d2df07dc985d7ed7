CREATE SCHEMA tickets;
GRANT USAGE ON SCHEMA tickets TO cc_web, cc_all;

CREATE TABLE tickets.dispositions (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    key text NOT NULL,
    label text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    UNIQUE (client_id, id),
    UNIQUE (client_id, key)
);

-- Numbers people say on the phone, counted per client.
CREATE TABLE tickets.numbers (client_id uuid PRIMARY KEY REFERENCES clients.clients, last bigint NOT NULL);

CREATE TABLE tickets.tickets (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    number bigint NOT NULL,
    contact_id uuid NOT NULL,
    channel text NOT NULL,
    subject text NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'assigned', 'pending', 'snoozed', 'wrap-up', 'closed')),
    -- What Routing said when the ticket came: where it waits and how long its clocks run.
    queue_id uuid NOT NULL,
    pool text NOT NULL,
    wrap_up_seconds int NOT NULL,
    reopen_seconds bigint NOT NULL,
    agent_id uuid,
    priority int NOT NULL,
    created_at timestamptz NOT NULL,
    waiting_since timestamptz,
    assigned_at timestamptz,
    wrap_up_until timestamptz,
    closed_at timestamptz,
    disposition_id uuid,
    abandoned boolean NOT NULL,
    -- The version that a claim must name: where the ticket last began to wait, got its owner or ended.
    claim_version bigint NOT NULL,
    message_sequence bigint NOT NULL,
    read_sequence bigint NOT NULL,
    version bigint NOT NULL,
    UNIQUE (client_id, id),
    UNIQUE (client_id, number),
    FOREIGN KEY (client_id, contact_id) REFERENCES contacts.contacts (client_id, id),
    FOREIGN KEY (client_id, disposition_id) REFERENCES tickets.dispositions (client_id, id),
    -- An owner exactly in the states that have one.
    CHECK ((status IN ('assigned', 'wrap-up')) = (agent_id IS NOT NULL) OR status IN ('pending', 'snoozed', 'closed'))
);
CREATE INDEX ON tickets.tickets (agent_id, status) WHERE status IN ('assigned', 'wrap-up', 'pending');
CREATE INDEX ON tickets.tickets (pool, waiting_since) WHERE status = 'waiting';
CREATE INDEX ON tickets.tickets (client_id, created_at DESC, id DESC);
CREATE INDEX ON tickets.tickets (client_id, contact_id);

CREATE TABLE tickets.messages (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('customer', 'reply', 'note', 'event')),
    author_kind text NOT NULL CHECK (author_kind IN ('customer', 'agent', 'system')),
    author_id uuid,
    text text NOT NULL,
    code text,
    status text NOT NULL CHECK (status IN ('stored', 'sent', 'delivered', 'failed')),
    at timestamptz NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, ticket_id, sequence),
    FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets (client_id, id)
);
CALL platform.wall('tickets.dispositions');
CALL platform.wall('tickets.numbers');
CALL platform.wall('tickets.tickets');
CALL platform.wall('tickets.messages');
