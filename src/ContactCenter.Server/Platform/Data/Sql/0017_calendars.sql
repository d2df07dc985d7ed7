-- Calendars and sites are the operator's: every client's queues and agents may name them.
CREATE TABLE clients.calendars (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    version bigint NOT NULL
);
-- Hours hold from an instant on until the next ones do, so what was open stays so whatever is decided later.
CREATE TABLE clients.calendar_versions (
    calendar_id uuid NOT NULL REFERENCES clients.calendars,
    valid_from timestamptz NOT NULL,
    time_zone text NOT NULL,
    -- [{"day": "friday", "from": "22:00", "to": "06:00"}]
    windows jsonb NOT NULL,
    -- [{"date": "2026-12-25", "name": "Christmas", "windows": []}]
    special_days jsonb NOT NULL,
    PRIMARY KEY (calendar_id, valid_from)
);
CREATE TABLE clients.sites (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    time_zone text NOT NULL,
    calendar_id uuid REFERENCES clients.calendars,
    active boolean NOT NULL,
    version bigint NOT NULL
);
CALL platform.operator_wall('clients.calendars');
CALL platform.operator_wall('clients.calendar_versions');
CALL platform.operator_wall('clients.sites');

-- From where a client may be served; none named: from everywhere.
ALTER TABLE clients.clients ADD COLUMN sites uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE routing.queues ADD COLUMN calendar_id uuid REFERENCES clients.calendars;
ALTER TABLE agents.agents ADD COLUMN site_id uuid REFERENCES clients.sites;
