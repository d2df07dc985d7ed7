-- Rules that are not in force: tried in a what-if, put live, taken back. The operator's, for those who work for all clients.
CREATE TABLE routing.drafts (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'live', 'rolled-back')),
    -- {"queues": [{"queueId": ..., "rules": {...}}], "pools": [{"poolId": ..., "shares": [...]}], "agents": [{"agentId": ..., "equipment": {...}}]}
    rules jsonb NOT NULL,
    -- the same of the same queues, pools and agents: what was in force when it was saved, and what it put in force
    before jsonb NOT NULL,
    put_live jsonb,
    live_at timestamptz,
    version bigint NOT NULL
);
CALL platform.operator_wall('routing.drafts');
CALL access.person_wall('routing.drafts', 'false');
