-- Items and agents as records: read once, changed in memory, written once by save_records, which also derives
-- counters, ages, timers and tombstones from what a record says now and what was counted for it before.
--
-- item   state     waiting | offered | leased | owned | gone
--        version, client, lane (number), channel, member (its entry in the lane), enqueued, deadline, timeout, auto, base_weight
--        declined  list of {agent, until}; until 0: as long as this version lives
--        queued    true while it stands in its lane     held   whom it waits for alone, instead
--        prefer    {agent, until}: goes to him if he can take it, and waits for him while he is on duty
--        queue     under which it is counted for the board     rules   the version of the queue's rules that it came by
--        opens     when its queue opens; while it waits for that it stands in no line
--        best      true: the best skilled is asked, not the longest idle
--        relax     list of {at, lane's name}: what it asks from then on, earliest first     step   how many of them are past
--        kept      the agent who is kept from lighter work for it, since it is overdue
--        guess     {when, low, high}: the wait in ms that its place in line foretold when it came
--        ring      how many agents it is offered to at once, if more than one
--        offers    offered: list of {offer (its id), agent, weight, beside}; the first who accepts has it
--        agent     leased or owned: who, and weight: what his load has for it     lease   leased: the claim's id
--        ends      offered (all of its offers), leased: when it expires; gone: when its tombstone may go
--        till      leased: until when the claim may commit; ends goes on, each time somebody is to ask what became of it
--        beside    the call during which he took it, which therefore does not interrupt it
--        owner     leased away from an owner: who has it until the commit, owner_weight and owner_beside
-- agent  version, ready, profile (number), channels (list), weights (by channel), idle, load
--        offer, offer_item   the one open offer      expired   offers expired in a row
--        interruptible, interrupted, paused   the call that interrupts his other work, and what that weighs
--        mute      not responding until a newer version    placed   channel -> idle-since in the ready set
--        reached   channel -> idle-since among those whom a call may interrupt
--        kept_for  the overdue item he is kept for, and kept_weight    crewed   channel -> load in the crew
--        staffed   what he is at, in the staff of the profile staffed_in

local SILENT, AWAY, ASKED, KEPT, FREE = 1, 2, 3, 4, 5 -- what an agent is at; free or full is told by the ready sets

local items, item_ids = {}, {}
local agents, agent_ids = {}, {}

local function get_item(id)
    if items[id] == nil then
        local packed = redis.call('HGET', items_key, id)
        items[id] = packed and cmsgpack.unpack(packed) or false
        if items[id] then
            items[id].id = id
            item_ids[#item_ids + 1] = id
        end
    end
    return items[id] or nil
end

local function new_item(id)
    items[id] = { id = id, version = 0, declined = {} }
    item_ids[#item_ids + 1] = id
    return items[id]
end

local function get_agent(id)
    if agents[id] == nil then
        local packed = redis.call('HGET', agents_key, id)
        agents[id] = packed and cmsgpack.unpack(packed) or false
        if agents[id] then
            agents[id].id = id
            agent_ids[#agent_ids + 1] = id
        end
    end
    return agents[id] or nil
end

-- An agent of whom only work is known, until his setting comes: he gets no offers.
local function get_or_add_agent(id)
    local agent = get_agent(id)
    if not agent then
        agent = { id = id, version = 0, ready = false, channels = {}, weights = {}, idle = 0, load = 0, expired = 0, placed = {}, crewed = {}, reached = {} }
        agents[id] = agent
        agent_ids[#agent_ids + 1] = id
    end
    return agent
end

local function recount(record, field, counter)
    if record[field] == counter then return end
    if record[field] then redis.call('HINCRBY', counts_key, record[field], -1) end
    if counter then redis.call('HINCRBY', counts_key, counter, 1) end
    record[field] = counter
end

local function retime(key, record, field, member, instant)
    if record[field] == instant then return end
    if instant then
        redis.call('ZADD', key, instant, member)
    else
        redis.call('ZREM', key, member)
    end
    record[field] = instant
end

-- The board counts an item in one place; a transfer that is not committed yet leaves it in service.
local function place_of(item)
    if item.state == 'owned' or item.owner then return 'owned' end
    if item.state == 'offered' or item.state == 'leased' then return 'offered' end
    return item.state
end

-- What an item takes of the pool, on its client's account: of each agent whom it is offered to.
local function keep_units(item)
    local units = item.agent and item.weight or nil
    for _, part in ipairs(item.offers or {}) do units = (units or 0) + part.weight end
    if item.units == units and item.units_of == item.client then return end
    if item.units then redis.call('HINCRBY', counts_key, 'units:' .. item.units_of, -item.units) end
    if units then redis.call('HINCRBY', counts_key, 'units:' .. item.client, units) end
    item.units, item.units_of = units, item.client
end

local function keep_item_books(item)
    local place = place_of(item)
    keep_units(item)
    if item.queued and not item.guess then
        local low, high = forecast(item.lane, redis.call('ZRANK', lane_key(item.lane), item.member) + 1)
        if low then item.guess = { now, low, high } end
    end
    recount(item, 'counted', (place == 'owned' or place == 'offered') and (place .. ':' .. item.lane) or nil)

    recount(item, 'counted_queue', item.queue and place ~= 'gone' and 'queue:' .. item.queue .. ':' .. place or nil)
    local closed = place == 'waiting' and item.opens
    local aged = (place == 'offered' or place == 'waiting' and not closed) and item.lane or nil
    if item.aged ~= aged or (aged and item.aged_at ~= item.enqueued) then
        if item.aged then redis.call('ZREM', age_key(item.aged), item.id) end
        if item.aged and not aged then
            count_departure(item.aged)
            if item.guess and place == 'owned' then learn_from(item.aged, item.guess) end
            item.guess = nil
        end
        if aged then redis.call('ZADD', age_key(aged), item.enqueued, item.id) end
        item.aged, item.aged_at = aged, aged and item.enqueued or nil
    end

    local timed = item.state == 'offered' or item.state == 'leased'
    retime(due_key, item, 'timer', 'item:' .. item.id, timed and item.ends or nil)
    local again
    for _, decline in ipairs(item.declined) do
        if decline[2] > 0 and (not again or decline[2] < again) then again = decline[2] end
    end
    retime(due_key, item, 'again', 'again:' .. item.id, again)
    retime(due_key, item, 'hold_ends', 'hold:' .. item.id, item.held and item.prefer[2] or nil)
    local relaxes = place == 'waiting' and item.relax and item.relax[1]
    retime(due_key, item, 'opens_at', 'open:' .. item.id, closed or nil)
    retime(due_key, item, 'late', 'late:' .. item.id, item.queued and item.deadline > now and item.deadline or nil)
    retime(due_key, item, 'relaxes', 'relax:' .. item.id, relaxes and relaxes[1] or nil)
    recount(item, 'counted_held', (item.held or closed) and 'held:' .. item.lane or nil)
    retime(gone_key, item, 'buried', item.id, item.state == 'gone' and item.ends or nil)
end

local function keep_staff(agent)
    local at = agent.mute and SILENT or not agent.ready and AWAY or agent.offer and ASKED or agent.kept_for and KEPT or FREE
    if not agent.profile or (agent.staffed == at and agent.staffed_in == agent.profile) then return end
    if agent.staffed_in and agent.staffed_in ~= agent.profile then redis.call('ZREM', staff_key(agent.staffed_in), agent.id) end
    redis.call('ZADD', staff_key(agent.profile), at, agent.id)
    agent.staffed, agent.staffed_in = at, agent.profile
end

local function keep_agent_books(agent)
    keep_staff(agent)
    local class
    if agent.mute then class = 'not-responding'
    elseif not agent.ready then class = agent.load > 0 and 'not-ready-working' or 'not-ready'
    elseif agent.load == 0 then class = 'idle'
    else class = agent.load < FULL and 'working' or 'full' end
    recount(agent, 'counted', 'agents:' .. class)

    local change = agent.load - (agent.counted_load or 0)
    if change ~= 0 then redis.call('HINCRBY', counts_key, 'load', change) end
    agent.counted_load = agent.load
end

-- Forgets ended items whose time is over. Each new tombstone pays for two old ones, so they never pile up.
local function sweep_tombstones(limit)
    local ids = redis.call('ZRANGEBYSCORE', gone_key, '-inf', now, 'LIMIT', 0, limit)
    for _, id in ipairs(ids) do
        redis.call('HDEL', items_key, id)
        redis.call('ZREM', gone_key, id)
    end
    return #ids
end

local function save_records()
    local buried = 0
    for _, id in ipairs(item_ids) do
        local item = items[id]
        if item.state == 'gone' and not item.buried then buried = buried + 1 end
        keep_item_books(item)
        local kept = item
        if item.state == 'gone' then kept = { state = 'gone', version = item.version, ends = item.ends, buried = item.buried, declined = {} } end
        kept.id = nil
        redis.call('HSET', items_key, id, cmsgpack.pack(kept))
        kept.id = id
    end
    for _, id in ipairs(agent_ids) do
        local agent = agents[id]
        keep_agent_books(agent)
        agent.id = nil
        redis.call('HSET', agents_key, id, cmsgpack.pack(agent))
        agent.id = id
    end
    save_paces()
    if buried > 0 then sweep_tombstones(2 * buried) end
end
