-- An item needs an agent: into its lane, or offered at once.
-- KEYS  pool    ARGV[5..14]  item (arrivals.lua)
-- Returns ok | stale | gone | rebuild. Cost O(log P + log A): few of the P profiles that fit are looked at (all if the best skilled is asked).
--@include pool, pace, records, fit, shares, lines, match, arrivals

if not can_route() then return answer('rebuild') end
local item, refusal = apply_item(5, 'enqueued')
if not item then return answer(refusal) end
wait(item)
return finish('ok')
