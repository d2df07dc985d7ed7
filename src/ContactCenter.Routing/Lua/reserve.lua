-- First step of a claim: the item is leased to the agent until PostgreSQL has committed or not. All whom it rang lose it.
-- KEYS  pool    ARGV[5] item  [6] version  [7] agent  [8] offer or ''  [9] force 0 or 1
-- Returns ok with lease | stale | gone | no-room | not-ready | rebuild.
--@include pool, pace, records, fit, shares, lines, match

if not can_route() then return answer('rebuild') end
local version, agent_id, offer, force = tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9] == '1'
local item = get_item(ARGV[5])
if not item or item.state == 'gone' then return answer('gone') end
if item.version ~= version then return answer('stale') end
if item.state == 'leased' then
    -- A lease that is over is being settled: who asked again now could commit after it was found uncommitted.
    if item.agent ~= agent_id or now >= (item.till or 0) then return answer('gone') end
    return answer('ok', item.lease, item.till)
end

local his_offer = offer_of(item, agent_id)
local agent
if offer ~= '' then
    if not his_offer or his_offer.offer ~= offer then return answer('gone') end
elseif not his_offer then
    if item.state == 'owned' and item.agent == agent_id then return answer('gone') end
    agent = get_agent(agent_id)
    if not force then
        if not agent or not agent.ready or agent.mute then return answer('not-ready') end
        if agent.load + weight_for(agent, item) > FULL and not may_interrupt(agent, weight_for(agent, item)) then return answer('no-room') end
    end
end

if his_offer then
    agent = get_agent(agent_id)
    end_offer(item, agent, 'accepted')
    withdraw_offers(item, 'claimed')
else
    agent = agent or get_or_add_agent(agent_id)
    withdraw_offers(item, 'claimed')
    if item.state == 'owned' then item.owner, item.owner_weight, item.owner_beside = item.agent, item.weight, item.beside end
    leave_lane(item)
    take_on(agent, item, item)
    freed[#freed + 1] = agent
end
agent.expired = 0
agent.idle = now
item.state = 'leased'
item.lease = call_id
item.ends = now + LEASE
item.till = item.ends
return finish('ok', item.lease, item.till)
