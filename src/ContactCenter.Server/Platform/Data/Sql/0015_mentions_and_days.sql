-- A colleague named in a note: what waits for him until he has opened the ticket.
CREATE TABLE tickets.mentions (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES access.users,
    read_at timestamptz,
    UNIQUE (client_id, message_id, user_id),
    FOREIGN KEY (client_id, ticket_id) REFERENCES tickets.tickets (client_id, id),
    FOREIGN KEY (client_id, message_id) REFERENCES tickets.messages (client_id, id)
);
CREATE INDEX ON tickets.mentions (user_id, id);
CREATE INDEX ON tickets.mentions (user_id) WHERE read_at IS NULL;
CALL platform.wall('tickets.mentions');

-- Which tickets an agent has had in a day: few of the facts say it, and only those are in here.
CREATE INDEX events_holder ON journal.events ((payload ->> 'agentId'), instant)
    WHERE type IN ('ticketAssigned', 'ticketTransferred', 'ticketReturned', 'ticketEnded', 'ticketResumed', 'ticketClosed');
CREATE INDEX events_giver ON journal.events ((payload ->> 'fromAgentId'), instant) WHERE type = 'ticketTransferred';
