-- An item needs an agent: into its lane, or offered at once.
-- KEYS  pool    ARGV[5..14]  item (arrivals.lua)
-- Returns ok | stale | gone | rebuild. Cost O(P log A), P: profiles with ready agents that fit.
--@include pool, pace, records, fit, shares, match, arrivals

if not can_route() then return answer('rebuild') end
local item, refusal = apply_item(5, 'enqueued')
if not item then return answer(refusal) end
wait(item)
return finish('ok')
