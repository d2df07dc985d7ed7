CREATE SCHEMA clients;
GRANT USAGE ON SCHEMA clients TO cc_web, cc_all;

-- A client is its own wall: its id is the client id of everything that is its.
CREATE TABLE clients.clients (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL
);
CALL platform.wall('clients.clients', 'id');
