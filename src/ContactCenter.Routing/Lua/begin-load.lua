-- Starts a rebuild: the index is thrown away, the decisions' stream stays and says which offers ended.
-- KEYS  pool    ARGV[5] the new epoch  [6] version of the shares, 0 if there are none  [7] the shares (shares.lua)
--               [8] whether its calls are recorded, 0 or 1
-- Returns ok | stale | rebuild. The registered lanes and profiles name all keys, so nothing is searched for.
--@include pool, pace, records, fit, shares, lines, match

if strayed then return answer('rebuild') end
local epoch = tonumber(ARGV[5])
if pool.epoch == epoch and pool.phase ~= 'ready' and pool.server == ARGV[3] then return answer('ok') end
if pool.epoch >= epoch then return answer('stale') end

-- What it found belongs to the call: with another index before it, it would withdraw other offers.
ARGV[9] = int(pool.epoch) .. '-' .. (pool.calls or '')
pool.epoch, pool.server, pool.sequence, pool.calls = epoch, ARGV[3], 0, ARGV[8] == '1' or nil
local understood = pool.format == FORMAT
redis.call('DEL', pool_key)
for _, member in ipairs(redis.call('ZRANGE', due_key, 0, -1)) do
    local item = string.sub(member, 1, 5) == 'item:' and get_item(string.sub(member, 6))
    if item and understood then withdraw_offers(item, 'rebuild') end
    local waits = string.sub(member, 1, 5) == 'hold:' and get_item(string.sub(member, 6))
    if waits then redis.call('UNLINK', hold_key(waits.held)) end
end

for _, lane in ipairs(redis.call('ZRANGE', lanes_key, 0, -1, 'WITHSCORES')) do
    redis.call('UNLINK', lane_key(lane), age_key(lane), live_key(lane), lane_fits_key(lane))
end
local profiles = redis.call('ZRANGE', profiles_key, 0, -1, 'WITHSCORES')
for i = 1, #profiles, 2 do drop_profile_keys(profiles[i + 1], parse_name(profiles[i]).channels) end
redis.call('UNLINK', items_key, agents_key, lanes_key, profiles_key, due_key, gone_key, counts_key, paces_key)

redis.call('HSET', pool_key, 'epoch', int(epoch), 'phase', 'agents', 'load-until', int(now + LOAD_PAUSE), 'server', ARGV[3],
    'format', FORMAT, 'shares-version', ARGV[6], 'shares', ARGV[7])
if pool.calls then redis.call('HSET', pool_key, 'calls', '0') end
return answer('ok')
