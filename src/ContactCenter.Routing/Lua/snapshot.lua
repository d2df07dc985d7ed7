-- The counters of the live board.
-- KEYS  pool
-- Returns {status, epoch, lanes, agents, load, decisions in the stream}; lanes that hold something, each
-- {name, waiting, offered, owned, earliest deadline or '', oldest enqueued or '', shortest and longest wait in ms of who would
-- come now, '' if not known or if nobody waits}; agents by class in the order below.
-- Cost O(lanes).
--@include pool, pace

if not can_route() then return { 'rebuild', int(pool.epoch) } end

local lanes = {}
local names = redis.call('ZRANGE', lanes_key, 0, -1, 'WITHSCORES')
for i = 1, #names, 2 do
    local lane = names[i + 1]
    local counts = redis.call('HMGET', counts_key, 'offered:' .. lane, 'owned:' .. lane, 'held:' .. lane)
    local waiting = redis.call('ZCARD', lane_key(lane)) + tonumber(counts[3] or '0')
    local offered, owned = tonumber(counts[1] or '0'), tonumber(counts[2] or '0')
    if waiting + offered + owned > 0 then
        local low, high
        if waiting > 0 then low, high = forecast(lane, waiting + 1) end
        lanes[#lanes + 1] = {
            names[i], waiting, offered, owned,
            redis.call('ZRANGE', lane_key(lane), 0, 0, 'WITHSCORES')[2] or '',
            redis.call('ZRANGE', age_key(lane), 0, 0, 'WITHSCORES')[2] or '',
            low and int(low) or '', high and int(high) or '',
        }
    end
end

local agents = redis.call('HMGET', counts_key, 'agents:idle', 'agents:working', 'agents:full', 'agents:not-ready',
    'agents:not-ready-working', 'agents:not-responding')
return {
    'ok', int(pool.epoch), lanes, agents,
    redis.call('HGET', counts_key, 'load') or '0', redis.call('XLEN', decisions_key),
}
