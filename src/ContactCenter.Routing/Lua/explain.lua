-- Why an item waits: what it asks, for whom it waits, and what keeps each of these agents from it right now. Decides nothing.
-- KEYS  pool    ARGV[5] item  [6..] agents
-- Returns false if it does not wait, else {lane's name, held for or '', until or '', opens or '', reason of each agent in their
-- order}.
--@include pool, pace, records, fit, shares, lines, match, obstacles

if not can_route() then return false end
local item = get_item(ARGV[5])
if not item or item.state ~= 'waiting' then return false end

local function profile_fits(profile) return redis.call('ZSCORE', lane_fits_key(item.lane), profile) end

local found = { name_of(lanes_key, item.lane), item.held or '', item.held and int(item.prefer[2]) or '',
    item.opens and int(item.opens) or '' }
for i = 6, #ARGV do found[#found + 1] = obstacle(get_agent(ARGV[i]), item, profile_fits) end
return found
