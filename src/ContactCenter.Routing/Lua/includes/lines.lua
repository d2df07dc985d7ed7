-- Where items stand and where agents are found: in and out of lanes, lines of those who wait for one agent alone, ready sets,
-- crews and offers. Whoever leaves a place because of another is named among fresh (items that came to wait) or freed (agents who
-- may have got room); match.lua's settle() finds them work.

local fresh, freed = {}, {}
local ringing = {} -- items offered in this call that may be offered to more agents at once
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

-- The same between clients with shares: a and b have their turn.
local function goes_first(a, b)
    if a.turn and a.turn ~= b.turn then return a.turn < b.turn end
    return earlier(a, b)
end

local function weight_for(agent, item) return agent.weights[item.channel] or item.base_weight end

local function may_be_asked(agent) return agent.ready and not agent.mute and not agent.offer and agent.profile end

local function enter_lane(item)
    if item.queued then return end
    item.queued = true
    redis.call('ZADD', lane_key(item.lane), item.deadline, item.member)
    if redis.call('ZCARD', lane_key(item.lane)) > 1 then return end
    change_pace(item.lane)
    for _, profile in ipairs(redis.call('ZRANGE', lane_fits_key(item.lane), 0, -1)) do
        redis.call('ZADD', open_key(profile, item.channel), item.lane, item.lane)
    end
end

-- Waits for one agent alone: in his own line, where he looks besides the lanes.
local function enter_hold(item, agent)
    if item.held then return end
    item.held = agent.id
    agent.held = (agent.held or 0) + 1
    redis.call('ZADD', hold_key(agent.id), item.deadline, item.member)
end

local function leave_hold(item)
    local agent = get_agent(item.held)
    redis.call('ZREM', hold_key(agent.id), item.member)
    agent.held = agent.held > 1 and agent.held - 1 or nil
    item.held = nil
end

