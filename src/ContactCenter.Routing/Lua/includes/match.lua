-- Matching. Between two calls no ready agent with room and no waiting item fit each other, unless he declined it, it
-- waits for another whom it prefers, or he is kept for something heavier that is overdue. Only who is left is asked for what
-- already rings another.
-- A script changes records, names the items that came to wait (fresh) and the agents who may have got room (freed), see
-- lines.lua, and settle() restores that.

local COUNTED_PROFILES = 32 -- of so many profiles the ready agents are counted, for whoever explains a decision
local NAMED = 20            -- so many of those compared, and of those passed over, are written into it

-- What the search that is going on compares: the first ones, and the chosen one if it is not among them.
local compared, chosen, passed = {}, nil, {}

local function begin_search() compared, chosen, passed = {}, nil, {} end

local function compare(entry, is_best)
    if is_best then chosen = nil end
    if #compared < NAMED then compared[#compared + 1] = entry elseif is_best then chosen = entry end
end

local function pass_over(id, why)
    if #passed < NAMED then passed[#passed + 1] = id .. ',' .. why end
end

-- The agent whom the item prefers, while that lasts and he is on duty, busy or not, and may take it at all.
local function preferred_agent(item)
    if not item.prefer or is_declined(item, item.prefer[1]) then return nil end
    if item.prefer[2] <= now and not item.held then return nil end -- Who waits for him alone does until the timer says so.
    local agent = get_agent(item.prefer[1])
    if not agent or not agent.ready or agent.mute or not agent.profile then return nil end
    return redis.call('ZSCORE', lane_fits_key(item.lane), agent.profile) and agent or nil
end

local function has_room(agent, item) return may_be_asked(agent) and could_take(agent, weight_for(agent, item)) end

-- The first of these agents who did not decline the item, and his score: since when he is idle, or his load; also as it is written.
local function first_asked(item, key)
    local at = 0
    local head = redis.call('ZRANGE', key, at, at, 'WITHSCORES')
    while head[1] and is_declined(item, head[1]) do
        pass_over(head[1], 'declined')
        at = at + 1
        head = redis.call('ZRANGE', key, at, at, 'WITHSCORES')
    end
    return head[1], tonumber(head[2]), head[2]
end

-- The longest idle of all profiles that fit. Those with ready agents stand in a line, each where its longest idle agent
-- stood once; who has moved back since is put there when his profile comes to the front. So few are looked at.
local function longest_idle(item)
    local line, best, best_idle, at = live_key(item.lane), nil, nil, 0
    while true do
        local profile, stood = unpack(redis.call('ZRANGE', line, at, at, 'WITHSCORES'))
        if not profile or (best and tonumber(stood) > best_idle) then return best end
        local stands = redis.call('ZRANGE', ready_key(profile, item.channel), 0, 0, 'WITHSCORES')[2]
        if stands == stood then
            local id, idle, written = first_asked(item, ready_key(profile, item.channel))
            local better = id and (not best or idle < best_idle or (idle == best_idle and id < best))
            if id then compare(id .. ',' .. written, better) end
            if better then best, best_idle = id, idle end
            at = at + 1
        else
            redis.call('ZADD', line, stands, profile)
        end
    end
end

-- The longest idle among the best skilled: by the sum of their levels in the lane's skills. Looks at each profile.
local function best_skilled(item)
    local best, best_idle, best_score
    for _, profile in ipairs(redis.call('ZRANGE', live_key(item.lane), 0, -1)) do
        local id, idle, written = first_asked(item, ready_key(profile, item.channel))
        local score = id and tonumber(redis.call('ZSCORE', lane_fits_key(item.lane), profile))
        local better = id and (not best or score > best_score
            or (score == best_score and (idle < best_idle or (idle == best_idle and id < best))))
        if id then compare(id .. ',' .. written .. ',' .. int(score), better) end
        if better then best, best_idle, best_score = id, idle, score end
    end
    return best
end

