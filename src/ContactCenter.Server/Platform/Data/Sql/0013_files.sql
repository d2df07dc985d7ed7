-- What people send along with their words. Bytes live beside their row, behind the same wall; a row that is read without
-- its content costs nothing for it.
CREATE TABLE platform.files (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients.clients,
    -- Who sent it, and what holds it since: one thing, for good. What nothing holds within a day is forgotten.
    sender text NOT NULL,
    holder uuid,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    created_at timestamptz NOT NULL,
    content bytea NOT NULL,
    UNIQUE (client_id, id)
);
-- Pictures and archives do not get smaller by trying.
ALTER TABLE platform.files ALTER content SET STORAGE EXTERNAL;
CALL platform.wall('platform.files');

ALTER TABLE tickets.messages ADD COLUMN attachments jsonb NOT NULL DEFAULT '[]';
