CREATE SCHEMA contacts;
GRANT USAGE ON SCHEMA contacts TO cc_web, cc_all;

CREATE TABLE contacts.contacts (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    name text,
    email text,
    language text,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    UNIQUE (client_id, id)
);
-- The addresses a contact was seen under. One address of one client is one contact.
CREATE TABLE contacts.identities (
    client_id uuid NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    contact_id uuid NOT NULL,
    PRIMARY KEY (client_id, channel, address),
    -- Checked at commit: an address is claimed before the contact behind it is written.
    FOREIGN KEY (client_id, contact_id) REFERENCES contacts.contacts (client_id, id) DEFERRABLE INITIALLY DEFERRED
);
CALL platform.wall('contacts.contacts');
CALL platform.wall('contacts.identities');
