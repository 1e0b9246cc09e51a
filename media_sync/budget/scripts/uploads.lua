-- The window of uploads, which Imgur never shows: it slides by buckets, so that it holds wherever Imgur's own hour begins.
local BUCKETS = 60

-- The buckets of the sliding window of uploads, moved on to `now`; answers them, and the number of the present one.
local function slide(here, buckets, now)
  local bucket = math.floor(now * BUCKETS / UPLOAD_WINDOW)
  local passed = bucket - here[FIRST] - BUCKETS
  if passed > 0 then
    local kept = string.sub(buckets, passed + 1)
    buckets = kept .. string.rep('\0', BUCKETS + 1 - #kept)
    here[FIRST] = bucket - BUCKETS
  end
  return buckets, bucket
end

local function change_bucket(here, buckets, bucket, by)
  local place = bucket - here[FIRST] + 1
  if place < 1 or place > BUCKETS + 1 then return buckets end
  local count = math.min(math.max(string.byte(buckets, place) + by, 0), 255)
  return string.sub(buckets, 1, place - 1) .. string.char(count) .. string.sub(buckets, place + 1)
end

local function counts_of(buckets)
  local counts, total = {string.byte(buckets, 1, -1)}, 0
  for place = 1, #counts do total = total + counts[place] end
  return counts, total
end

-- Imgur never tells how many uploads it takes in an hour, only that it were too many. What it took then is the limit at first; with
-- every hour that passes without a refusal a few more are tried.
local function upload_limit(here, now)
  if here[LEARNED] == 0 then return UPLOAD_LIMIT end
  local tried = here[LEARNED] + 5 * math.floor((now - here[SINCE]) / UPLOAD_WINDOW)
  if tried >= UPLOAD_LIMIT then here[LEARNED] = 0 end
  return math.min(tried, UPLOAD_LIMIT)
end
