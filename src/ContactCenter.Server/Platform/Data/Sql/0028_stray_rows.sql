-- A row of a time for which there is no partition yet (after weeks of standstill, say) falls into the default one, and kept
-- that time's partition from being made for good. It moves there now.
CREATE OR REPLACE FUNCTION platform.make_partitions(at timestamptz) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    t platform.partitioned;
    start timestamptz;
    ends timestamptz;
    child text;
    shape text;
    instant name;
    strays boolean;
    made int := 0;
BEGIN
    FOR t IN SELECT * FROM platform.partitioned ORDER BY parent LOOP
        shape := CASE t.unit WHEN 'month' THEN 'YYYY_MM' ELSE 'YYYY_MM_DD' END;
        start := date_trunc(t.unit, at);
        SELECT a.attname INTO instant FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
            WHERE p.partrelid = t.parent::regclass;
        WHILE start <= at + t.ahead LOOP
            child := t.parent || '_' || to_char(start, shape);
            ends := start + ('1 ' || t.unit)::interval;
            IF to_regclass(child) IS NULL THEN
                EXECUTE format('SELECT EXISTS (SELECT FROM %s_default WHERE %I >= $1 AND %I < $2)', t.parent, instant, instant) INTO strays USING start, ends;
                IF strays THEN
                    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', child, t.parent);
                    EXECUTE format('WITH moved AS (DELETE FROM %s_default WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO %s SELECT * FROM moved',
                        t.parent, instant, instant, child) USING start, ends;
                    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', t.parent, child, start, ends);
                ELSE
                    EXECUTE format('CREATE TABLE %s PARTITION OF %s FOR VALUES FROM (%L) TO (%L)', child, t.parent, start, ends);
                END IF;
                made := made + 1;
            END IF;
            start := ends;
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
