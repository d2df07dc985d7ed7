-- When the queue opens, if it was closed when the item began to wait. Frozen then, like its deadline.
ALTER TABLE routing.items ADD opens_at timestamptz;
