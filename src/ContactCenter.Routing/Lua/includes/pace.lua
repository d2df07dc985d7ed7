-- How fast a lane's line moves, and from that how long who stands in it will wait.
-- The mean time between departures (taken or given up) while somebody stood in line, the old ones fading; the time until
-- the n-th is then a gamma quantile. How far announced bands were off moves both ends of the next: whoever waited less
-- than the lower end lowers it, and so on, until one in ten falls outside at each end, however the traffic changes.
--
-- paces:{p} is a hash: lane -> packed { since: of the last departure, while a line stands, time and number of departures,
-- low and high: logarithms of what the ends are multiplied by }

local FADES = 0.95        -- what each departure leaves of those before it: about the last twenty count
local ENOUGH = 4          -- departures (faded) before anything is said
local EDGE = 1.2815515655 -- standard normal quantile of the ends of an 80 % band
local LEARNS = 0.02       -- how far an end moves for each wait that is known
local FURTHEST = 3        -- and how far in all

local paces, pace_lanes = {}, {}

local function get_pace(lane)
    if not paces[lane] then
        local packed = redis.call('HGET', paces_key, lane)
        paces[lane] = packed and cmsgpack.unpack(packed) or { time = 0, number = 0, low = 0, high = 0 }
    end
    return paces[lane]
end

local function change_pace(lane)
    local pace = get_pace(lane)
    if not pace.changed then
        pace.changed = true
        pace_lanes[#pace_lanes + 1] = lane
    end
    return pace
end

-- Shortest and longest time in ms, 80 % of the time, until the one in that place is taken; nil if too little is known.
local function forecast(lane, place)
    local pace = get_pace(lane)
    if pace.number < ENOUGH then return nil end
    local time, number = pace.time, pace.number
    -- A departure that is long in coming already tells that it goes slower now.
    local pause = pace.since and now - pace.since or 0
    if pause > time / number then time, number = time + pause, number + 1 end
    -- Wilson and Hilferty's approximation of the gamma distribution's quantiles.
    local function quantile(edge)
        return place * math.max(0, 1 - 1 / (9 * place) + edge / (3 * math.sqrt(place))) ^ 3 * time / number
    end
    local low, high = quantile(-EDGE) * math.exp(pace.low), quantile(EDGE) * math.exp(pace.high)
    return math.min(low, high), math.max(low, high)
end

local function learn(at, low_side) return at + (low_side and -LEARNS * 0.9 or LEARNS * 0.1) end

local function bounded(shift) return math.max(-FURTHEST, math.min(FURTHEST, shift)) end

-- The wait that was announced as guess is over, and the customer was served.
local function learn_from(lane, guess)
    local pace, waited = change_pace(lane), now - guess[1]
    pace.low = bounded(learn(pace.low, waited < guess[2]))
    pace.high = bounded(-learn(-pace.high, waited > guess[3]))
end

-- Somebody left the lane for good.
local function count_departure(lane)
    local pace = change_pace(lane)
    if not pace.since then return end
    pace.time = pace.time * FADES + now - pace.since
    pace.number = pace.number * FADES + 1
    pace.since = nil
end

-- At the end of a script: a line that stands, by whomever, counts from now on if it did not before.
local function save_paces()
    for _, lane in ipairs(pace_lanes) do
        local pace = paces[lane]
        if not pace.since and redis.call('EXISTS', lane_key(lane)) == 1 then pace.since = now end
        pace.changed = nil
        redis.call('HSET', paces_key, lane, cmsgpack.pack(pace))
    end
end
