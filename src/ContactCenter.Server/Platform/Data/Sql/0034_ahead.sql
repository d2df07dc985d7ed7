-- Few facts on which the rest depends go before what has waited for longer; see AddSubscriber.
ALTER TABLE journal.outbox ADD COLUMN ahead boolean NOT NULL DEFAULT false;
CREATE INDEX outbox_turn ON journal.outbox (ahead DESC, due_at);
DROP INDEX journal.outbox_due_at_idx;
