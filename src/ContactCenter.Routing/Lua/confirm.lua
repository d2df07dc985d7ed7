-- PostgreSQL has committed that the agent owns the item. The commit wins over whatever the index did meanwhile.
-- KEYS  pool    ARGV[5] item  [6] lease  [7] agent  [8] version that was committed
-- Returns ok | stale | gone | rebuild.
--@include pool, pace, records, fit, shares, lines, match, arrivals

if not can_route() then return answer('rebuild') end
local lease, agent_id, version = ARGV[6], ARGV[7], tonumber(ARGV[8])
local item = get_item(ARGV[5])
if not item then return answer('gone') end
if item.version > version then return answer('stale') end
if item.state == 'gone' then return answer(item.version == version and 'stale' or 'gone') end
if item.version == version then
    return answer(item.state == 'owned' and item.agent == agent_id and 'ok' or 'stale')
end

item.version = version
if item.state == 'leased' and item.lease == lease and item.agent == agent_id then
    if item.owner then release(item, item.owner, item.owner_weight, item.owner_beside) end
    item.state = 'owned'
    item.lease, item.ends, item.owner, item.owner_weight, item.owner_beside = nil, nil, nil, nil, nil
else
    take_away(item, 'committed')
    own(item, agent_id)
end
return finish('ok')
