-- What planners try out: the traffic of a day and what they would change of it.
CREATE TABLE routing.simulations (
    id uuid PRIMARY KEY,
    -- Whose traffic it is: only those who may see all of them see the run. None: made up, and its maker's own.
    client_ids uuid[] NOT NULL,
    name text NOT NULL,
    -- Where the traffic comes from: {"kind": "recorded", "date": ..., "timeZone": ...} or {"kind": "scenario", "timeZone": ...}
    source json NOT NULL,
    -- json, not jsonb: as it was written, so that what it is called by stays what it was called by.
    scenario json NOT NULL,
    changes json NOT NULL,
    seed int NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    -- The results it shows, by what they were worked out from; without changes there is only the base.
    base_key text NOT NULL,
    changed_key text,
    fraction double precision NOT NULL,
    contacts bigint NOT NULL,
    simulated_until timestamptz,
    -- Which beginning of the run this is, and until when its node is believed to be at it.
    attempt int NOT NULL,
    leased_until timestamptz NOT NULL,
    error text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    began_at timestamptz,
    ended_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX ON routing.simulations (created_at) WHERE state IN ('queued', 'running');

-- Worked out once, shown by every run of the same traffic, rules, seed and program.
CREATE TABLE routing.simulation_results (
    key text PRIMARY KEY,
    client_ids uuid[] NOT NULL,
    created_by uuid NOT NULL,
    result json NOT NULL
);

-- All of its clients, or none and one's own; never a visitor.
CREATE PROCEDURE routing.simulation_wall(walled regclass) LANGUAGE plpgsql AS $$
BEGIN
    CALL platform.operator_wall(walled);
    EXECUTE format('DROP POLICY staff ON %s', walled);
    EXECUTE format('CREATE POLICY web ON %s TO cc_web USING (
        starts_with(current_setting(''app.actor'', true), ''agent:'') AND client_ids <@ coalesce((SELECT platform.scope()), ''{}'')
        AND (cardinality(client_ids) > 0 OR current_setting(''app.actor'', true) = ''agent:'' || created_by))', walled);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_all USING (true)', walled);
END $$;
CALL routing.simulation_wall('routing.simulations');
CALL routing.simulation_wall('routing.simulation_results');

-- Supervisors and administrators may try things out.
UPDATE access.roles SET permissions = (SELECT array_agg(p ORDER BY p COLLATE "C") FROM unnest(permissions || '{simulations.run}') p)
WHERE id IN ('01990000-0000-7000-8000-000000000002', '01990000-0000-7000-8000-000000000003');
