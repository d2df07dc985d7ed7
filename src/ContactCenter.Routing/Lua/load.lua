-- One batch of a rebuild. Routing begins with the first batch that has waiting items.
-- KEYS  pool    ARGV[5] epoch  [6] agents  [7] owned  [8] waiting (how many), then the agents (7 each),
--               the owned items (10 each and the owner's id) and the waiting items (10 each), as in arrivals.lua
-- Returns ok | stale. Each entry is settled before the next, as if it had come alone.
--@include pool, pace, records, fit, shares, lines, match, arrivals

if pool.epoch ~= tonumber(ARGV[5]) or pool.server ~= ARGV[3] then return answer('stale') end
if pool.phase ~= 'agents' and pool.phase ~= 'waiting' then return answer('stale') end
local agent_count, owned_count, waiting_count = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
if waiting_count > 0 then pool.phase = 'waiting' end
redis.call('HSET', pool_key, 'phase', pool.phase, 'load-until', int(now + LOAD_PAUSE))

local at = 9
for _ = 1, agent_count do
    apply_agent(at)
    settle()
    at = at + AGENT_ARGS
end
for _ = 1, owned_count do
    local item = apply_item(at, 'committed')
    if item then own(item, ARGV[at + ITEM_ARGS]) end
    settle()
    at = at + ITEM_ARGS + 1
end
for _ = 1, waiting_count do
    local item = apply_item(at, 'enqueued')
    if item then wait(item) end
    settle()
    at = at + ITEM_ARGS
end
return finish('ok')
