-- An item ended or left the pool: nobody has it any more, and a late enqueue must not bring it back.
-- KEYS  pool    ARGV[5] item  [6] version  [7] reason
-- Returns ok | stale | rebuild.
--@include pool, pace, records, fit, shares, lines, match

if not can_route() then return answer('rebuild') end
local version = tonumber(ARGV[6])
local item = get_item(ARGV[5]) or new_item(ARGV[5])
if item.version > version then return answer('stale') end
if item.state ~= 'gone' or item.version < version then bury(item, version, ARGV[7]) end
return finish('ok')
