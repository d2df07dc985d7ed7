-- Of which wait a place is: one of an earlier wait says nothing of where the ticket waits now.
ALTER TABLE routing.items ADD claim_version bigint NOT NULL DEFAULT 0;
UPDATE routing.items i SET claim_version = t.claim_version FROM tickets.tickets t WHERE t.id = i.ticket_id;
ALTER TABLE routing.items ALTER claim_version DROP DEFAULT;
