-- Under which the index counts it.
ALTER TABLE routing.items ADD queue_id uuid;
UPDATE routing.items i SET queue_id = t.queue_id FROM tickets.tickets t WHERE t.id = i.ticket_id;
ALTER TABLE routing.items ALTER queue_id SET NOT NULL;
