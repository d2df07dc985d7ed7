-- Each agent and each queue is in one pool; what waits may overflow to another one.
ALTER TABLE routing.pools ADD CHECK (pool ~ '^[a-z0-9-]{2,30}$');
ALTER TABLE agents.agents
    ADD pool text NOT NULL DEFAULT 'main' REFERENCES routing.pools,
    -- The version at which he came to it: what another pool's index was told of him before that is out of date.
    ADD pool_version bigint NOT NULL DEFAULT 0;
CREATE INDEX ON agents.agents (pool);
ALTER TABLE routing.queues
    ADD overflow_pool text REFERENCES routing.pools,
    ADD overflow_after_seconds int CHECK (overflow_after_seconds BETWEEN 1 AND 86400),
    ADD CHECK ((overflow_pool IS NULL) = (overflow_after_seconds IS NULL)),
    ADD CHECK (overflow_pool <> pool);
ALTER TABLE tickets.tickets ADD FOREIGN KEY (pool) REFERENCES routing.pools;
