-- Take `cost` out of every window that concerns a call, or out of none.
-- ARGV: 1 now_ms, 2 ttl_ms, 3 nonce, 4 cost, 5 lane (1 interactive to 4 backfill), 6 is_post, 7 is_upload, 8 day_margin (per mille of
--       the day that nobody spends), 9 post_limit (0: no such window), 10 upload_limit (0: none), 11 upload_window_ms, 12 hour_ms,
--       13 day_ms, 14 team, 15 share (per mille of a scarce window's last part that is the team's), then per cap: holder, credits a day
-- Answers {'granted', name} | {'refused', why, retry_at_ms} | {'unknown'} | {'uncounted', holder}
local now, ttl, nonce, cost, lane = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local is_post, is_upload = ARGV[6] == '1', ARGV[7] == '1'
local day_margin, post_limit, upload_limit = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local upload_window, hour_ms, day_ms = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local team, share = ARGV[14], tonumber(ARGV[15])
local FIRST_CAP = 16

-- What each lane keeps of a window from those below it, in thousandths: at least, and at most.
local AT_LEAST = {50, 60, 40, 0}
local AT_MOST = {250, 400, 200, 0}

local day, here = load(KEYS[1]), load(KEYS[2])
if not day or not here then return {'unknown'} end
local spent = {}
for index = FIRST_CAP, #ARGV, 2 do
  spent[ARGV[index]] = redis.call('HGET', KEYS[5], ARGV[index])
  if not spent[ARGV[index]] then return {'uncounted', ARGV[index]} end
end
local counts_posts = is_post and post_limit > 0
if counts_posts and here[POST] == 0 then
  here[POST] = window(post_limit, 0, 0, 0)
  here[POST][PROBE] = '?'
end
bury_dead(day, here, KEYS[3], now)

local refused, retry_at = nil, 0
local function refuse(why, at)
  if at > retry_at then refused, retry_at = why, at end
end

-- How much of the window's time is left, 0 to 1.
local function time_left(w, length)
  if w[RESETS] > 0 then return math.min(math.max((w[RESETS] - now) / length, 0), 1) end
  if w[BEGAN] > 0 then return math.min(math.max(1 - (now - w[BEGAN]) / length, 0.05), 1) end
  return 1
end

-- What lane `above` may still want of the window, were it as before: half as much again as it took in the last window, or as it
-- takes in this one, between the two bounds. It shrinks as the window ends, so that nothing is left unused.
local function wanted(w, above, left)
  local gone = math.max(1 - left, 0.1)
  local demand = 1.5 * math.max(w[OLD_LANE + above], w[NOW_LANE + above] / gone)
  return math.min(math.max(demand, w[LIMIT] * AT_LEAST[above] / 1000), w[LIMIT] * AT_MOST[above] / 1000)
end

-- The last part of a window, which is kept for people who wait, is divided among the teams by their weights; near the window's
-- end whatever is left of it is anybody's.
local scarce = {}
local function check_share(name, w, left)
  local pool = wanted(w, 1, left)
  local lent = math.max(0, 1 - left * 5)
  local slice = pool * (share / 1000 + (1 - share / 1000) * lent) * math.max(left, 0.2)
  local field = string.format('%s|%d|%s', name, w[BEGAN], team)
  local taken = tonumber(redis.call('HGET', KEYS[4], field) or '0')
  if taken + cost > math.max(slice, cost) then return refuse('team-share', now + 15000) end
  scarce[#scarce + 1] = field
end

local function check(name, w, amount, margin, length, keeps_lanes)
  roll_over(w, now)
  if w[CLOSED] > now then return refuse(name, w[CLOSED]) end
  if w[PROBE] ~= 0 and w[PROBE] ~= '?' then
    if redis.call('HEXISTS', KEYS[3], w[PROBE]) == 1 then return refuse(name, now + 500) end
    w[PROBE] = '?'
  end
  local left = time_left(w, length)
  local free = w[LIMIT] - w[USED] - w[EXTRA] - w[HELD] - math.ceil(w[LIMIT] * margin / 1000)
  local kept = 0
  if keeps_lanes then
    for above = 1, lane - 1 do kept = kept + wanted(w, above, left) * left end
  end
  if free - math.ceil(kept) < amount then
    -- What is kept for others shrinks with the time that is left, so it is worth a look before the reset.
    local resets = w[RESETS] > 0 and w[RESETS] + AFTER_RESET_MS or now + 60000
    local soon = now + math.min(math.max(5000, length / 60), 300000)
    return refuse(name, free >= amount and math.min(resets, soon) or resets)
  end
  if keeps_lanes and lane == 1 and share < 1000 and free - amount < wanted(w, 1, left) * left then
    check_share(name, w, left)
  end
end

check('client-day', day[DAY], cost, day_margin, day_ms, true)
check('user-hour', here[HOUR], cost, 0, hour_ms, true)
if counts_posts then check('post-hour', here[POST], 1, 0, hour_ms, false) end

local bucket = 0
if is_upload and upload_limit > 0 then
  local uploads = here[UPLOADS]
  if uploads[SHUT] > now then refuse('upload-hour', uploads[SHUT]) end
  bucket = slide(uploads, now, upload_window)
  upload_limit = learned_limit(uploads, upload_limit, now, upload_window)
  local counts, total = counts_of(uploads)
  if total >= upload_limit or counts[#counts] == 255 then
    -- The first moment at which so many have left the window that one more has room.
    local place = 0
    repeat
      place = place + 1
      total = total - counts[place]
    until total < upload_limit or place == #counts
    refuse('upload-hour', math.ceil((uploads[FIRST] + place + BUCKETS) * upload_window / BUCKETS) + AFTER_RESET_MS)
  end
end

for index = FIRST_CAP, #ARGV, 2 do
  if tonumber(spent[ARGV[index]]) + cost > tonumber(ARGV[index + 1]) then
    -- Caps are by the calendar day, UTC.
    refuse('cap:' .. ARGV[index], (math.floor(now / 86400000) + 1) * 86400000)
  end
end

if refused then
  save(KEYS[1], day); save(KEYS[2], here)
  return {'refused', refused, string.format('%d', retry_at)}
end

day[SEQ] = day[SEQ] + 1
local name = string.format('%d|%d|%d|%d|%d|%s', day[SEQ], cost, counts_posts and 1 or 0, lane, bucket, nonce)
local function take(w, amount)
  w[HELD] = w[HELD] + amount
  w[NOW_LANE + lane] = w[NOW_LANE + lane] + amount
  if w[PROBE] == '?' then w[PROBE] = name end
end
take(day[DAY], cost)
take(here[HOUR], cost)
if counts_posts then take(here[POST], 1) end
if bucket > 0 then change_bucket(here[UPLOADS], bucket, 1) end
local expires = now + ttl
if here[NEXT_EXPIRY] == 0 or expires < here[NEXT_EXPIRY] then here[NEXT_EXPIRY] = expires end
save(KEYS[1], day); save(KEYS[2], here)
redis.call('HSET', KEYS[3], name, string.format('%d', expires))
for index = 1, #scarce do redis.call('HINCRBY', KEYS[4], scarce[index], cost) end
if #scarce > 0 then redis.call('PEXPIRE', KEYS[4], day_ms) end
for index = FIRST_CAP, #ARGV, 2 do redis.call('HINCRBY', KEYS[5], ARGV[index], cost) end
return {'granted', name}
