-- All that the pool's index is made of at this moment, so that a replay can begin here; from now on its calls are recorded, if
-- they were not.
-- KEYS  pool    ARGV[5] at most so many items and agents
-- Returns {rebuild | large}, or {ok, epoch, number of the last call, of the last decision, list of {key, its dump}}. The registered
-- lanes and profiles name all keys. Cost O(everything).
--@include pool, records, fit

if not can_route() or pool.phase ~= 'ready' then return { 'rebuild' } end
if redis.call('HLEN', items_key) + redis.call('HLEN', agents_key) > tonumber(ARGV[5]) then return { 'large' } end
redis.call('HSETNX', pool_key, 'calls', '0')

local dumps = {}
local function dump(...)
    for _, key in ipairs({ ... }) do
        local packed = redis.call('DUMP', key)
        if packed then dumps[#dumps + 1] = { key, packed } end
    end
end

dump(pool_key, items_key, agents_key, lanes_key, profiles_key, due_key, gone_key, counts_key, paces_key)
local seen = {}
for _, member in ipairs(redis.call('ZRANGE', due_key, 0, -1)) do
    local held = string.sub(member, 1, 5) == 'hold:' and get_item(string.sub(member, 6)).held
    if held and not seen[held] then
        seen[held] = true
        dump(hold_key(held))
    end
end
local lanes = redis.call('ZRANGE', lanes_key, 0, -1, 'WITHSCORES')
for i = 2, #lanes, 2 do dump(lane_key(lanes[i]), age_key(lanes[i]), live_key(lanes[i]), lane_fits_key(lanes[i])) end
local profiles = redis.call('ZRANGE', profiles_key, 0, -1, 'WITHSCORES')
for i = 1, #profiles, 2 do
    dump(staff_key(profiles[i + 1]))
    for _, channel in ipairs(parse_name(profiles[i]).channels) do
        local number = profiles[i + 1]
        dump(ready_key(number, channel), crew_key(number, channel), reach_key(number, channel), open_key(number, channel),
            profile_fits_key(number, channel))
    end
end
return { 'ok', int(pool.epoch), int(pool.calls or 0), int(pool.sequence), dumps }
