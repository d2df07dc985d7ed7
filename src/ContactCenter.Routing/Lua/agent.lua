-- An agent's state, profile or weights changed.
-- KEYS  pool    ARGV[5..11]  agent (arrivals.lua)
-- Returns ok | stale | rebuild. Cost O(L log N), L: lanes with waiting items that fit.
--@include pool, pace, records, fit, shares, lines, match, arrivals

if not can_route() then return answer('rebuild') end
local status = apply_agent(5)
return finish(status)
