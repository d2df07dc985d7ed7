-- To how many agents a queue's work is offered at once; the first who accepts has it.
ALTER TABLE routing.queues ADD ring_agents int NOT NULL DEFAULT 1 CHECK (ring_agents BETWEEN 1 AND 5);

-- Frozen when the item began to wait, like its lane.
ALTER TABLE routing.items ADD ring_agents int NOT NULL DEFAULT 1 CHECK (ring_agents BETWEEN 1 AND 5);
