-- Matching. Between two calls no ready agent with room and no waiting item fit each other, unless he declined it.
-- A script changes records, names the items that came to wait (fresh) and the agents who may have got room (freed),
-- and settle() restores that.

local fresh, freed = {}, {}
local offers_made = 0

local function is_declined(item, agent_id)
    for _, decline in ipairs(item.declined) do
        if decline[1] == agent_id then return true end
    end
    return false
end

local function earlier(a, b)
    if a.deadline ~= b.deadline then return a.deadline < b.deadline end
    return a.member < b.member
end

local function weight_for(agent, item) return agent.weights[item.channel] or item.base_weight end

local function may_be_asked(agent) return agent.ready and not agent.mute and not agent.offer and agent.profile end

local function enter_lane(item)
    if item.queued then return end
    item.queued = true
    redis.call('ZADD', lane_key(item.lane), item.deadline, item.member)
    if redis.call('ZCARD', lane_key(item.lane)) > 1 then return end
    for _, profile in ipairs(redis.call('ZRANGE', lane_fits_key(item.lane), 0, -1)) do
        redis.call('ZADD', open_key(profile, item.channel), item.lane, item.lane)
    end
end

local function leave_lane(item)
    if not item.queued then return end
    item.queued = nil
    redis.call('ZREM', lane_key(item.lane), item.member)
    if redis.call('EXISTS', lane_key(item.lane)) == 1 then return end
    for _, profile in ipairs(redis.call('ZRANGE', lane_fits_key(item.lane), 0, -1)) do
        redis.call('ZREM', open_key(profile, item.channel), item.lane)
    end
end

local function enter_ready(agent, channel)
    local key = ready_key(agent.profile, channel)
    agent.placed[channel] = agent.idle
    if redis.call('ZADD', key, agent.idle, agent.id) == 0 or redis.call('ZCARD', key) > 1 then return end
    for _, lane in ipairs(redis.call('ZRANGE', profile_fits_key(agent.profile, channel), 0, -1)) do
        redis.call('ZADD', live_key(lane), agent.profile, agent.profile)
    end
end

local function leave_ready(agent, channel)
    local key = ready_key(agent.profile, channel)
    agent.placed[channel] = nil
    redis.call('ZREM', key, agent.id)
    if redis.call('EXISTS', key) == 1 then return end
    for _, lane in ipairs(redis.call('ZRANGE', profile_fits_key(agent.profile, channel), 0, -1)) do
        redis.call('ZREM', live_key(lane), agent.profile)
    end
end

-- Puts the agent into the ready set of each channel that he has room for, and out of the others.
local function place_agent(agent)
    local asked = may_be_asked(agent)
    for _, channel in ipairs(agent.channels) do
        if asked and agent.load + agent.weights[channel] <= FULL then
            if agent.placed[channel] ~= agent.idle then enter_ready(agent, channel) end
        elseif agent.placed[channel] then
            leave_ready(agent, channel)
        end
    end
end

-- The longest idle among the ready agents who fit, and how many fit. Looks at one agent of each profile, and one
-- more for each who declined.
local function find_agent(item)
    local best, best_idle, candidates = nil, nil, 0
    for _, profile in ipairs(redis.call('ZRANGE', live_key(item.lane), 0, -1)) do
        local key = ready_key(profile, item.channel)
        candidates = candidates + redis.call('ZCARD', key)
        local at = 0
        local head = redis.call('ZRANGE', key, at, at, 'WITHSCORES')
        while head[1] and is_declined(item, head[1]) do
            at = at + 1
            head = redis.call('ZRANGE', key, at, at, 'WITHSCORES')
        end
        local idle = tonumber(head[2])
        if idle and (not best or idle < best_idle or (idle == best_idle and head[1] < best)) then
            best, best_idle = head[1], idle
        end
    end
    return best and get_agent(best), candidates
end

local function lane_head(lane, at)
    local head = redis.call('ZRANGE', lane_key(lane), at, at, 'WITHSCORES')
    return head[1] and { lane = lane, at = at, member = head[1], deadline = tonumber(head[2]) }
end

