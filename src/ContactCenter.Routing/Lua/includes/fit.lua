-- Which profile fits which lane. Worked out once, when a lane or a profile first appears, and kept as sets of
-- numbers in both directions; Profile.Fits decides the same in C#.
-- A lane's name is client/channel/skill:level,...; a profile's is client,.../channel,.../skill:level,... with parts
-- escaped by the caller, so the separators only ever separate.

local function parse_name(name)
    local clients, channels, skills = string.match(name, '^([^/]*)/([^/]*)/([^/]*)$')
    local parsed = { clients = split(clients, ','), channels = split(channels, ','), skills = {}, levels = {}, has = {} }
    for _, client in ipairs(parsed.clients) do parsed.has['client ' .. client] = true end
    for _, channel in ipairs(parsed.channels) do parsed.has['channel ' .. channel] = true end
    for _, skill in ipairs(split(skills, ',')) do
        local key, level = string.match(skill, '^(.*):(%d+)$')
        parsed.skills[#parsed.skills + 1] = key
        parsed.levels[key] = tonumber(level)
    end
    return parsed
end

local function fits(profile, lane)
    if not profile.has['client ' .. lane.clients[1]] then return false end
    if not profile.has['channel ' .. lane.channels[1]] then return false end
    for _, skill in ipairs(lane.skills) do
        if (profile.levels[skill] or 0) < lane.levels[skill] then return false end
    end
    return true
end

local function name_of(registry_key, number)
    return redis.call('ZRANGEBYSCORE', registry_key, number, number)[1]
end

-- How well a profile does what the lane asks: the sum of its levels in the lane's skills.
local function skill_score(profile, lane)
    local score = 0
    for _, skill in ipairs(lane.skills) do score = score + profile.levels[skill] end
    return score
end

-- Records that a profile and a lane fit, and lists them for each other as far as they hold anything right now.
local function join(profile, lane, channel, score)
    redis.call('ZADD', lane_fits_key(lane), score, profile)
    redis.call('ZADD', profile_fits_key(profile, channel), lane, lane)
    local idle = redis.call('ZRANGE', ready_key(profile, channel), 0, 0, 'WITHSCORES')[2]
    if idle then redis.call('ZADD', live_key(lane), idle, profile) end
    if redis.call('EXISTS', lane_key(lane)) == 1 then redis.call('ZADD', open_key(profile, channel), lane, lane) end
end

-- Number and channel of the lane with that name.
local function lane_of(name)
    local channel = string.match(name, '^[^/]*/([^/]*)/')
    local number = redis.call('ZSCORE', lanes_key, name)
    if number then return number, channel end
    number = int(redis.call('HINCRBY', pool_key, 'lanes', 1))
    local lane = parse_name(name)
    local profiles = redis.call('ZRANGE', profiles_key, 0, -1, 'WITHSCORES')
    for i = 1, #profiles, 2 do
        local profile = parse_name(profiles[i])
        if fits(profile, lane) then join(profiles[i + 1], number, channel, skill_score(profile, lane)) end
    end
    redis.call('ZADD', lanes_key, number, name)
    return number, channel
end

-- Number of the profile with that name, which one more agent has from now on.
local function enter_profile(name)
    local number = redis.call('ZSCORE', profiles_key, name)
    if not number then
        number = int(redis.call('HINCRBY', pool_key, 'profiles', 1))
        local profile = parse_name(name)
        local lanes = redis.call('ZRANGE', lanes_key, 0, -1, 'WITHSCORES')
        for i = 1, #lanes, 2 do
            local lane = parse_name(lanes[i])
            if fits(profile, lane) then join(number, lanes[i + 1], lane.channels[1], skill_score(profile, lane)) end
        end
        redis.call('ZADD', profiles_key, number, name)
    end
    redis.call('HINCRBY', counts_key, 'profile:' .. number, 1)
    return number
end

local function drop_profile_keys(number, channels)
    redis.call('UNLINK', staff_key(number))
    for _, channel in ipairs(channels) do
        redis.call('UNLINK', ready_key(number, channel), crew_key(number, channel), reach_key(number, channel),
            open_key(number, channel), profile_fits_key(number, channel))
    end
end

-- One agent less has the profile; the last one takes it out, so that changes of skills leave nothing behind.
local function leave_profile(number, channels)
    if redis.call('HINCRBY', counts_key, 'profile:' .. number, -1) > 0 then return end
    redis.call('HDEL', counts_key, 'profile:' .. number)
    for _, channel in ipairs(channels) do
        for _, lane in ipairs(redis.call('ZRANGE', profile_fits_key(number, channel), 0, -1)) do
            redis.call('ZREM', lane_fits_key(lane), number)
        end
    end
    drop_profile_keys(number, channels)
    redis.call('ZREMRANGEBYSCORE', profiles_key, number, number)
end
