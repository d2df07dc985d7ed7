-- What of a pool is guaranteed to clients and what they may take of it at most: the operator's.
CREATE TABLE routing.shares (
    id uuid PRIMARY KEY,
    pool text NOT NULL UNIQUE REFERENCES routing.pools,
    -- [{"clientId": ..., "guaranteedPercent": n or null, "capPercent": n or null}]
    clients jsonb NOT NULL,
    version bigint NOT NULL
);
INSERT INTO routing.shares VALUES ('00000000-0000-8000-8000-736861726573', 'main', '[]', 1);
CALL platform.operator_wall('routing.shares');

-- A queue's bounded priority: its work goes as if it had come so many seconds before, and not earlier.
ALTER TABLE routing.queues ADD head_start_seconds int NOT NULL DEFAULT 0 CHECK (head_start_seconds BETWEEN 0 AND 3600);
-- Frozen when the item began to wait, like its deadline.
ALTER TABLE routing.items ADD head_start_seconds int NOT NULL DEFAULT 0;
