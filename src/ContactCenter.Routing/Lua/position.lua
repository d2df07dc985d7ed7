-- An item's place in its lane; of one that waits for a preferred agent, as if it stood there.
-- KEYS  pool    ARGV[5] item
-- Returns {place, waiting in the lane, {offer, agent, ...} of those who are asked, their deadline ms, shortest and longest wait from
-- now in ms or '' if not known}; place 1 is next, 0 is being offered or claimed; false if it does not wait, or its queue is closed.
--@include pool, pace, records

if not can_route() then return false end
local item = get_item(ARGV[5])
if not item or item.owner or item.state == 'owned' or item.state == 'gone' then return false end
if item.opens then return false end
local rank = redis.call('ZRANK', lane_key(item.lane), item.member)
local length = redis.call('ZCARD', lane_key(item.lane)) + (item.held and 1 or 0)
if item.held then rank = redis.call('ZCOUNT', lane_key(item.lane), '-inf', '(' .. int(item.deadline)) end
local low, high
local asked = {}
for _, one in ipairs(item.offers or {}) do
    asked[#asked + 1] = one.offer
    asked[#asked + 1] = one.agent
end
if rank then low, high = forecast(item.lane, rank + 1) end
return {
    rank and rank + 1 or 0, length,
    asked, #asked > 0 and int(item.ends) or '',
    low and int(low) or '', high and int(high) or '',
}
