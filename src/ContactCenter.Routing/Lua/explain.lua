-- Why an item waits: what it asks, for whom it waits, and what keeps each of these agents from it right now. Decides nothing.
-- KEYS  pool    ARGV[5] item  [6..] agents
-- Returns false if it does not wait, else {lane's name, held for or '', until or '', reason of each agent in their order}.
--@include pool, pace, records, fit, shares, lines, match

if not can_route() then return false end
local item = get_item(ARGV[5])
if not item or item.state ~= 'waiting' then return false end

local function reason(agent)
    if not agent or not agent.profile then return 'unknown' end
    if agent.mute then return 'not-responding' end
    if not agent.ready then return 'not-ready' end
    if not redis.call('ZSCORE', lane_fits_key(item.lane), agent.profile) then return 'does-not-fit' end
    if is_declined(item, agent.id) then return 'declined' end
    if item.held and item.held ~= agent.id then return 'held-for-other' end
    if agent.load + weight_for(agent, item) > FULL then return 'no-room' end
    if not takes(agent, weight_for(agent, item)) then return 'kept-for-other' end
    return agent.offer and 'has-offer' or 'could-take-it'
end

local found = { name_of(lanes_key, item.lane), item.held or '', item.held and int(item.prefer[2]) or '' }
for i = 6, #ARGV do found[#found + 1] = reason(get_agent(ARGV[i])) end
return found