-- Who stands first in the crews or in the reaches of all profiles that fit, and how many stand there.
local function first_of_all(item, where, key_of)
    local best, least, number = nil, nil, 0
    if tonumber(redis.call('HGET', counts_key, where .. ':' .. item.channel) or '0') == 0 then return nil, 0 end
    for _, profile in ipairs(redis.call('ZRANGE', lane_fits_key(item.lane), 0, -1)) do
        local key = key_of(profile, item.channel)
        local id, score, written = first_asked(item, key)
        number = number + redis.call('ZCARD', key)
        local better = id and (not best or score < least or (score == least and id < best))
        if id then compare(id .. ',' .. written, better) end
        if better then best, least = id, score end
    end
    return best and get_agent(best), number
end

-- Who has room is asked, and how many do; that is counted in few profiles only.
local function find_roomy(item)
    local candidates = 0
    begin_search()
    for _, profile in ipairs(redis.call('ZRANGE', live_key(item.lane), 0, COUNTED_PROFILES - 1)) do
        candidates = candidates + redis.call('ZCARD', ready_key(profile, item.channel))
    end
    if candidates == 0 then return nil, 0 end
    local best = item.best and best_skilled(item) or longest_idle(item)
    return best and get_agent(best), candidates
end

-- Whom to ask for the item, and how many ready agents fit. If nobody who may be asked has room, the longest idle whose lighter
-- work it may interrupt.
local function find_agent(item)
    local agent, candidates = find_roomy(item)
    if not agent then return first_of_all(item, 'reached', reach_key) end
    return agent, candidates
end

local function head_of(key, at)
    local head = redis.call('ZRANGE', key, at, at, 'WITHSCORES')
    return head[1] and { key = key, at = at, member = head[1], deadline = tonumber(head[2]), written = head[2] }
end

local function item_of(head) return get_item(string.sub(head.member, 17)) end

