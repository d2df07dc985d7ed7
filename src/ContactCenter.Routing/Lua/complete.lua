-- The agent is done with the item: his load is free again and he is asked for the most urgent work.
-- KEYS  pool    ARGV[5] item  [6] version  [7] agent
-- Returns ok | stale | gone | rebuild.
--@include pool, pace, records, fit, shares, lines, match

if not can_route() then return answer('rebuild') end
local version, agent_id = tonumber(ARGV[6]), ARGV[7]
local item = get_item(ARGV[5]) or new_item(ARGV[5])
if item.version > version then return answer('stale') end
if item.state == 'gone' and item.version == version then return answer('ok') end

local his = (item.state == 'owned' and item.agent == agent_id) or item.owner == agent_id
if item.version == version and not his then return answer('gone') end
if his then get_agent(agent_id).idle = now end
bury(item, version, 'completed')
return finish('ok')
