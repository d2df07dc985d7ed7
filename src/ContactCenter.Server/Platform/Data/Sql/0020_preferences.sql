-- Whom a queue's work prefers: the best skilled, the agent who knew the customer last, and less skill the longer it waits.
ALTER TABLE routing.queues
    ADD best_skilled boolean NOT NULL DEFAULT false,
    ADD last_agent_seconds int NOT NULL DEFAULT 0 CHECK (last_agent_seconds BETWEEN 0 AND 3600),
    -- [{"afterSeconds": n, "skills": [{"skillId": ..., "level": ...}]}]
    ADD relaxations jsonb NOT NULL DEFAULT '[]';

-- Frozen when the item began to wait, like its lane.
ALTER TABLE routing.items
    ADD best_skilled boolean NOT NULL DEFAULT false,
    ADD preferred_agent_id uuid,
    ADD preferred_until timestamptz,
    -- [{"at": ..., "skills": [{"skill": key, "level": n}]}]
    ADD relaxations jsonb NOT NULL DEFAULT '[]',
    ADD CHECK ((preferred_agent_id IS NULL) = (preferred_until IS NULL));
