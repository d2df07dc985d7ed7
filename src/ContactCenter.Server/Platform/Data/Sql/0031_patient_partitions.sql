-- It locks one table of several parts after the other, as nobody else does: whoever holds one of them and wants the next would
-- wait for it in a circle. It gives way before PostgreSQL (after a second) lets the other one fail, and comes again.
ALTER FUNCTION platform.make_partitions(timestamptz) SET lock_timeout = '300ms';
