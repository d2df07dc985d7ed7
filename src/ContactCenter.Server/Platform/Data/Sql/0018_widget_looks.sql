-- What a visitor is asked before his first message, and how the widget looks beside its colour.
ALTER TABLE channels.widgets
    ADD COLUMN pre_chat jsonb NOT NULL DEFAULT '{"name": "optional", "email": "optional", "topic": "off"}',
    ADD COLUMN theme jsonb NOT NULL DEFAULT '{"side": "right", "scheme": "auto", "corners": "round", "launcherText": ""}';
