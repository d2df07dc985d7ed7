-- What an agent holds.
-- KEYS  pool    ARGV[5] agent
-- Returns {version, ready 0 or 1, not responding 0 or 1, load, offer or '', its item, its deadline ms}; false if he is unknown.
--@include pool, pace, records

if not can_route() then return false end
local agent = get_agent(ARGV[5])
if not agent then return false end
return {
    int(agent.version), (agent.ready and not agent.mute) and 1 or 0, agent.mute and 1 or 0, agent.load,
    agent.offer or '', agent.offer_item or '', agent.offer and int(get_item(agent.offer_item).ends) or '',
}
