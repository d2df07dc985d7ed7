-- What the scripts of a pool were called with, from which a day is replayed, and once a day the whole index to begin from.
CREATE TABLE routing.recordings (
    pool text NOT NULL,
    epoch bigint NOT NULL,
    -- numbers of the first and the last call in it; of an anchor both are of the last call before it
    first bigint NOT NULL,
    last bigint NOT NULL CHECK (last >= first),
    anchor boolean NOT NULL,
    -- of its first call, or when the anchor was taken
    at timestamptz NOT NULL,
    -- as ReplayArchive packs it
    data bytea NOT NULL,
    PRIMARY KEY (at, pool, epoch, first, anchor)
) PARTITION BY RANGE (at);
ALTER TABLE routing.recordings ALTER data SET STORAGE EXTERNAL;
CREATE INDEX ON routing.recordings (pool, epoch, last);
CREATE TABLE routing.recordings_default PARTITION OF routing.recordings DEFAULT;
INSERT INTO platform.partitioned VALUES ('routing.recordings', 'day', '7 days', '35 days');
CALL platform.operator_wall('routing.recordings');
REVOKE UPDATE, DELETE ON routing.recordings FROM cc_web, cc_all;

-- The queue's version whose rules an item was queued by; those that waited before it was kept have none.
ALTER TABLE routing.items ADD rules_version bigint;
