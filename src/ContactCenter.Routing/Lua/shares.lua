-- What of the pool is guaranteed to which clients, and what they may have of it at most. For offers from now on.
-- KEYS  pool    ARGV[5] version  [6] '' or JSON: client -> [guaranteed or false, cap or false], percent
-- Returns ok | stale | rebuild.
--@include pool

if not can_route() then return answer('rebuild') end
local version, known = tonumber(ARGV[5]), tonumber(redis.call('HGET', pool_key, 'shares-version') or '0')
if known > version then return answer('stale') end
redis.call('HSET', pool_key, 'shares-version', ARGV[5], 'shares', ARGV[6])
return answer('ok')
