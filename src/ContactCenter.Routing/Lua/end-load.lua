-- Ends a rebuild: from now on the index is complete.
-- KEYS  pool    ARGV[5] epoch
-- Returns ok | stale.
--@include pool

if pool.epoch ~= tonumber(ARGV[5]) or pool.server ~= ARGV[3] then return answer('stale') end
redis.call('HSET', pool_key, 'phase', 'ready')
return answer('ok')
