CREATE SCHEMA knowledge;
GRANT USAGE ON SCHEMA knowledge TO cc_web, cc_all;

CREATE TABLE knowledge.canned_replies (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    shortcut text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    UNIQUE (client_id, id),
    UNIQUE (client_id, shortcut)
);
CALL platform.wall('knowledge.canned_replies');
