-- How many items of these queues wait, are offered or claimed, and are owned.
-- KEYS  pool    ARGV[5..] queues
-- Returns false if the index is missing, else {waiting, offered, owned} of each in their order. Cost O(queues).
--@include pool

if not can_route() then return false end
local found = {}
for i = 5, #ARGV do
    local counts = redis.call('HMGET', counts_key, 'queue:' .. ARGV[i] .. ':waiting', 'queue:' .. ARGV[i] .. ':offered',
        'queue:' .. ARGV[i] .. ':owned')
    found[#found + 1] = { tonumber(counts[1] or '0'), tonumber(counts[2] or '0'), tonumber(counts[3] or '0') }
end
return found