local function end_keep(item)
    local agent = get_agent(item.kept)
    agent.kept_for, agent.kept_weight, item.kept = nil, nil, nil
    freed[#freed + 1] = agent
end

local function leave_lane(item)
    if item.held then leave_hold(item) end
    if not item.queued then return end
    item.queued = nil
    if item.kept then end_keep(item) end
    redis.call('ZREM', lane_key(item.lane), item.member)
    if redis.call('EXISTS', lane_key(item.lane)) == 1 then return end
    for _, profile in ipairs(redis.call('ZRANGE', lane_fits_key(item.lane), 0, -1)) do
        redis.call('ZREM', open_key(profile, item.channel), item.lane)
    end
end

local function enter_ready(agent, channel)
    local key = ready_key(agent.profile, channel)
    agent.placed[channel] = agent.idle
    redis.call('ZADD', key, agent.idle, agent.id)
    if redis.call('ZRANGE', key, 0, 0)[1] ~= agent.id then return end
    for _, lane in ipairs(redis.call('ZRANGE', profile_fits_key(agent.profile, channel), 0, -1)) do
        redis.call('ZADD', live_key(lane), agent.idle, agent.profile)
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

-- Into, within or out of (no score) the crew or the reach of one of his channels; counts says how many are in all of them.
local function stand(agent, where, channel, score)
    local stood, key = agent[where][channel], where == 'crewed' and crew_key or reach_key
    if stood == score then return end
    agent[where][channel] = score
    if score then
        redis.call('ZADD', key(agent.profile, channel), score, agent.id)
    else
        redis.call('ZREM', key(agent.profile, channel), agent.id)
    end
    if not stood or not score then redis.call('HINCRBY', counts_key, where .. ':' .. channel, score and 1 or -1) end
end

-- In the crew of a channel is who is on duty, not kept already, and could have lighter work than that channel's.
local function place_in_crew(agent, channel, lightest)
    local within = agent.ready and not agent.mute and not agent.kept_for and agent.weights[channel] > lightest
    stand(agent, 'crewed', channel, within and agent.load or nil)
end

local function takes(agent, weight)
    return agent.load + weight <= FULL and (not agent.kept_weight or weight >= agent.kept_weight)
end

-- Work that takes a whole agent, a call, interrupts what else he has if he lets it: that weighs nothing until the call ends.
local function may_interrupt(agent, weight) return agent.interruptible and not agent.interrupted and weight == FULL end

local function could_take(agent, weight) return takes(agent, weight) or may_interrupt(agent, weight) end

-- His load from now on has the item. Part says what of him it takes: one of its offers, or the item itself.
local function take_on(agent, item, part)
    part.agent, part.weight, part.beside = agent.id, weight_for(agent, item), agent.interrupted
    if agent.load > 0 and agent.load + part.weight > FULL and may_interrupt(agent, part.weight) then
        agent.interrupted, agent.paused, agent.load = item.id, agent.load, 0
    end
    agent.load = agent.load + part.weight
end

local function put_down(agent, item, weight, beside)
    if agent.interrupted == item.id then
        agent.load = agent.load - weight + agent.paused
        agent.interrupted, agent.paused = nil, nil
    elseif agent.interrupted and beside ~= agent.interrupted then
        agent.paused = agent.paused - weight
    else
        agent.load = agent.load - weight
    end
end

-- In the reach of a channel is who has no room for it and may be interrupted.
local function place_in_reach(agent, channel)
    local weight = agent.weights[channel]
    local within = may_be_asked(agent) and may_interrupt(agent, weight) and not takes(agent, weight)
    stand(agent, 'reached', channel, within and agent.idle or nil)
end

-- Puts the agent into the ready set of each channel that he has room for, and out of the others.
local function place_agent(agent)
    local asked, lightest = may_be_asked(agent), FULL
    for _, channel in ipairs(agent.channels) do lightest = math.min(lightest, agent.weights[channel]) end
    for _, channel in ipairs(agent.channels) do
        if asked and takes(agent, agent.weights[channel]) then
            if agent.placed[channel] ~= agent.idle then enter_ready(agent, channel) end
        elseif agent.placed[channel] then
            leave_ready(agent, channel)
        end
        place_in_crew(agent, channel, lightest)
        place_in_reach(agent, channel)
    end
end

-- What the item is offered to the agent, if it is, and its place among its offers.
local function offer_of(item, agent_id)
    for i, part in ipairs(item.offers or {}) do
        if part.agent == agent_id then return part, i end
    end
end

-- Ends one of the item's offers, the others go on. Accepted: his load stays, the item is about to be leased. When none is left
-- the caller says what becomes of it.
local function end_offer(item, agent, reason, detail)
    local part, i = offer_of(item, agent.id)
    decide('offer-ended', 'offer', part.offer, 'item', item.id, 'agent', agent.id, 'reason', reason,
        'detail', detail or '', 'expired', int(agent.expired))
    agent.offer, agent.offer_item = nil, nil
    freed[#freed + 1] = agent
    table.remove(item.offers, i)
    if #item.offers == 0 then item.offers, item.ends = nil, nil end
    if reason == 'accepted' then
        item.agent, item.weight, item.beside = part.agent, part.weight, part.beside
    else
        put_down(agent, item, part.weight, part.beside)
    end
end

local function withdraw_offers(item, detail)
    while item.offers do end_offer(item, get_agent(item.offers[1].agent), 'withdrawn', detail) end
end

local function release(item, agent_id, weight, beside)
    local agent = get_agent(agent_id)
    put_down(agent, item, weight, beside)
    freed[#freed + 1] = agent
end

-- Takes the item away from lane, offer, claim and owner; the caller says what becomes of it.
local function take_away(item, detail)
    withdraw_offers(item, detail)
    if item.agent then release(item, item.agent, item.weight, item.beside) end
    if item.owner then release(item, item.owner, item.owner_weight, item.owner_beside) end
    leave_lane(item)
    item.agent, item.weight, item.beside, item.lease, item.ends = nil, nil, nil, nil, nil
    item.owner, item.owner_weight, item.owner_beside = nil, nil, nil
end
