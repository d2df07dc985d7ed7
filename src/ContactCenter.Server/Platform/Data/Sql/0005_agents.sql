CREATE SCHEMA agents;
GRANT USAGE ON SCHEMA agents TO cc_web, cc_all;

CREATE TABLE agents.skills (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE agents.break_reasons (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE,
    label text NOT NULL,
    active boolean NOT NULL,
    system boolean NOT NULL,
    version bigint NOT NULL
);
-- An agent is a user who takes work; the id is the user's.
CREATE TABLE agents.agents (
    id uuid PRIMARY KEY REFERENCES access.users,
    state text NOT NULL CHECK (state IN ('offline', 'ready', 'break')),
    reason text,
    since timestamptz NOT NULL,
    -- A break asked for while busy: it begins when the work ends, and no new work comes until then.
    next_state text CHECK (next_state IN ('break')),
    next_reason text,
    idle_since timestamptz NOT NULL,
    -- Since when no connection is known; null while one is there.
    gone_at timestamptz,
    weights jsonb,
    version bigint NOT NULL
);
CREATE TABLE agents.agent_skills (
    agent_id uuid NOT NULL REFERENCES agents.agents,
    skill_id uuid NOT NULL REFERENCES agents.skills,
    level int NOT NULL CHECK (level BETWEEN 1 AND 10),
    PRIMARY KEY (agent_id, skill_id)
);
CALL platform.operator_wall('agents.skills');
CALL platform.operator_wall('agents.break_reasons');
CALL platform.operator_wall('agents.agents');
CALL platform.operator_wall('agents.agent_skills');

-- The product's own reason, for those who let their offers expire.
INSERT INTO agents.break_reasons VALUES ('01900000-0000-7000-8000-000000000001', 'not-responding', 'Not responding', true, true, 1);
