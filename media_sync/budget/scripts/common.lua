-- Shared by all scripts on windows; uploads.lua besides by those that touch uploads. In front of it stand constants that media_sync/budget/store.py writes: DAY_MARGIN (thousandths of
-- the day that nobody spends), POST_LIMIT and UPLOAD_LIMIT (what an hour holds until Imgur tells otherwise; 0: no such window),
-- UPLOAD_WINDOW, HOUR_MS, DAY_MS, and for how many ms a reservation lasts: LASTS, UPLOAD_LASTS.
--
-- KEYS of every script, all in one slot (the hash tag is the application's):
--   1 day     the application's day            2 here   hour, posts and uploads as seen from one egress address
--   3 held    reservations under way: name -> the moment (ms) at which they count as spent
--   4 shares  what teams took of a scarce window's last part: window|its beginning|team -> credits; given where it is needed
--   5 caps    what holders of a daily cap have spent today: holder -> credits; given where it is needed
--
-- The first two are packed numbers, so that a call reads and writes both in a few microseconds, however many teams and reservations
-- there are. `day` is SEQ and a window; `here` is five numbers, the windows of the hour and of posts, and a byte for each bucket of the
-- sliding window of uploads. A window begins behind a base (DAY in `day`, HOUR and POST in `here`) and has these places:
local LIMIT    = 1   -- credits that it holds; 0: not known
local USED     = 2   -- limit - remaining, by Imgur's own last word
local EXTRA    = 3   -- spent by calls that came back without figures; inside the next figure that Imgur gives
local EXTRA_AT = 4   -- number of the last reservation that could not know of EXTRA
local HELD     = 5   -- reserved by calls that are under way
local RESETS   = 6   -- the moment at which Imgur resets it, in ms; 0 while it has not told
local PROBE    = 7   -- after a reset: -1 one call is wanted that asks, its number while it is out, 0 once Imgur has told
local PROBE_BY = 8   -- when a call that asks counts as lost
local TOLD     = 9   -- when Imgur last told figures, in ms
local TOLD_SEQ = 10  -- number of the last reservation at that moment
local CLOSED   = 11  -- shut until this moment, in ms, because Imgur refused
local BEGAN    = 12  -- when it was seen to begin, in ms; 0 when that is not known
local NOW_LANE = 12  -- NOW_LANE + lane: credits that the lane took in this window
local OLD_LANE = 16  -- OLD_LANE + lane: and in the one before
local PLACES   = 20
-- So limit - used - extra - held is never more than what is left at Imgur: whatever Imgur has counted is in USED, in EXTRA, or
-- still HELD.

local SEQ, DAY = 1, 1                                                 -- in `day`: number of the last reservation
local NEXT_EXPIRY, SHUT, FIRST, LEARNED, SINCE, HOUR, POST = 1, 2, 3, 4, 5, 5, 25
-- in `here`: when the next reservation can run out (0: none is under way); of uploads: closed until, number of the first bucket, how many
-- Imgur took when it last refused (0: no matter), and when that was. POST has no limit until the first POST.
local DAY_FORMAT, HERE_FORMAT, HERE_BYTES = 'ddddddddddddddddddddd', 'ddddddddddddddddddddddddddddddddddddddddddddd', 360
local WANTED = -1
-- A reservation's name carries what it holds, so that it can be given back without a second look: seq|cost|post|lane|bucket
local NAME = '^(%d+)|(%d+)|(%d)|(%d)|(%d+)'

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
             KEYS[2], struct.pack(HERE_FORMAT, unpack(here, 1, 45)) .. buckets)
end

-- A new window begins: what lanes took is remembered as that of the one before.
local function begin(windows, base, now)
  for lane = 1, 4 do
    windows[base + OLD_LANE + lane], windows[base + NOW_LANE + lane] = windows[base + NOW_LANE + lane], 0
  end
  windows[base + BEGAN] = now
end

local function roll_over(windows, base, now)
  local resets = windows[base + RESETS]
  if resets > 0 and now >= resets + AFTER_RESET_MS then
    windows[base + USED], windows[base + EXTRA], windows[base + RESETS], windows[base + PROBE] = 0, 0, 0, WANTED
    begin(windows, base, now)
  end
end
