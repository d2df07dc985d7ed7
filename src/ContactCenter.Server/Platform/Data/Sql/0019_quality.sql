-- How often a ticket has waited anew: what a customer says of its end is about one of them.
ALTER TABLE tickets.tickets ADD COLUMN episode int NOT NULL DEFAULT 1;

ALTER TABLE channels.widgets ADD COLUMN asks_satisfaction boolean NOT NULL DEFAULT false;

CREATE SCHEMA quality;
GRANT USAGE ON SCHEMA quality TO cc_web, cc_all;

-- One answer an episode; it is given once and stays.
CREATE TABLE quality.satisfaction (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    episode int NOT NULL,
    agent_id uuid,
    queue_id uuid NOT NULL,
    score int NOT NULL CHECK (score BETWEEN 1 AND 5),
    comment text NOT NULL,
    at timestamptz NOT NULL,
    version bigint NOT NULL,
    UNIQUE (client_id, ticket_id, episode),
    FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets (client_id, id),
    FOREIGN KEY (client_id, queue_id) REFERENCES routing.queues (client_id, id)
);
CREATE INDEX ON quality.satisfaction (client_id, at);
CALL platform.wall('quality.satisfaction');
