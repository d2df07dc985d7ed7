-- Reading items and agents from a script's arguments, and applying them by version.
--
-- Item, 10 arguments:  id, version, lane's name, enqueued ms, deadline ms, offer timeout ms, auto-accept 0 or 1,
--                     default weight of the channel, agents who declined (comma), wishes ('' or JSON: prefer, best, relax, opens, queue, rules, ring)
-- Agent, 7 arguments: id, version, profile's name, weights (channel=weight, comma; at least the profile's channels),
--                     ready 0 or 1, idle-since ms, interruptible 0 or 1

local ITEM_ARGS, AGENT_ARGS = 10, 7

-- Whether the item may be replaced by that version, else the answer's status.
local function check_version(item, version)
    if not item or item.version < version then return nil end
    if item.version == version and item.state ~= 'gone' then return 'ok' end
    return item.state == 'gone' and 'gone' or 'stale'
end

-- Applies the item at ARGV[at], away from everybody; the caller gives it a state. Answers nil and why if it is not newer.
local function apply_item(at, detail)
    local id, version = ARGV[at], tonumber(ARGV[at + 1])
    local item = get_item(id)
    local refusal = check_version(item, version)
    if refusal then return nil, refusal end
    item = item or new_item(id)
    take_away(item, detail)
    item.version = version
    item.client = string.match(ARGV[at + 2], '^[^/]*')
    item.lane, item.channel = lane_of(ARGV[at + 2])
    item.enqueued = tonumber(ARGV[at + 3])
    item.deadline = tonumber(ARGV[at + 4])
    item.timeout = tonumber(ARGV[at + 5])
    item.auto = ARGV[at + 6] == '1'
    item.base_weight = tonumber(ARGV[at + 7])
    -- Equal deadlines go by enqueue time, then by id; 16 characters before the id.
    item.member = string.format('%015.0f', item.enqueued) .. ':' .. id
    item.declined = {}
    for _, agent_id in ipairs(split(ARGV[at + 8], ',')) do
        item.declined[#item.declined + 1] = { agent_id, 0 }
    end
    local wishes = ARGV[at + 9] ~= '' and cjson.decode(ARGV[at + 9]) or {}
    item.prefer, item.best, item.relax, item.opens, item.queue = wishes.prefer, wishes.best, wishes.relax, wishes.opens, wishes.queue
    item.rules, item.step, item.ring = wishes.rules, nil, wishes.ring
    return item
end

-- Gives the item to its owner as PostgreSQL says, whatever his load is.
local function own(item, agent_id)
    local agent = get_or_add_agent(agent_id)
    item.state = 'owned'
    take_on(agent, item, item)
    freed[#freed + 1] = agent
end

local function change_profile(agent, name)
    local number = redis.call('ZSCORE', profiles_key, name)
    if number and number == agent.profile then return end
    if agent.profile then
        for _, channel in ipairs(agent.channels) do
            if agent.placed[channel] then leave_ready(agent, channel) end
            stand(agent, 'crewed', channel, nil)
            stand(agent, 'reached', channel, nil)
        end
        leave_profile(agent.profile, agent.channels)
    end
    agent.profile = enter_profile(name)
    agent.channels = parse_name(name).channels
end

-- Applies the agent at ARGV[at]. Answers the call's status.
local function apply_agent(at)
    local id, version = ARGV[at], tonumber(ARGV[at + 1])
    local agent = get_or_add_agent(id)
    if agent.version > version then return 'stale' end
    if agent.version == version then return 'ok' end
    change_profile(agent, ARGV[at + 2])
    agent.version = version
    agent.weights = {}
    for _, weight in ipairs(split(ARGV[at + 3], ',')) do
        local channel, share = string.match(weight, '^(.*)=(%d+)$')
        agent.weights[channel] = tonumber(share)
    end
    agent.ready = ARGV[at + 4] == '1'
    agent.idle = math.max(agent.idle, tonumber(ARGV[at + 5]))
    agent.interruptible = ARGV[at + 6] == '1'
    agent.expired = 0
    agent.mute = nil
    if agent.offer then
        local item = get_item(agent.offer_item)
        if not agent.ready or not redis.call('ZSCORE', lane_fits_key(item.lane), agent.profile) then
            end_offer(item, agent, 'withdrawn', 'agent')
            if not item.offers then wait(item) end
        end
    end
    -- Whether he is still the one to wait for, or to be kept, is found out anew.
    if agent.held then end_holds(agent) end
    if agent.kept_for then
        local item = get_item(agent.kept_for)
        end_keep(item)
        wait(item)
    end
    freed[#freed + 1] = agent
    return 'ok'
end
