-- Shared by all scripts of the budget; put in front of each by media_sync/budget/store.py.
--
-- KEYS of every script, all in one slot (the hash tag is the application's):
--   1 day     the application's day            2 here   hour, posts and uploads as seen from one egress address
--   3 held    reservations under way: name -> the moment (ms) at which they count as spent
--   4 shares  what teams took of a scarce window's last part: window|its beginning|team -> credits
--   5 caps    what holders of a daily cap have spent today: holder -> credits
--
-- Each of the first two is one packed array, so that a call reads and writes both in a few microseconds however many teams
-- and reservations there are. A window is an array with these places:
local LIMIT    = 1   -- credits that it holds; 0: not known
local USED     = 2   -- limit - remaining, by Imgur's own last word
local EXTRA    = 3   -- spent by calls that came back without figures; inside the next figure that Imgur gives
local EXTRA_AT = 4   -- number of the last reservation that could not know of EXTRA
local HELD     = 5   -- reserved by calls that are under way
local RESETS   = 6   -- the moment at which Imgur resets it, in ms; 0 while it has not told
local PROBE    = 7   -- after a reset: '?' one call is wanted that asks, its number while it is out, 0 once Imgur has told
local TOLD     = 8   -- when Imgur last told figures, in ms
local CLOSED   = 9   -- shut until this moment, in ms, because Imgur refused
local BEGAN    = 10  -- when it was seen to begin, in ms; 0 when that is not known
local TOLD_SEQ = 11  -- number of the last reservation when Imgur last told figures
local NOW_LANE = 11  -- NOW_LANE + lane: credits that the lane took in this window
local OLD_LANE = 15  -- OLD_LANE + lane: and in the one before
-- So limit - used - extra - held is never more than what is left at Imgur: whatever Imgur has counted is in USED, in EXTRA, or
-- still HELD.
local LANES = 4

-- Places of the two arrays that hold windows.
local SEQ, DAY = 1, 2                                        -- of `day`
local NEXT_EXPIRY, HOUR, POST, UPLOADS = 1, 2, 3, 4          -- of `here`; POST is 0 until the first POST
local SHUT, FIRST, COUNTS, LEARNED, SINCE = 1, 2, 3, 4, 5    -- of uploads: closed, number of the first bucket, a byte a bucket,
                                                             -- how many Imgur took when it last refused (0: no matter), when

-- Imgur's clock and ours differ a little; what arrives within this is the same moment.
local SAME_MOMENT_MS = 5000
-- Past the reset by this much, the window is taken to be a new one.
local AFTER_RESET_MS = 1500
local BUCKETS = 60

local function window(limit, used, resets, told)
  return {limit, used, 0, 0, 0, resets, 0, told, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
end

local function load(key)
  local packed = redis.call('GET', key)
  return packed and cmsgpack.unpack(packed)
end

local function save(key, state)
  redis.call('SET', key, cmsgpack.pack(state))
end

-- A new window begins: what lanes took is remembered as that of the one before.
local function begin(w, now)
  for lane = 1, LANES do
    w[OLD_LANE + lane], w[NOW_LANE + lane] = w[NOW_LANE + lane], 0
  end
  w[BEGAN] = now
end

local function roll_over(w, now)
  if w[RESETS] > 0 and now >= w[RESETS] + AFTER_RESET_MS then
    w[USED], w[EXTRA], w[RESETS], w[PROBE] = 0, 0, 0, '?'
    begin(w, now)
    return true
  end
  return false
end

-- A reservation's name carries what it holds, so that it can be given back without a second look: seq|cost|post|lane|bucket|nonce
local function parts_of(name)
  local seq, cost, post, lane, bucket = string.match(name, '^(%d+)|(%d+)|(%d)|(%d)|(%d+)|')
  return tonumber(seq), tonumber(cost), tonumber(post), tonumber(lane), tonumber(bucket)
end

local function unhold(w, amount)
  w[HELD] = math.max(w[HELD] - amount, 0)
end

local function add_extra(w, amount, seq)
  w[EXTRA], w[EXTRA_AT] = w[EXTRA] + amount, seq
end

-- Reservations whose caller never came back count as spent. They are looked through only when one can have run out.
local function bury_dead(day, here, held, now)
  if here[NEXT_EXPIRY] == 0 or now < here[NEXT_EXPIRY] then return end
  local next_expiry, entries = 0, redis.call('HGETALL', held)
  for index = 1, #entries, 2 do
    local until_ms = tonumber(entries[index + 1])
    if until_ms <= now then
      local _, cost, post = parts_of(entries[index])
      unhold(day[DAY], cost); add_extra(day[DAY], cost, day[SEQ])
      unhold(here[HOUR], cost); add_extra(here[HOUR], cost, day[SEQ])
      if post == 1 and here[POST] ~= 0 then unhold(here[POST], 1); add_extra(here[POST], 1, day[SEQ]) end
      redis.call('HDEL', held, entries[index])
    elseif next_expiry == 0 or until_ms < next_expiry then
      next_expiry = until_ms
    end
  end
  here[NEXT_EXPIRY] = next_expiry
end

-- The buckets of the sliding window of uploads, moved on to `now`; answers the number of the present bucket.
local function slide(uploads, now, length)
  local bucket = math.floor(now * BUCKETS / length)
  local passed = bucket - uploads[FIRST] - BUCKETS
  if passed > 0 then
    local kept = string.sub(uploads[COUNTS], passed + 1)
    uploads[COUNTS] = kept .. string.rep('\0', BUCKETS + 1 - #kept)
    uploads[FIRST] = bucket - BUCKETS
  end
  return bucket
end

local function change_bucket(uploads, bucket, by)
  local place = bucket - uploads[FIRST] + 1
  if place < 1 or place > BUCKETS + 1 then return end
  local count = math.min(math.max(string.byte(uploads[COUNTS], place) + by, 0), 255)
  uploads[COUNTS] = string.sub(uploads[COUNTS], 1, place - 1) .. string.char(count) .. string.sub(uploads[COUNTS], place + 1)
end

local function counts_of(uploads)
  local counts, total = {string.byte(uploads[COUNTS], 1, -1)}, 0
  for place = 1, #counts do total = total + counts[place] end
  return counts, total
end

-- Imgur never tells how many uploads it takes in an hour, only that it were too many. What it took then is the limit at first; with
-- every hour that passes without a refusal a few more are tried.
local function learned_limit(uploads, limit, now, length)
  if uploads[LEARNED] == 0 then return limit end
  local tried = uploads[LEARNED] + 5 * math.floor((now - uploads[SINCE]) / length)
  if tried >= limit then uploads[LEARNED] = 0 end
  return math.min(tried, limit)
end
