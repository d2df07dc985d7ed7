-- Why an item waits: what it asks, for whom it waits, and what keeps the agents of its client from it right now. Decides nothing.
-- KEYS  pool    ARGV[5] item
-- Returns false if it does not wait, else {lane's name, held for or '', until or '', opens or '', list of {reason, how many agents,
-- the first 20 of them, of those who are not ready all}}. Cost O(profiles), not agents.
--@include pool, pace, records, fit, shares, lines, match, obstacles

if not can_route() then return false end
local item = get_item(ARGV[5])
if not item or item.state ~= 'waiting' then return false end

local LOOKED_AT = 100 -- of those with room so many are looked at; hardly one is left where something waits
local groups, reasons, fitting = {}, {}, {}
for _, profile in ipairs(redis.call('ZRANGE', lane_fits_key(item.lane), 0, -1)) do fitting[profile] = true end

local function profile_fits(profile) return fitting[profile] end

local function group(reason)
    if not groups[reason] then
        groups[reason] = { reason, 0, {} }
        reasons[#reasons + 1] = reason
    end
    return groups[reason]
end

local function tell(reason, id)
    local found = group(reason)
    found[2] = found[2] + 1
    if #found[3] < NAMED then found[3][#found[3] + 1] = id end
end

-- All of a profile who are at something from first to last, but for those who are told one by one.
local function tell_all(reason, profile, first, last, apart)
    local key, left = staff_key(profile), 0
    for _, id in ipairs(apart) do
        if apart[id] >= first and apart[id] <= last then left = left + 1 end
    end
    local number = redis.call('ZCOUNT', key, first, last) - left
    if number == 0 then return end
    local found, limit = group(reason), reason == 'not-ready' and -1 or NAMED + left
    found[2] = found[2] + number
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', key, first, last, 'LIMIT', 0, limit)) do
        if not apart[id] and (limit < 0 or #found[3] < NAMED) then found[3][#found[3] + 1] = id end
    end
end

-- Whom a profile's staff does not tell of: who declined, who is waited for or kept for it, who has room.
local function tell_apart(profile)
    local ids, apart = {}, {}
    for _, decline in ipairs(item.declined) do ids[#ids + 1] = decline[1] end
    for _, id in ipairs({ item.held or item.kept }) do ids[#ids + 1] = id end
    for _, key in ipairs({ ready_key(profile, item.channel), reach_key(profile, item.channel) }) do
        for _, id in ipairs(redis.call('ZRANGE', key, 0, LOOKED_AT - 1)) do ids[#ids + 1] = id end
    end
    for _, id in ipairs(ids) do
        local agent = not apart[id] and get_agent(id)
        if agent and agent.profile == profile and agent.staffed and agent.staffed >= ASKED then
            apart[#apart + 1], apart[id] = id, agent.staffed
            tell(obstacle(agent, item, profile_fits), id)
        end
    end
    return apart
end

local function tell_profile(profile)
    tell_all('not-responding', profile, SILENT, SILENT, {})
    tell_all('not-ready', profile, AWAY, AWAY, {})
    if not fitting[profile] then return tell_all('does-not-fit', profile, ASKED, FREE, {}) end
    local apart = tell_apart(profile)
    if item.opens then return tell_all('closed', profile, ASKED, FREE, apart) end
    if item.held then return tell_all('held-for-other', profile, ASKED, FREE, apart) end
    tell_all('has-offer', profile, ASKED, ASKED, apart)
    tell_all('kept-for-other', profile, KEPT, KEPT, apart)
    tell_all('no-room', profile, FREE, FREE, apart)
end

local profiles = redis.call('ZRANGE', profiles_key, 0, -1, 'WITHSCORES')
for i = 1, #profiles, 2 do
    local clients = ',' .. string.match(profiles[i], '^[^/]*') .. ','
    if string.find(clients, ',' .. item.client .. ',', 1, true) then tell_profile(profiles[i + 1]) end
end

local told = {}
for _, reason in ipairs(reasons) do told[#told + 1] = groups[reason] end
return { name_of(lanes_key, item.lane), item.held or '', item.held and int(item.prefer[2]) or '',
    item.opens and int(item.opens) or '', told }
