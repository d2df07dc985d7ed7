-- Recounts one pool's index from its records and answers every contradiction as a line of text.
-- KEYS  pool:{name}    ARGV[1] whether a load over 100 is allowed (claims by force)  [2] now

local tag = string.match(KEYS[1], '{[^}]*}')
local faults = {}

local function fault(...) faults[#faults + 1] = table.concat({ ... }, ' ') end

local function same(what, expected, actual)
    if tostring(expected) ~= tostring(actual) then fault(what, 'expected', tostring(expected), 'is', tostring(actual)) end
end

local function same_keys(what, expected, actual)
    for key in pairs(expected) do if not actual[key] then fault(what, 'lacks', key) end end
    for key in pairs(actual) do if not expected[key] then fault(what, 'has', key) end end
end

local function records(key)
    local found, flat = {}, redis.call('HGETALL', key .. ':' .. tag)
    for i = 1, #flat, 2 do found[flat[i]] = cmsgpack.unpack(flat[i + 1]) end
    return found
end

local function sorted_set(key)
    local found, flat = {}, redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
    for i = 1, #flat, 2 do found[flat[i]] = tonumber(flat[i + 1]) end
    return found
end

local function parts(text, separator)
    local found = {}
    for part in string.gmatch(text, '[^' .. separator .. ']+') do found[#found + 1] = part end
    return found
end

local function parse(name)
    local clients, channels, skills = string.match(name, '^(.-)/(.-)/(.*)$')
    local parsed = { clients = parts(clients, ','), channels = parts(channels, ','), skills = {} }
    for _, skill in ipairs(parts(skills, ',')) do
        local key, level = string.match(skill, '^(.*):(%d+)$')
        parsed.skills[key] = tonumber(level)
    end
    return parsed
end

local function contains(list, value)
    for _, each in ipairs(list) do if each == value then return true end end
    return false
end

local function fits(profile, lane)
    if not contains(profile.clients, lane.clients[1]) or not contains(profile.channels, lane.channels[1]) then return false end
    for skill, level in pairs(lane.skills) do
        if (profile.skills[skill] or 0) < level then return false end
    end
    return true
end

local items, agents = records('items'), records('agents')
local lanes, profiles = {}, {}
for name, number in pairs(sorted_set('lanes:' .. tag)) do lanes[string.format('%d', number)] = parse(name) end
for name, number in pairs(sorted_set('profiles:' .. tag)) do profiles[string.format('%d', number)] = parse(name) end

-- What the records say.
local loads, offers, queued, aged, timers, tombstones, counts = {}, {}, {}, {}, {}, {}, {}
local waiting, held, offered_items = {}, {}, {}

local function count(name) counts[name] = (counts[name] or 0) + 1 end

local paused = {}

local function hold(agent, weight, item, beside)
    local record = agents[agent]
    if not record then fault('item', item, 'is held by the unknown', agent) return end
    local into = loads
    if record.interrupted and record.interrupted ~= item and record.interrupted ~= beside then into = paused end
    into[agent] = (into[agent] or 0) + weight
end

for id, item in pairs(items) do
    if item.state == 'gone' then
        tombstones[id] = true
    else
        local function holds(part)
            hold(part.agent, part.weight, id, part.beside)
            local units = 'units:' .. lanes[item.lane].clients[1]
            counts[units] = (counts[units] or 0) + part.weight
        end
        if item.agent then holds(item) end
        for _, part in ipairs(item.offers or {}) do
            holds(part)
            if offers[part.agent] then fault('agent', part.agent, 'has two offers') end
            offers[part.agent], offered_items[part.agent] = part.offer, id
        end
        local asked = #(item.offers or {})
        if (item.state == 'offered') ~= (asked > 0) or asked > (item.ring or 1) then fault('item', id, item.state, 'with', asked, 'offers') end
        if item.owner then hold(item.owner, item.owner_weight, id, item.owner_beside) end
        if (item.state == 'waiting' or item.state == 'offered') ~= (item.agent == nil) then fault('item', id, item.state, 'with agent', tostring(item.agent)) end
        if item.state == 'waiting' then
            if item.opens then
                count('held:' .. item.lane)
                timers['open:' .. id] = true
            elseif item.held then
                held[item.held] = held[item.held] or {}
                held[item.held][item.member] = true
                count('held:' .. item.lane)
                timers['hold:' .. id] = true
            else
                queued[item.lane] = queued[item.lane] or {}
                queued[item.lane][item.member] = true
            end
            if item.relax and item.relax[1] then timers['relax:' .. id] = true end
            if item.late then timers['late:' .. id] = true end
            if item.queued and not item.late and item.deadline > tonumber(ARGV[2]) then fault('item', id, 'will not be late') end
            if item.kept then
                local agent = agents[item.kept]
                if not agent or agent.kept_for ~= id then fault('item', id, 'keeps', item.kept, 'who does not know') end
                if not item.queued then fault('item', id, 'keeps an agent and stands in no line') end
            end
            if not item.opens then waiting[#waiting + 1] = { id = id, item = item } end
        end
        if (item.queued or false) == (item.state ~= 'waiting' or item.held ~= nil or item.opens ~= nil) then fault('item', id, 'stands in no line or in two') end
        if item.state ~= 'waiting' and (item.kept or item.late) then fault('item', id, item.state, 'and still late or keeping an agent') end
        if item.queue then
            count('queue:' .. item.queue .. ':' .. ((item.state == 'owned' or item.owner) and 'owned' or item.state == 'waiting' and 'waiting' or 'offered'))
        end
        if item.state ~= 'owned' and not item.owner and (item.state ~= 'waiting' or not item.opens) then
            aged[item.lane] = aged[item.lane] or {}
            aged[item.lane][id] = true
            if item.state ~= 'waiting' then count('offered:' .. item.lane) end
        elseif item.state == 'owned' or item.owner then
            count('owned:' .. item.lane)
        end
        if item.state == 'offered' or item.state == 'leased' then timers['item:' .. id] = true end
        for _, decline in ipairs(item.declined) do
            if decline[2] > 0 then timers['again:' .. id] = true end
        end
    end
end

local ready, crews, reach, staff, load_sum = {}, {}, {}, {}, 0
for id, agent in pairs(agents) do
    same('load of ' .. id, loads[id] or 0, agent.load)
    same('paused load of ' .. id, agent.interrupted and (paused[id] or 0) or nil, agent.paused)
    if agent.interrupted then
        local call = items[agent.interrupted]
        if not call or (call.agent ~= id and call.owner ~= id and offered_items[id] ~= agent.interrupted) then fault('agent', id, 'is interrupted by', agent.interrupted, 'which is not his') end
    end
    same('offer of ' .. id, offers[id], agent.offer)
    same_keys('items held for ' .. id, held[id] or {}, sorted_set('hold:' .. tag .. ':' .. id))
    local number = 0
    for _ in pairs(held[id] or {}) do number = number + 1 end
    same('number held for ' .. id, number, agent.held or 0)
    if number > 0 and (agent.mute or not agent.ready) then fault('agent', id, 'is waited for and not on duty') end
    if agent.load > 100 and ARGV[1] == '0' then fault('agent', id, 'is overloaded with', agent.load) end
    load_sum = load_sum + agent.load
    if agent.profile then
        count('profile:' .. agent.profile)
        staff[agent.profile] = staff[agent.profile] or {}
        staff[agent.profile][id] = agent.mute and 1 or not agent.ready and 2 or agent.offer and 3 or agent.kept_for and 4 or 5
    end
    local free = agent.ready and not agent.mute and not agent.offer
    local least, kept = 100, agent.kept_for and items[agent.kept_for]
    for _, channel in ipairs(agent.channels) do least = math.min(least, agent.weights[channel]) end
    if agent.kept_for then
        if not kept or kept.kept ~= id then fault('agent', id, 'is kept for', agent.kept_for, 'which does not know') end
        if agent.mute or not agent.ready then fault('agent', id, 'is kept and not on duty') end
    end
    for _, channel in ipairs(agent.channels) do
        if agent.ready and not agent.mute and not agent.kept_for and agent.weights[channel] > least then
            local key = agent.profile .. ':' .. channel
            crews[key] = crews[key] or {}
            crews[key][id] = agent.load
            count('crewed:' .. channel)
        end
        local room = agent.load + agent.weights[channel] <= 100 and (not kept or agent.weights[channel] >= agent.weights[kept.channel])
        if free and not room and agent.interruptible and not agent.interrupted and agent.weights[channel] == 100 then
            local key = agent.profile .. ':' .. channel
            reach[key] = reach[key] or {}
            reach[key][id] = agent.idle
            count('reached:' .. channel)
        end
        if free and room then
            local key = agent.profile .. ':' .. channel
            ready[key] = ready[key] or {}
            ready[key][id] = agent.idle
        end
    end
    if agent.mute then count('agents:not-responding')
    elseif not agent.ready then count(agent.load > 0 and 'agents:not-ready-working' or 'agents:not-ready')
    elseif agent.load == 0 then count('agents:idle')
    else count(agent.load < 100 and 'agents:working' or 'agents:full') end
end
if load_sum > 0 then counts.load = load_sum end

-- What the index says.
same_keys('due', timers, sorted_set('due:' .. tag))
same_keys('tombstones', tombstones, sorted_set('gone:' .. tag))
local flat, counted = redis.call('HGETALL', 'counts:' .. tag), {}
for i = 1, #flat, 2 do if flat[i + 1] ~= '0' then counted[flat[i]] = flat[i + 1] end end
for name, number in pairs(counts) do same('counter ' .. name, number, counted[name]) end
for name, number in pairs(counted) do same('counter ' .. name, counts[name], number) end

for number, lane in pairs(lanes) do
    same_keys('lane ' .. number, queued[number] or {}, sorted_set('lane:' .. tag .. ':' .. number))
    same_keys('age of lane ' .. number, aged[number] or {}, sorted_set('age:' .. tag .. ':' .. number))
    local fitting, live = {}, {}
    for profile, ability in pairs(profiles) do
        if fits(ability, lane) then
            fitting[profile] = true
            if ready[profile .. ':' .. lane.channels[1]] then live[profile] = true end
        end
    end
    same_keys('profiles of lane ' .. number, fitting, sorted_set('lane-fits:' .. tag .. ':' .. number))
    local line = sorted_set('live:' .. tag .. ':' .. number)
    same_keys('live profiles of lane ' .. number, live, line)
    for profile in pairs(live) do
        for id, idle in pairs(ready[profile .. ':' .. lane.channels[1]]) do
            if idle < (line[profile] or 0) then fault('agent', id, 'stands before his profile', profile, 'in lane', number) end
        end
    end
end
for number, profile in pairs(profiles) do
    local actual = sorted_set('staff:' .. tag .. ':' .. number)
    same_keys('staff ' .. number, staff[number] or {}, actual)
    for id, at in pairs(staff[number] or {}) do same('what ' .. id .. ' is at', at, actual[id]) end
    for _, channel in ipairs(profile.channels) do
        local key = number .. ':' .. channel
        local actual = sorted_set('ready:' .. tag .. ':' .. key)
        same_keys('ready ' .. key, ready[key] or {}, actual)
        for id, idle in pairs(ready[key] or {}) do same('idle of ' .. id, idle, actual[id]) end
        local within = sorted_set('reach:' .. tag .. ':' .. key)
        same_keys('reach ' .. key, reach[key] or {}, within)
        for id, idle in pairs(reach[key] or {}) do same('idle in reach of ' .. id, idle, within[id]) end
        local crew = sorted_set('crew:' .. tag .. ':' .. key)
        same_keys('crew ' .. key, crews[key] or {}, crew)
        for id, load in pairs(crews[key] or {}) do same('load in the crew of ' .. id, load, crew[id]) end
        local open = {}
        for lane, need in pairs(lanes) do
            if need.channels[1] == channel and queued[lane] and fits(profile, need) then open[lane] = true end
        end
        same_keys('open lanes of ' .. key, open, sorted_set('open:' .. tag .. ':' .. key))
    end
end

-- The most urgent of what is late and keeps nobody found nobody to keep.
local heads = {}
for _, each in ipairs(waiting) do
    local item, lane = each.item, each.item.lane
    if item.queued and not item.kept and (not heads[lane] or item.deadline < heads[lane].item.deadline) then heads[lane] = each end
end
for number, each in pairs(heads) do
    if each.item.deadline <= tonumber(ARGV[2]) and not timers['late:' .. each.id] then
        local lane, declined = lanes[number], {}
        for _, decline in ipairs(each.item.declined) do declined[decline[1]] = true end
        for profile, ability in pairs(profiles) do
            for id in pairs(fits(ability, lane) and crews[profile .. ':' .. lane.channels[1]] or {}) do
                if not declined[id] and not agents[id].offer then fault('item', each.id, 'is late although', id, 'could be kept for it') end
            end
        end
    end
end

-- Nobody waits whom a ready agent could take; who waits for one agent waits because that one has no room.
for _, each in ipairs(waiting) do
    local lane, declined = lanes[each.item.lane], {}
    for _, decline in ipairs(each.item.declined) do declined[decline[1]] = true end
    for number, profile in pairs(profiles) do
        if fits(profile, lane) then
            for id in pairs(ready[number .. ':' .. lane.channels[1]] or {}) do
                if not declined[id] and (not each.item.held or each.item.held == id) then fault('item', each.id, 'waits although', id, 'could take it') end
            end
            for id in pairs(reach[number .. ':' .. lane.channels[1]] or {}) do
                if not declined[id] and not each.item.held then fault('item', each.id, 'waits although it could interrupt', id) end
            end
        end
    end
end

return faults
