-- The pool a script works on, its keys, and the answer every script gives.
--
-- Every script is called with
--   KEYS[1]  pool:{name}; all other keys carry the same hash tag, so they live on the same shard
--   ARGV[1]  now, ms since 1970    ARGV[2]  the epoch the caller knows
--   ARGV[3]  the server's run id; in a cluster its node's id before it, with a slash
--   ARGV[4]  id of this call, a UUID ending in 0000
-- and its own arguments from ARGV[5]. It reads no clock and no random number, so the same calls decide the same.
-- Numbers: instants and versions stay below 2^53, which a Lua number holds exactly; int() writes them in full.

local pool_key = KEYS[1]
local tag = string.match(pool_key, '{[^}]*}')
local now = tonumber(ARGV[1])
local call_id = ARGV[4]

local items_key = 'items:' .. tag         -- hash: item id -> packed record
local agents_key = 'agents:' .. tag       -- hash: agent id -> packed record
local lanes_key = 'lanes:' .. tag         -- sorted set: lane's name by its number
local profiles_key = 'profiles:' .. tag   -- sorted set: profile's name by its number
local due_key = 'due:' .. tag             -- sorted set: timers by instant
local gone_key = 'gone:' .. tag           -- sorted set: ended items by the instant their tombstone may go
local counts_key = 'counts:' .. tag       -- hash: counters of the live board
local paces_key = 'paces:' .. tag         -- hash: lane -> packed, how fast it moves (pace.lua)
local decisions_key = 'decisions:' .. tag -- stream
local calls_key = 'calls:' .. tag         -- stream: what was called, as far as it is recorded

local function lane_key(lane) return 'lane:' .. tag .. ':' .. lane end -- sorted set: waiting items by deadline
local function age_key(lane) return 'age:' .. tag .. ':' .. lane end -- sorted set: waiting and offered items by enqueue time
local function live_key(lane) return 'live:' .. tag .. ':' .. lane end -- sorted set: fitting profiles with ready agents, none after its longest idle one
local function lane_fits_key(lane) return 'lane-fits:' .. tag .. ':' .. lane end -- sorted set: all fitting profiles by skill
local function ready_key(profile, channel) return 'ready:' .. tag .. ':' .. profile .. ':' .. channel end -- sorted set: agents with room by idle-since
local function crew_key(profile, channel) return 'crew:' .. tag .. ':' .. profile .. ':' .. channel end -- sorted set: agents on duty for whom that is heavy work, by load
local function reach_key(profile, channel) return 'reach:' .. tag .. ':' .. profile .. ':' .. channel end -- sorted set: agents without room whom that may interrupt, by idle-since
local function staff_key(profile) return 'staff:' .. tag .. ':' .. profile end -- sorted set: its agents by what they are at (records.lua)
local function hold_key(agent) return 'hold:' .. tag .. ':' .. agent end -- sorted set: items that wait for this agent alone, by deadline
local function open_key(profile, channel) return 'open:' .. tag .. ':' .. profile .. ':' .. channel end -- sorted set: fitting lanes with waiting items
local function profile_fits_key(profile, channel) return 'profile-fits:' .. tag .. ':' .. profile .. ':' .. channel end -- sorted set: all fitting lanes

local FULL = 100          -- the load of an agent who can take no more
local LEASE = 5000        -- ms a claim may wait for its commit; RoutingQueue.LeaseTime
local TOMBSTONE = 600000  -- ms an ended item is remembered
local FORMAT = '2'        -- of the records; another number than the index has is another build's, whose index is not understood
local LOAD_PAUSE = 10000  -- ms without progress after which a load counts as abandoned

local function int(number) return string.format('%.0f', number) end

local function split(text, separator)
    local parts = {}
    for part in string.gmatch(text, '[^' .. separator .. ']+') do parts[#parts + 1] = part end
    return parts
end

-- pool:{name} is a hash: epoch, phase (agents, waiting, ready), load-until, server, format, sequence (of decisions),
-- lanes and profiles (the last number given), shares and shares-version (shares.lua), calls (recorded in this epoch; not there
-- if it is not recorded).
local pool = {}
do
    local fields = redis.call('HMGET', pool_key, 'epoch', 'phase', 'load-until', 'server', 'sequence', 'calls', 'format')
    pool.epoch = tonumber(fields[1] or '0')
    pool.phase = fields[2] or 'none'
    pool.load_until = tonumber(fields[3] or '0')
    pool.server = fields[4] or ''
    pool.sequence = tonumber(fields[5] or '0')
    pool.calls = fields[6] or nil
    pool.format = fields[7]
end

-- In a cluster a call is sent on when the pool's slot is on the move. Here may be half of its keys then, and the missing
-- ones look as if they were empty: nothing is decided until the caller knows who has the slot, and the pool is rebuilt.
local node = string.match(ARGV[3], '^(%x+)/')
local strayed = node and redis.call('CLUSTER', 'MYID') ~= node
if strayed then pool.server = '' end

-- Whether the index may decide: complete enough, not older than the caller knows, understood, and loaded in this life of
-- the server (a server that restarts from a saved file has an old index).
local function can_route()
    return pool.epoch > 0
        and pool.epoch >= tonumber(ARGV[2])
        and pool.server == ARGV[3]
        and pool.format == FORMAT
        and (pool.phase == 'ready' or (pool.phase == 'waiting' and now <= pool.load_until))
end

local decisions = {}

-- Appends a fact to the stream and to the answer. Its id is epoch-number: it rises across rebuilds, too.
local function decide(kind, ...)
    pool.sequence = redis.call('HINCRBY', pool_key, 'sequence', 1)
    local id = int(pool.epoch) .. '-' .. int(pool.sequence)
    local fields = { 'kind', kind, 'at', int(now), ... }
    -- The relay trims what it has stored; the bound only keeps Redis alive if the relay is down for days.
    redis.call('XADD', decisions_key, 'MAXLEN', '~', 300000, id, unpack(fields))
    decisions[#decisions + 1] = { id, fields }
end

-- Appends the call itself, with the number of the last decision after it. The bound only keeps Redis alive, as above.
local function record()
    local id = int(pool.epoch) .. '-' .. int(redis.call('HINCRBY', pool_key, 'calls', 1))
    redis.call('XADD', calls_key, 'MAXLEN', '~', 200000, id,
        'command', command, 'arguments', cmsgpack.pack(ARGV), 'decided', int(pool.sequence))
end

-- The end of every script that may change something: nothing else answers so. One that could not route changes nothing.
-- {status, epoch, next timer or '', lease or '', end of the lease or '', decisions}.
local function answer(status, lease, lease_ends)
    if pool.calls and status ~= 'rebuild' and pool.server == ARGV[3] then record() end
    local timer = redis.call('ZRANGE', due_key, 0, 0, 'WITHSCORES')[2] or ''
    return { status, int(pool.epoch), timer, lease or '', lease_ends and int(lease_ends) or '', decisions }
end
