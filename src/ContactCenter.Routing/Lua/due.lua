-- Runs the timers that are due: offers expire, open claims are reported, decliners may be asked again, items wait no longer
-- for the agent they prefer or for their queue to open, ask for less, or are late and keep an agent from lighter work.
-- KEYS  pool    ARGV[5] limit
-- Returns ok | rebuild. Each timer is settled before the next, as if it had come alone; then who is left is asked, too.
--@include pool, pace, records, fit, shares, lines, match

if not can_route() then return answer('rebuild') end

local function expire_offers(item)
    while item.offers do
        local agent = get_agent(item.offers[1].agent)
        agent.expired = agent.expired + 1
        agent.idle = now
        if agent.expired >= 2 then agent.mute = true end
        end_offer(item, agent, 'expired')
        if agent.mute then decide('agent-not-responding', 'agent', agent.id) end
    end
    wait(item)
end

local function ask_about_lease(item)
    decide('lease-ended', 'item', item.id, 'version', int(item.version), 'agent', item.agent, 'lease', item.lease)
    item.ends = now + LEASE
end

local function ask_again(item)
    local still = {}
    for _, decline in ipairs(item.declined) do
        if decline[2] == 0 or decline[2] > now then still[#still + 1] = decline end
    end
    item.declined = still
    if item.state == 'waiting' then wait(item) end
end

local limit = tonumber(ARGV[5])
local members = redis.call('ZRANGEBYSCORE', due_key, '-inf', now, 'LIMIT', 0, limit)
for _, member in ipairs(members) do
    local kind, id = string.match(member, '^(%l+):(.*)$')
    local item = get_item(id)
    if kind == 'again' then
        ask_again(item)
    elseif kind ~= 'item' then
        -- An earlier timer may just have found somebody.
        if item.state == 'waiting' then
            if kind ~= 'late' then leave_lane(item) end
            wait(item)
        end
    elseif item.state == 'offered' then
        expire_offers(item)
    else
        ask_about_lease(item)
    end
    settle()
end
-- Looked and changed nothing, as each node does each second: not worth a record.
if sweep_tombstones(limit) == 0 and #members == 0 then pool.calls = nil end
return finish('ok')
