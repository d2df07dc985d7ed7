-- What a supervisor's board asks of the journal once a second: how the waits of today ended.
CREATE INDEX ON journal.events (client_id, instant) WHERE type IN ('ticketAssigned', 'ticketAbandoned');

-- Supervisors and administrators may put an agent into a state.
UPDATE access.roles SET permissions = (SELECT array_agg(p ORDER BY p COLLATE "C") FROM unnest(permissions || '{agents.state}') p)
WHERE id IN ('01990000-0000-7000-8000-000000000002', '01990000-0000-7000-8000-000000000003');