-- The most urgent item the agent can take, how many he could, and whose turn decided. Looks at the head of each open lane
-- and of the line of those who wait for him alone, and one more item for each that he declined or has no room for.
local function find_item(agent)
    local heads, candidates, turns = {}, 0, {}
    begin_search()
    local function turn(client)
        turns[client] = turns[client] or turn_of(client)
        return turns[client]
    end
    for _, channel in ipairs(agent.channels) do
        if could_take(agent, agent.weights[channel]) then
            for _, lane in ipairs(redis.call('ZRANGE', open_key(agent.profile, channel), 0, -1)) do
                candidates = candidates + redis.call('ZCARD', lane_key(lane))
                local head = head_of(lane_key(lane), 0)
                head.turn = get_shares() and turn(client_of_lane(lane))
                heads[#heads + 1] = head
            end
        end
    end
    if agent.held then
        candidates = candidates + agent.held
        heads[#heads + 1] = head_of(hold_key(agent.id), 0)
    end
    while #heads > 0 do
        local first
        for i, head in ipairs(heads) do
            if get_shares() and not head.turn then head.turn = turn(item_of(head).client) end
            if not first or goes_first(head, heads[first]) then first = i end
        end
        local head = heads[first]
        local item = item_of(head)
        local declined = is_declined(item, agent.id)
        if not declined and has_room(agent, item) then return item, candidates, head.turn, heads, first end
        pass_over(item.id, declined and 'declined' or 'no-room')
        local following = head_of(head.key, head.at + 1)
        if following then
            -- A lane has one client; in the line of those who wait for him alone each has its own.
            following.turn = not item.held and head.turn or nil
            heads[first] = following
        else
            table.remove(heads, first)
        end
    end
    return nil, candidates
end

local function write_heads(heads, first)
    for i, head in ipairs(heads) do
        if i <= NAMED or i == first then compare(head.member .. ',' .. head.written .. ',' .. (head.turn or ''), i == first) end
    end
end

local function make_offer(item, agent, search, candidates, turn)
    if item.state == 'waiting' then
        -- Whom it prefers is asked alone.
        if item.ring and preferred_agent(item) ~= agent then ringing[#ringing + 1] = item end
        leave_lane(item)
        item.state, item.offers, item.ends = 'offered', {}, now + item.timeout
    end
    offers_made = offers_made + 1
    local part = { offer = string.sub(call_id, 1, 32) .. string.format('%04x', offers_made) }
    item.offers[#item.offers + 1] = part
    take_on(agent, item, part)
    agent.offer, agent.offer_item = part.offer, item.id
    place_agent(agent)
    decide('offer-made', 'offer', part.offer, 'item', item.id, 'version', int(item.version), 'agent', agent.id,
        'deadline', int(item.ends), 'auto', item.auto and '1' or '0', 'lane', name_of(lanes_key, item.lane),
        'profile', name_of(profiles_key, agent.profile), 'search', search, 'candidates', int(candidates),
        'turn', turn and int(turn) or '', 'interrupts', agent.interrupted == item.id and '1' or '0',
        'compared', table.concat(compared, ';') .. (chosen and ';' .. chosen or ''), 'passed', table.concat(passed, ';'),
        'step', int(item.step or 0), 'rules', item.rules and int(item.rules) or '', 'shares', turn and shares_version or '')
end

-- What the item asks less of by now; it stands in no line.
local function relax(item)
    local relaxed = false
    while item.relax and item.relax[1] and item.relax[1][1] <= now do
        item.lane = lane_of(table.remove(item.relax, 1)[2])
        item.step = (item.step or 0) + 1
        relaxed = true
    end
    if relaxed then decide('relaxed', 'item', item.id, 'version', int(item.version), 'lane', name_of(lanes_key, item.lane)) end
end

local function wait(item)
    item.state = 'waiting'
    if item.opens and item.opens <= now then item.opens = nil end
    if not item.queued and not item.held then relax(item) end
    fresh[#fresh + 1] = item
end

-- Those who waited for this agent alone wait for anybody again, if he is not the one to wait for any more.
local function end_holds(agent)
    for _, member in ipairs(redis.call('ZRANGE', hold_key(agent.id), 0, -1)) do
        local item = get_item(string.sub(member, 17))
        leave_hold(item)
        wait(item)
    end
end

-- Ended: what is left of the item is its tombstone, and what the books still have of it.
local function bury(item, version, detail)
    take_away(item, detail)
    item.version = version
    item.state = 'gone'
    item.ends = now + TOMBSTONE
    item.declined = {}
end

local function keep(item, agent)
    item.kept, agent.kept_for, agent.kept_weight = agent.id, item.id, weight_for(agent, item)
    place_agent(agent)
    decide('agent-kept', 'item', item.id, 'version', int(item.version), 'agent', agent.id)
end

-- Keeps an agent from lighter work for an overdue item that fits nobody's room: the least loaded who may take it.
local function keep_agent(item)
    if item.kept or item.deadline > now then return end
    local agent = first_of_all(item, 'crewed', crew_key)
    if agent then keep(item, agent) end
end

-- The other way round: what is overdue and waits for just such an agent, when he got no work.
local function keep_for_overdue(agent)
    local urgent
    for _, channel in ipairs(agent.channels) do
        if agent.crewed[channel] and agent.load + agent.weights[channel] > FULL then
            for _, lane in ipairs(redis.call('ZRANGE', open_key(agent.profile, channel), 0, -1)) do
                local head = head_of(lane_key(lane), 0)
                while head and head.deadline <= now and (item_of(head).kept or is_declined(item_of(head), agent.id)) do
                    head = head_of(head.key, head.at + 1)
                end
                if head and head.deadline <= now and (not urgent or earlier(head, urgent)) then urgent = head end
            end
        end
    end
    if urgent then keep(item_of(urgent), agent) end
end

local function enter_line(item)
    if item.opens then return end
    local preferred = not item.queued and preferred_agent(item)
    if preferred then enter_hold(item, preferred) else enter_lane(item) end
end

-- What has come to wait for anybody is not taken back for the one it prefers, unless he has room right now.
local function offer_or_wait(item)
    if item.opens then return end
    local preferred = preferred_agent(item)
    if preferred and has_room(preferred, item) then
        begin_search()
        compare(preferred.id .. ',' .. int(preferred.idle))
        make_offer(item, preferred, 'preferred', 1)
    elseif preferred and not item.queued then
        enter_hold(item, preferred)
    else
        local agent, candidates = find_agent(item)
        if agent then
            make_offer(item, agent, 'item', candidates)
        else
            enter_lane(item)
            keep_agent(item)
        end
    end
end

-- Of the items that came to wait, in order of their deadlines, the place of the one whose turn it is, and that turn.
local function first_fresh(waiting)
    local first, turn, turns = nil, nil, {}
    for i, item in ipairs(waiting) do
        if item.state == 'waiting' then -- Not any more if a freed agent got it.
            if get_shares() and not turns[item.client] then turns[item.client] = turn_of(item.client) end
            local its_turn = turns[item.client] or EQUAL
            if not first or its_turn < turn then first, turn = i, its_turn end
            if not get_shares() then break end
        end
    end
    return first, turn
end

-- Several agents and items at once: the most urgent of what a freed agent could take and of what came to wait goes first, to
-- the longest idle of all agents who fit, until no freed agent can take anything and all that came has been looked at.
local function settle_together(waiting, able)
    for _, item in ipairs(waiting) do enter_line(item) end
    for _, agent in ipairs(able) do place_agent(agent) end
    local seeking = able
    repeat
        local urgent, turn
        for _, agent in ipairs(seeking) do
            local item, _, its_turn = nil, nil, nil
            if may_be_asked(agent) then item, _, its_turn = find_item(agent) end
            its_turn = its_turn or EQUAL -- Nobody has a share.
            if item and (not urgent or its_turn < turn or (its_turn == turn and earlier(item, urgent))) then
                urgent, turn = item, its_turn
            end
        end
        local at, fresh_turn = first_fresh(waiting)
        if at and (not urgent or fresh_turn < turn or (fresh_turn == turn and not earlier(urgent, waiting[at]))) then
            urgent = table.remove(waiting, at)
            offer_or_wait(urgent)
        elseif urgent then
            offer_or_wait(urgent)
            if urgent.state == 'waiting' and not urgent.held then seeking = {} end
        end
    until not urgent
    for _, agent in ipairs(able) do keep_for_overdue(agent) end
end

local function settle_once()
    local waiting, able, seen = {}, {}, {}
    for _, agent in ipairs(freed) do
        local off = not agent.ready or agent.mute
        if off and agent.held then end_holds(agent) end
        if off and agent.kept_for then
            local item = get_item(agent.kept_for)
            end_keep(item)
            wait(item)
        end
    end
    for _, item in ipairs(fresh) do
        if item.state == 'waiting' then waiting[#waiting + 1] = item end
    end
    for _, agent in ipairs(freed) do
        if not seen[agent.id] then
            seen[agent.id] = true
            if may_be_asked(agent) then able[#able + 1] = agent else place_agent(agent) end
        end
    end
    fresh, freed = {}, {}
    table.sort(waiting, earlier)
    if #able == 0 and #waiting < 2 then
        if waiting[1] then offer_or_wait(waiting[1]) end
    elseif #able == 1 and #waiting == 0 then
        -- No other ready agent fits what waits, or it would not wait: no need to compare.
        local agent = able[1]
        local item, candidates, turn, heads, first = find_item(agent)
        if item then
            write_heads(heads, first)
            make_offer(item, agent, 'agent', candidates, turn)
        else
            place_agent(agent)
            keep_for_overdue(agent)
        end
    else
        settle_together(waiting, able)
    end
end

-- Who is kept no longer, because what he was kept for found another, is himself one who may have got room.
local function settle()
    repeat settle_once() until #fresh == 0 and #freed == 0
end

-- What was offered in this call and may ring several agents rings who is left, the most urgent first. Nothing that waits fits
-- anybody with room by now, so nobody is kept from other work; and who gets room later is not asked, since his offer would end
-- before he has read it. During a rebuild what comes with the next batch may need them all.
local function ring_others()
    table.sort(ringing, earlier)
    for _, item in ipairs(pool.phase == 'ready' and ringing or {}) do
        while item.offers and #item.offers < item.ring do
            local agent, candidates = find_roomy(item)
            if not agent then break end
            make_offer(item, agent, 'item', candidates)
        end
    end
end

-- The end of every script that changes something.
local function finish(status, lease, lease_ends)
    settle()
    ring_others()
    save_records()
    return answer(status, lease, lease_ends)
end
