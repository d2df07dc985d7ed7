-- It locks one table of several parts after the other, as nobody else does: whoever holds one of them and wants the next would
-- wait for it in a circle. It gives way before PostgreSQL (after a second) lets the other one fail, and comes again.
CREATE OR REPLACE FUNCTION platform.make_partitions(at timestamptz) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '300ms' AS $$
DECLARE
    t platform.partitioned;
    span interval;
    start timestamptz;
    starts timestamptz[];
    child text;
    shape text;
    instant name;
    made int := 0;
BEGIN
    FOR t IN SELECT * FROM platform.partitioned ORDER BY parent LOOP
        shape := CASE t.unit WHEN 'month' THEN 'YYYY_MM' ELSE 'YYYY_MM_DD' END;
        span := ('1 ' || t.unit)::interval;
        SELECT a.attname INTO instant FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
            WHERE p.partrelid = t.parent::regclass;
        -- All first: what is being read cannot be altered.
        EXECUTE format('SELECT array_agg(s ORDER BY s) FROM (SELECT generate_series($1, $2, $3) UNION SELECT date_trunc(%L, %I) FROM %s_default) AS spans (s)',
            t.unit, instant, t.parent) INTO starts USING date_trunc(t.unit, at), at + t.ahead, span;
        FOREACH start IN ARRAY starts LOOP
            child := t.parent || '_' || to_char(start, shape);
            IF to_regclass(child) IS NULL THEN
                -- Who writes waits at the whole: waiting at the default part he would have been sent there already, and be refused
                -- once the row has a part of its own.
                EXECUTE format('LOCK TABLE ONLY %s IN SHARE ROW EXCLUSIVE MODE', t.parent);
                EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', child, t.parent);
                EXECUTE format('WITH moved AS (DELETE FROM %s_default WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO %s SELECT * FROM moved',
                    t.parent, instant, instant, child) USING start, start + span;
                EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', t.parent, child, start, start + span);
                made := made + 1;
            END IF;
        END LOOP;
        FOR child IN
            SELECT i.inhrelid::regclass::text FROM pg_inherits i
            WHERE t.keep IS NOT NULL AND i.inhparent = t.parent::regclass AND i.inhrelid::regclass::text NOT LIKE '%\_default'
              AND i.inhrelid::regclass::text < t.parent || '_' || to_char(at - t.keep, shape)
        LOOP
            EXECUTE format('DROP TABLE %s', child);
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