-- The most urgent item the agent can take, and how many he could. Looks at the head of each open lane, and one more
-- item for each that he declined.
local function find_item(agent)
    local heads, candidates = {}, 0
    for _, channel in ipairs(agent.channels) do
        if agent.load + agent.weights[channel] <= FULL then
            for _, lane in ipairs(redis.call('ZRANGE', open_key(agent.profile, channel), 0, -1)) do
                candidates = candidates + redis.call('ZCARD', lane_key(lane))
                heads[#heads + 1] = lane_head(lane, 0)
            end
        end
    end
    while #heads > 0 do
        local first = 1
        for i = 2, #heads do
            if earlier(heads[i], heads[first]) then first = i end
        end
        local item = get_item(string.sub(heads[first].member, 17))
        if not is_declined(item, agent.id) then return item, candidates end
        local following = lane_head(heads[first].lane, heads[first].at + 1)
        if following then heads[first] = following else table.remove(heads, first) end
    end
    return nil, candidates
end

local function make_offer(item, agent, search, candidates)
    leave_lane(item)
    offers_made = offers_made + 1
    item.state = 'offered'
    item.offer = string.sub(call_id, 1, 32) .. string.format('%04x', offers_made)
    item.agent = agent.id
    item.weight = weight_for(agent, item)
    item.ends = now + item.timeout
    agent.load = agent.load + item.weight
    agent.offer, agent.offer_item = item.offer, item.id
    place_agent(agent)
    decide('offer-made', 'offer', item.offer, 'item', item.id, 'version', int(item.version), 'agent', agent.id,
        'deadline', int(item.ends), 'auto', item.auto and '1' or '0', 'lane', name_of(lanes_key, item.lane),
        'profile', name_of(profiles_key, agent.profile), 'search', search, 'candidates', int(candidates))
end

-- Ends the item's offer. Accepted: his load stays, the item is about to be leased. Otherwise nobody has it now.
local function end_offer(item, reason, detail)
    local agent = get_agent(item.agent)
    decide('offer-ended', 'offer', item.offer, 'item', item.id, 'agent', agent.id, 'reason', reason,
        'detail', detail or '', 'expired', int(agent.expired))
    agent.offer, agent.offer_item = nil, nil
    item.offer, item.ends = nil, nil
    if reason ~= 'accepted' then
        agent.load = agent.load - item.weight
        item.agent, item.weight = nil, nil
    end
    freed[#freed + 1] = agent
end

local function release(agent_id, weight)
    local agent = get_agent(agent_id)
    agent.load = agent.load - weight
    freed[#freed + 1] = agent
    return agent
end

-- Takes the item away from lane, offer, claim and owner; the caller says what becomes of it.
local function take_away(item, detail)
    if item.state == 'offered' then
        end_offer(item, 'withdrawn', detail)
    elseif item.agent then
        release(item.agent, item.weight)
    end
    if item.owner then release(item.owner, item.owner_weight) end
    leave_lane(item)
    item.agent, item.weight, item.lease, item.ends, item.owner, item.owner_weight = nil, nil, nil, nil, nil, nil
end

local function wait(item)
    item.state = 'waiting'
    fresh[#fresh + 1] = item
end

-- Ended: what is left of the item is its tombstone, and what the books still have of it.
local function bury(item, version, detail)
    take_away(item, detail)
    item.version = version
    item.state = 'gone'
    item.ends = now + TOMBSTONE
    item.declined = {}
end

local function offer_or_wait(item)
    local agent, candidates = find_agent(item)
    if agent then make_offer(item, agent, 'item', candidates) else enter_lane(item) end
end

-- Several agents and items at once: the most urgent item that a freed agent could take goes first, to the longest
-- idle of all agents who fit, until no freed agent can take anything; then the fresh items that are left.
local function settle_together(waiting, able)
    for _, item in ipairs(waiting) do enter_lane(item) end
    for _, agent in ipairs(able) do place_agent(agent) end
    repeat
        local urgent
        for _, agent in ipairs(able) do
            local item = may_be_asked(agent) and find_item(agent)
            if item and (not urgent or earlier(item, urgent)) then urgent = item end
        end
        if urgent then offer_or_wait(urgent) end
    until not urgent or urgent.state == 'waiting'
    for _, item in ipairs(waiting) do
        if item.state == 'waiting' then offer_or_wait(item) end
    end
end

local function settle()
    local waiting, able, seen = {}, {}, {}
    for _, item in ipairs(fresh) do
        if item.state == 'waiting' then waiting[#waiting + 1] = item end
    end
    for _, agent in ipairs(freed) do
        if not seen[agent.id] then
            seen[agent.id] = true
            if may_be_asked(agent) then able[#able + 1] = agent else place_agent(agent) end
        end
    end
    fresh, freed = {}, {}
    table.sort(waiting, earlier)
    if #able == 0 then
        for _, item in ipairs(waiting) do offer_or_wait(item) end
    elseif #able == 1 and #waiting == 0 then
        -- No other ready agent fits what waits, or it would not wait: no need to compare.
        local item, candidates = find_item(able[1])
        if item then make_offer(item, able[1], 'agent', candidates) else place_agent(able[1]) end
    else
        settle_together(waiting, able)
    end
end

-- The end of every script that changes something.
local function finish(status, lease, lease_ends)
    settle()
    save_records()
    return answer(status, lease, lease_ends)
end
