-- Shared by all scripts on windows; uploads.lua besides by those that touch uploads. In front of it stand constants that
-- media_sync/budget/store.py writes: DAY_MARGIN (thousandths of the day that nobody spends), POST_LIMIT and UPLOAD_LIMIT (what an hour
-- holds until Imgur tells otherwise; 0: no such window), UPLOAD_WINDOW, HOUR_MS, DAY_MS, and for how many ms a reservation lasts at
-- least: LASTS, UPLOAD_LASTS; and for how many ms the others wait for one call that asks: PROBE_LASTS.
--
-- KEYS of every script, all in one slot (the hash tag is the application's):
--   1 day     the application's day            2 here   hour, posts and uploads as seen from one egress address
--   3 shares  what teams took of a scarce window's last part: window|its beginning|team -> credits; given where it is needed
--   4 caps    what holders of a daily cap have spent today: holder -> credits; given where it is needed
--
-- The first two are packed numbers, so that a call reads both and writes both at once, in a few microseconds, however many teams and
-- reservations there are. `day` is SEQ and a window; `here` is six numbers, the windows of the hour and of posts, two rings of what is
-- held, and a byte for each bucket of the sliding window of uploads. A window begins behind a base (DAY in `day`, HOUR and POST in
-- `here`) and has these places:
local LIMIT    = 1   -- credits that it holds; 0: not known
local USED     = 2   -- limit - remaining, by Imgur's own last word
local EXTRA    = 3   -- spent by calls that came back without figures; inside the next figure that Imgur gives
local EXTRA_AT = 4   -- number of the last reservation that could not know of EXTRA
local HELD     = 5   -- reserved by calls that are under way
local RESETS   = 6   -- the moment at which Imgur resets it, in ms; 0 while it has not told
local PROBE    = 7   -- after a reset: -1 one call is wanted that asks, its number while it is out, 0 once Imgur has told
local PROBE_BY = 8   -- when a call that asks is waited for no longer, and the next one asks as well
local TOLD     = 9   -- when Imgur last told figures, in ms
local TOLD_SEQ = 10  -- number of the last reservation when the greatest figure was told
local CLOSED   = 11  -- shut until this moment, in ms, because Imgur refused
local BEGAN    = 12  -- when it was seen to begin, in ms; 0 when that is not known
local NOW_LANE = 12  -- NOW_LANE + lane: credits that the lane took in this window; not of posts
local OLD_LANE = 16  -- OLD_LANE + lane: and in the one before
local PLACES, PLACES_OF_POSTS = 20, 12
-- So limit - used - extra - held is never more than what is left at Imgur: whatever Imgur has counted is in USED, in EXTRA, or
-- still HELD.

local SEQ, DAY = 1, 1    -- in `day`: number of the last reservation

-- In `here`: up to which step of its clock each ring is clear of the dead; of uploads: closed until, number of the first bucket, how many
-- Imgur took when it last refused (0: no matter), and when that was. POST has no limit until the first POST.
local SHORT_AT, LONG_AT, SHUT, FIRST, LEARNED, SINCE, HOUR, POST = 1, 2, 3, 4, 5, 6, 6, 26
-- Nobody keeps a list of reservations: a ring adds up what is held until each step of its clock, credits and POSTs. What is left in a step
-- that is over belongs to callers who never came back, and counts as spent. Uploads have a ring of longer steps.
local SHORT, SHORT_STEP, LONG, LONG_STEP, STEPS = 38, 60000, 46, 600000, 4
local DAY_FORMAT = 'ddddddddddddddddddddd'
local HERE_FORMAT, HERE_BYTES = 'ddddddddddddddddddddddddddddddddddddddi4i4i4i4i4i4i4i4i4i4i4i4i4i4i4i4', 368
local WANTED = -1
-- A reservation's name carries what it holds, so that it can be given back: number, credits, POSTs, lane, bucket of its upload (0: it is
-- none), and the step of its ring.
local NAME = '^(%d+)|(%d+)|(%d)|(%d)|(%d+)|(%d+)$'

-- Imgur's clock and ours differ a little; what arrives within this is the same moment.
local SAME_MOMENT_MS = 5000
-- Past the reset by this much, the window is taken to be a new one.
local AFTER_RESET_MS = 1500

-- `day`, `here` and the buckets; nil for what is not there.
local function load()
  local packed = redis.call('MGET', KEYS[1], KEYS[2])
  local day, here = packed[1], packed[2]
  return day and {struct.unpack(DAY_FORMAT, day)}, here and {struct.unpack(HERE_FORMAT, here)},
         here and string.sub(here, HERE_BYTES + 1)
end

local function save(day, here, buckets)
  redis.call('MSET', KEYS[1], struct.pack(DAY_FORMAT, unpack(day, 1, 21)),
             KEYS[2], struct.pack(HERE_FORMAT, unpack(here, 1, 54)) .. buckets)
end

-- A new window begins: what lanes took is remembered as that of the one before.
local function begin(windows, base, now)
  windows[base + BEGAN] = now
  if base == POST then return end
  for lane = 1, 4 do
    windows[base + OLD_LANE + lane], windows[base + NOW_LANE + lane] = windows[base + NOW_LANE + lane], 0
  end
end

-- A window is over at the reset that Imgur has told; where it has told none, when its whole length has gone by since it was first used.
local function roll_over(windows, base, now, length)
  local ends, began = windows[base + RESETS], windows[base + BEGAN]
  if ends == 0 and began > 0 then ends = began + length end
  if ends > 0 and now >= ends + AFTER_RESET_MS then
    windows[base + USED], windows[base + EXTRA], windows[base + RESETS], windows[base + PROBE] = 0, 0, 0, WANTED
    begin(windows, base, now)
  end
end

-- What callers who never came back had reserved counts as spent.
local function bury_dead(day, here, at, ring, step)
  for dead = here[at], math.min(step - 1, here[at] + STEPS - 1) do
    local place = ring + 1 + dead % STEPS * 2
    local cost, posts = here[place], here[place + 1]
    if cost > 0 or posts > 0 then
      here[place], here[place + 1] = 0, 0
      day[DAY + HELD], day[DAY + EXTRA], day[DAY + EXTRA_AT] = day[DAY + HELD] - cost, day[DAY + EXTRA] + cost, day[SEQ]
      here[HOUR + HELD], here[HOUR + EXTRA], here[HOUR + EXTRA_AT] = here[HOUR + HELD] - cost, here[HOUR + EXTRA] + cost, day[SEQ]
      here[POST + HELD], here[POST + EXTRA], here[POST + EXTRA_AT] = here[POST + HELD] - posts, here[POST + EXTRA] + posts, day[SEQ]
    end
  end
  here[at] = step
end

local function bury_all_dead(day, here, now)
  local short, long = math.floor(now / SHORT_STEP), math.floor(now / LONG_STEP)
  if here[SHORT_AT] < short then bury_dead(day, here, SHORT_AT, SHORT, short) end
  if here[LONG_AT] < long then bury_dead(day, here, LONG_AT, LONG, long) end
end
