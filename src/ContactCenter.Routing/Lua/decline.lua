-- The agent says no to his offer; the item is offered on, if it rings nobody else, and not to him for a while.
-- KEYS  pool    ARGV[5] offer  [6] agent  [7] ms for which he is not asked again
-- Returns ok | gone | rebuild.
--@include pool, pace, records, fit, shares, lines, match

if not can_route() then return answer('rebuild') end
local agent = get_agent(ARGV[6])
if not agent or agent.offer ~= ARGV[5] then return answer('gone') end
local item = get_item(agent.offer_item)
agent.expired = 0
end_offer(item, agent, 'declined')
local pause = tonumber(ARGV[7])
if pause > 0 then item.declined[#item.declined + 1] = { agent.id, now + pause } end
if not item.offers then wait(item) end
return finish('ok')
