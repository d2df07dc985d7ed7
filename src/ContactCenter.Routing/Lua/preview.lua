-- To which of these agents an item of that lane would go if it came now, and what keeps the others from it. Decides nothing;
-- the lane need not be there yet.
-- KEYS  pool    ARGV[5] lane's name  [6] default weight of its channel  [7] best skilled 0 or 1  [8..] agents
-- Returns {the agent or '', reason of each agent in their order}. Cost O(agents).
--@include pool, pace, records, fit, shares, lines, match, obstacles

if not can_route() then return false end
local lane = parse_name(ARGV[5])
local item = { channel = lane.channels[1], base_weight = tonumber(ARGV[6]), declined = {} }
local profiles = {}

local function profile_of(number)
    if not profiles[number] then profiles[number] = parse_name(name_of(profiles_key, number)) end
    return profiles[number]
end

local function profile_fits(number) return fits(profile_of(number), lane) end

local best, best_score
local reasons = {}
for i = 8, #ARGV do
    local agent = get_agent(ARGV[i])
    local reason = obstacle(agent, item, profile_fits)
    reasons[#reasons + 1] = reason
    if reason == 'could-take-it' then
        local score = ARGV[7] == '1' and skill_score(profile_of(agent.profile), lane) or 0
        if not best or score > best_score or (score == best_score
            and (agent.idle < best.idle or (agent.idle == best.idle and agent.id < best.id))) then
            best, best_score = agent, score
        end
    end
end
return { best and best.id or '', unpack(reasons) }
