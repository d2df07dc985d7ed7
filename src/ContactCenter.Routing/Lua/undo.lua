-- PostgreSQL did not commit the claim: the item goes back to its owner or to its place in the lane.
-- KEYS  pool    ARGV[5] item  [6] lease
-- Returns ok | gone | rebuild.
--@include pool, pace, records, fit, shares, lines, match

if not can_route() then return answer('rebuild') end
local item = get_item(ARGV[5])
if not item or item.state ~= 'leased' or item.lease ~= ARGV[6] then return answer('gone') end
release(item, item.agent, item.weight, item.beside)
item.lease, item.ends = nil, nil
if item.owner then
    item.state = 'owned'
    item.agent, item.weight, item.beside = item.owner, item.owner_weight, item.owner_beside
    item.owner, item.owner_weight, item.owner_beside = nil, nil, nil
else
    item.agent, item.weight, item.beside = nil, nil, nil
    wait(item)
end
return finish('ok')
