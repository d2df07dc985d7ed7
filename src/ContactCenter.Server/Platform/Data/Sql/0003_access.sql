CREATE SCHEMA access;
GRANT USAGE ON SCHEMA access TO cc_web, cc_all;

CREATE TABLE access.users (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    user_name text,
    normalized_user_name text UNIQUE,
    email text,
    normalized_email text UNIQUE,
    email_confirmed boolean NOT NULL DEFAULT false,
    password_hash text,
    security_stamp text,
    concurrency_stamp text,
    phone_number text,
    phone_number_confirmed boolean NOT NULL DEFAULT false,
    two_factor_enabled boolean NOT NULL DEFAULT false,
    lockout_end timestamptz,
    lockout_enabled boolean NOT NULL DEFAULT false,
    access_failed_count int NOT NULL,
    active boolean NOT NULL,
    all_clients boolean NOT NULL,
    -- Raised with every change of roles or clients: sockets of the older one are ended.
    access_stamp bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE access.user_claims (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL REFERENCES access.users ON DELETE CASCADE, claim_type text, claim_value text);
CREATE TABLE access.user_logins (login_provider text, provider_key text, provider_display_name text, user_id uuid NOT NULL REFERENCES access.users ON DELETE CASCADE, PRIMARY KEY (login_provider, provider_key));
CREATE TABLE access.user_tokens (user_id uuid NOT NULL REFERENCES access.users ON DELETE CASCADE, login_provider text, name text, value text, PRIMARY KEY (user_id, login_provider, name));

CREATE TABLE access.roles (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    permissions text[] NOT NULL,
    built_in boolean NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE access.user_roles (user_id uuid NOT NULL REFERENCES access.users ON DELETE CASCADE, role_id uuid NOT NULL REFERENCES access.roles, PRIMARY KEY (user_id, role_id));
-- Whom a person may work for. Operator's data: it says something about the person, not about the client.
CREATE TABLE access.user_clients (user_id uuid NOT NULL REFERENCES access.users ON DELETE CASCADE, client_id uuid NOT NULL REFERENCES clients.clients, PRIMARY KEY (user_id, client_id));

-- The built-in roles, under ids that the code knows (BuiltInRoles). A later release changes them by a migration of its own.
INSERT INTO access.roles (id, name, permissions, built_in, version) VALUES
    ('01990000-0000-7000-8000-000000000001', 'agent',
     '{agents.read,channels.read,clients.read,queues.read,tickets.read,tickets.work}', true, 0),
    ('01990000-0000-7000-8000-000000000002', 'supervisor',
     '{agents.read,board.read,channels.read,clients.read,queues.read,tickets.assign,tickets.read,tickets.work}', true, 0),
    ('01990000-0000-7000-8000-000000000003', 'admin',
     '{agents.manage,agents.read,board.read,channels.manage,channels.read,clients.manage,clients.read,operations.manage,queues.manage,queues.read,tickets.assign,tickets.read,tickets.work,users.manage}', true, 0),
    ('01990000-0000-7000-8000-000000000004', 'client-viewer',
     '{board.read,clients.read,queues.read,tickets.read}', true, 0);

CALL platform.operator_wall('access.users');
CALL platform.operator_wall('access.user_claims');
CALL platform.operator_wall('access.user_logins');
CALL platform.operator_wall('access.user_tokens');
CALL platform.operator_wall('access.roles');
CALL platform.operator_wall('access.user_roles');
CALL platform.operator_wall('access.user_clients');
