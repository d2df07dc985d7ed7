-- What PostgreSQL says of an item, applied whatever the index believes of it at this version or an older one.
-- KEYS  pool    ARGV[5..14] item (arrivals.lua)  [15] owner or ''
-- Returns ok | stale | rebuild. An item that is as it should be, or whose claim is open, stays as it is.
--@include pool, pace, records, fit, shares, lines, match, arrivals

if not can_route() then return answer('rebuild') end
local version, owner = tonumber(ARGV[6]), ARGV[15]
local item = get_item(ARGV[5])
if item and item.version > version then return answer('stale') end
if item and item.version == version then
    if item.state == 'leased' then return answer('ok') end
    if owner == '' and (item.state == 'waiting' or item.state == 'offered') then return answer('ok') end
    if owner ~= '' and item.state == 'owned' and item.agent == owner then return answer('ok') end
    item.version = version - 1
end
item = apply_item(5, 'repaired')
if owner == '' then wait(item) else own(item, owner) end
return finish('ok')
