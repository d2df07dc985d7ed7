-- The processes that serve. Presence hangs on them, in PostgreSQL, so that no loss of Redis touches it.
CREATE TABLE platform.nodes (
    id uuid PRIMARY KEY,
    -- Rises each second while the process runs; the others see when it stands still.
    beat bigint NOT NULL,
    started_at timestamptz NOT NULL,
    -- Since when nobody has seen it move: it is dead, and what hangs on it is being taken away.
    gone_at timestamptz
);
ALTER TABLE platform.nodes ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform.nodes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON platform.nodes TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY jobs ON platform.nodes TO cc_jobs USING (true);
GRANT SELECT, INSERT, UPDATE (beat, gone_at), DELETE ON platform.nodes TO cc_jobs;

-- At which nodes a user, agent or not, has a screen open.
CREATE TABLE agents.screens (
    user_id uuid NOT NULL REFERENCES access.users,
    node_id uuid NOT NULL REFERENCES platform.nodes,
    PRIMARY KEY (user_id, node_id)
);
CREATE INDEX ON agents.screens (node_id);
CALL platform.operator_wall('agents.screens');
CALL access.person_wall('agents.screens', 'access.himself(user_id)');

-- At which nodes a visitor has a stream open.
CREATE TABLE channels.open_streams (
    session_id uuid NOT NULL,
    node_id uuid NOT NULL REFERENCES platform.nodes,
    client_id uuid NOT NULL,
    PRIMARY KEY (client_id, session_id, node_id),
    FOREIGN KEY (client_id, session_id) REFERENCES channels.visitor_sessions (client_id, id)
);
CREATE INDEX ON channels.open_streams (node_id);
CALL platform.wall('channels.open_streams');

-- Who counts as present was at a node of before, which nobody wrote down: it has ended.
INSERT INTO platform.nodes
SELECT '01900000-0000-7000-8000-000000000002', 0, 'epoch'
WHERE EXISTS (SELECT FROM agents.agents WHERE gone_at IS NULL) OR EXISTS (SELECT FROM channels.visitor_sessions WHERE gone_at IS NULL);
INSERT INTO agents.screens SELECT a.id, n.id FROM agents.agents a, platform.nodes n WHERE a.gone_at IS NULL;
INSERT INTO channels.open_streams SELECT s.id, n.id, s.client_id FROM channels.visitor_sessions s, platform.nodes n WHERE s.gone_at IS NULL;
