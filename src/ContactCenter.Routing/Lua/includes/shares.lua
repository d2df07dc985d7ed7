-- Fairness between clients who share agents. A client whose work takes less of the pool than is guaranteed to it goes
-- first, one that takes its cap or more goes last, by deadline within each; without shares all are equal.
-- The pool is what its agents on duty can hold. Shares are percent of it.

local FIRST, EQUAL, LAST = 1, 2, 3

local pool_shares, shares_version, clients_of_lanes = nil, '', {}

-- client -> { guaranteed or false, cap or false }; false if nobody has any.
local function get_shares()
    if pool_shares == nil then
        local json, version = unpack(redis.call('HMGET', pool_key, 'shares', 'shares-version'))
        pool_shares = json and json ~= '' and cjson.decode(json) or false
        shares_version = version or ''
    end
    return pool_shares
end

local function client_of_lane(lane)
    if not clients_of_lanes[lane] then
        clients_of_lanes[lane] = string.match(redis.call('ZRANGEBYSCORE', lanes_key, lane, lane)[1], '^[^/]*')
    end
    return clients_of_lanes[lane]
end

local function capacity()
    local agents = 0
    for _, number in ipairs(redis.call('HMGET', counts_key, 'agents:idle', 'agents:working', 'agents:full')) do
        agents = agents + tonumber(number or '0')
    end
    return FULL * agents
end

local function turn_of(client)
    local share = get_shares()[client]
    if not share then return EQUAL end
    -- What this script has changed so far counts.
    for _, id in ipairs(item_ids) do keep_units(items[id]) end
    for _, id in ipairs(agent_ids) do keep_agent_books(agents[id]) end
    local units = tonumber(redis.call('HGET', counts_key, 'units:' .. client) or '0') * 100
    if share[2] and units >= share[2] * capacity() then return LAST end
    return share[1] and units < share[1] * capacity() and FIRST or EQUAL
end
