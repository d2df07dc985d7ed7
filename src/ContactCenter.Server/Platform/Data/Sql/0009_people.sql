-- A wall between people: staff of some clients see the agents who serve one of them and the users who serve no others.
-- app.staff says how far: 'served' for a person of some clients, 'on' for whoever may see everybody (all clients' staff,
-- sign-in, jobs).
CREATE FUNCTION platform.everybody() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.staff', true), '') = 'on' $$;
CREATE OR REPLACE FUNCTION platform.staff() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.staff', true), '') IN ('on', 'served') $$;

-- These look past the walls on purpose: whom else a person serves must count without being shown.
CREATE FUNCTION access.himself(person uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.actor', true), '') = 'agent:' || person $$;
CREATE FUNCTION access.serves_mine(person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT EXISTS (SELECT FROM access.users u WHERE u.id = person AND u.all_clients)
       OR EXISTS (SELECT FROM access.user_clients c WHERE c.user_id = person AND c.client_id = ANY (platform.scope())) $$;
CREATE FUNCTION access.serves_only_mine(person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT NOT EXISTS (SELECT FROM access.users u WHERE u.id = person AND u.all_clients)
      AND (SELECT coalesce(bool_and(c.client_id = ANY (platform.scope())), false) FROM access.user_clients c WHERE c.user_id = person) $$;

-- What an id that stands in a visible row is called. Whoever may see the row may know who wrote it.
CREATE FUNCTION access.names(people uuid[]) RETURNS TABLE (id uuid, name text, email text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT u.id, u.name, coalesce(u.email, '') FROM access.users u WHERE platform.staff() AND u.id = ANY (people) $$;

REVOKE ALL ON FUNCTION access.serves_mine, access.serves_only_mine, access.names FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.serves_mine, access.serves_only_mine, access.names TO cc_web, cc_all;

-- Staff may write what the policy shows them and add what it will show: a user's clients are written after he is.
CREATE PROCEDURE access.person_wall(walled regclass, seen text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP POLICY staff ON %s', walled);
    EXECUTE format('CREATE POLICY staff ON %s TO cc_web, cc_all USING ((SELECT platform.everybody()) OR ((SELECT platform.staff()) AND (%s)))
        WITH CHECK ((SELECT platform.staff()))', walled, seen);
END $$;
CALL access.person_wall('access.users', 'access.himself(id) OR access.serves_only_mine(id)');
CALL access.person_wall('access.user_claims', 'access.himself(user_id) OR access.serves_only_mine(user_id)');
CALL access.person_wall('access.user_logins', 'access.himself(user_id) OR access.serves_only_mine(user_id)');
CALL access.person_wall('access.user_tokens', 'access.himself(user_id) OR access.serves_only_mine(user_id)');
CALL access.person_wall('access.user_roles', 'access.himself(user_id) OR access.serves_only_mine(user_id)');
CALL access.person_wall('access.user_clients', 'client_id = ANY ((SELECT platform.scope())::uuid[])');
CALL access.person_wall('agents.agents', 'access.himself(id) OR access.serves_mine(id)');
CALL access.person_wall('agents.agent_skills', 'access.himself(agent_id) OR access.serves_mine(agent_id)');

-- Sessions that were signed out of, until no cookie of theirs can be good any more.
CREATE TABLE access.ended_sessions (
    user_id uuid NOT NULL REFERENCES access.users ON DELETE CASCADE,
    session text NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (user_id, session)
);
CALL platform.operator_wall('access.ended_sessions');
CALL access.person_wall('access.ended_sessions', 'access.himself(user_id)');

-- A kept answer names what it made.
ALTER TABLE platform.idempotency_keys ADD COLUMN location text;
