-- What the index holds, a page at a time, for whoever compares it with PostgreSQL. It decides nothing, so the order in
-- which Redis shows a hash does not matter. Tombstones are left out.
-- KEYS  pool    ARGV[5] items or agents  [6] cursor, 0 first  [7] about how many
-- Returns {status, next cursor, list}; of an item {id, version, state, agent or ''}, of an agent {id, version}.
--@include pool

if not can_route() then return { 'rebuild', '0', {} } end
local of_items = ARGV[5] == 'items'
local page = redis.call('HSCAN', of_items and items_key or agents_key, ARGV[6], 'COUNT', ARGV[7])
local list = {}
for i = 1, #page[2], 2 do
    local record = cmsgpack.unpack(page[2][i + 1])
    if not of_items then
        list[#list + 1] = { page[2][i], int(record.version) }
    elseif record.state ~= 'gone' then
        list[#list + 1] = { page[2][i], int(record.version), record.state, record.agent or record.offers and record.offers[1].agent or '' }
    end
end
return { 'ok', page[1], list }
