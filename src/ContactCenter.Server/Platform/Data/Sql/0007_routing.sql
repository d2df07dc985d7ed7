CREATE SCHEMA routing;
GRANT USAGE ON SCHEMA routing TO cc_web, cc_all;

-- The epoch of each pool's index in Redis; raised by a rebuild, checked by every claim's commit.
CREATE TABLE routing.pools (pool text PRIMARY KEY, id uuid NOT NULL UNIQUE, epoch bigint NOT NULL);
INSERT INTO routing.pools VALUES ('main', '00000000-0000-8000-8000-00006d61696e', 1);
CALL platform.operator_wall('routing.pools');

CREATE TABLE routing.queues (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    name text NOT NULL,
    pool text NOT NULL REFERENCES routing.pools,
    -- [{"skillId": ..., "level": ...}]
    skills jsonb NOT NULL,
    answer_target_seconds int NOT NULL CHECK (answer_target_seconds > 0),
    offer_seconds int NOT NULL CHECK (offer_seconds BETWEEN 5 AND 300),
    wrap_up_seconds int NOT NULL CHECK (wrap_up_seconds >= 0),
    reopen_hours int NOT NULL CHECK (reopen_hours >= 0),
    auto_accept boolean NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    UNIQUE (client_id, id),
    UNIQUE (client_id, name)
);
ALTER TABLE tickets.tickets ADD FOREIGN KEY (client_id, queue_id) REFERENCES routing.queues (client_id, id);

-- What the index must know again after a loss: the lane and the deadline fixed when the item began to wait.
CREATE TABLE routing.items (
    ticket_id uuid PRIMARY KEY,
    client_id uuid NOT NULL,
    pool text NOT NULL REFERENCES routing.pools,
    channel text NOT NULL,
    -- [{"skill": key, "level": n}], frozen at enqueue
    skills jsonb NOT NULL,
    enqueued_at timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    offer_seconds int NOT NULL,
    auto_accept boolean NOT NULL,
    FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets (client_id, id)
);

CREATE TABLE routing.decisions (
    pool text NOT NULL,
    -- the decision's id in the stream: the index's epoch, then a counter
    epoch bigint NOT NULL,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    client_id uuid,
    ticket_id uuid,
    agent_id uuid,
    offer_id uuid,
    data jsonb NOT NULL,
    PRIMARY KEY (at, pool, epoch, number)
) PARTITION BY RANGE (at);
CREATE INDEX ON routing.decisions (ticket_id, at);
CREATE INDEX ON routing.decisions (offer_id);
CREATE TABLE routing.decisions_default PARTITION OF routing.decisions DEFAULT;

INSERT INTO platform.partitioned VALUES ('routing.decisions', 'day', '7 days', '35 days');

CALL platform.wall('routing.queues');
CALL platform.wall('routing.items');
ALTER TABLE routing.decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE routing.decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON routing.decisions TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY web ON routing.decisions TO cc_web
    USING (client_id = ANY ((SELECT platform.scope())::uuid[]) OR (client_id IS NULL AND (SELECT platform.staff())));
CREATE POLICY staff ON routing.decisions TO cc_all USING (true);
GRANT SELECT, INSERT ON routing.decisions TO cc_web, cc_all;
