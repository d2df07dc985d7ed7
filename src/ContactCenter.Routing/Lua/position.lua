-- An item's place in its lane.
-- KEYS  pool    ARGV[5] item
-- Returns {place, waiting in the lane, offer or '', its agent, its deadline ms}; place 1 is next, 0 is being offered or
-- claimed; false if it does not wait.
--@include pool, records

if not can_route() then return false end
local item = get_item(ARGV[5])
if not item or item.owner or item.state == 'owned' or item.state == 'gone' then return false end
local rank = redis.call('ZRANK', lane_key(item.lane), item.member)
local offered = item.state == 'offered'
return {
    rank and rank + 1 or 0, redis.call('ZCARD', lane_key(item.lane)),
    offered and item.offer or '', offered and item.agent or '', offered and int(item.ends) or '',
}
