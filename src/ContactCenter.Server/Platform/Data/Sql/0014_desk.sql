-- Where his clock stands, as his browser said it (an IANA name).
ALTER TABLE contacts.contacts ADD COLUMN time_zone text;
ALTER TABLE channels.visitor_sessions ADD COLUMN time_zone text;

CREATE INDEX ON contacts.identities (client_id, contact_id);

-- A client's own words for its cases. A row each, because the journal names ids and never words.
CREATE TABLE tickets.tags (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    name text NOT NULL,
    UNIQUE (client_id, id),
    UNIQUE (client_id, name)
);
CREATE TABLE tickets.ticket_tags (
    client_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    PRIMARY KEY (client_id, tag_id, ticket_id),
    FOREIGN KEY (client_id, tag_id) REFERENCES tickets.tags (client_id, id),
    FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets (client_id, id)
);
CREATE INDEX ON tickets.ticket_tags (ticket_id);
CALL platform.wall('tickets.tags');
CALL platform.wall('tickets.ticket_tags');
