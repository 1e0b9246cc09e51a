-- Take `cost` out of every window that concerns a call, or out of none.
-- ARGV: 1 "now_ms cost lane windows" (lane: 1 interactive to 4 backfill; windows besides credits: nothing, "post" or "upload", which is a
--       post too), and where shares and caps are given: 2 team, 3 share (thousandths of a scarce window's last part that are the
--       team's), then per cap: holder, credits a day
-- Answers the reservation's name, or {'refused', why, retry_at_ms} | {'unknown'} | {'uncounted', holder}
local now, cost, lane, kind = string.match(ARGV[1], '^(%d+) (%d+) (%d) (%a*)$')
now, cost, lane = tonumber(now), tonumber(cost), tonumber(lane)
local counts_posts = kind ~= '' and POST_LIMIT > 0
local share = tonumber(ARGV[3] or '1000')
local FIRST_CAP = 4

local day, here, buckets = load()
if not day or not here or day[DAY + LIMIT] == 0 or here[HOUR + LIMIT] == 0 then return {'unknown'} end
for index = FIRST_CAP, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[4], ARGV[index]) == 0 then return {'uncounted', ARGV[index]} end
end
if counts_posts and here[POST + LIMIT] == 0 then
  here[POST + LIMIT], here[POST + PROBE] = POST_LIMIT, WANTED
end

local refused, retry_at, scarce = nil, 0, nil
local function refuse(why, at)
  if at > retry_at then refused, retry_at = why, at end
end

-- Most calls come in calm: no window turns over, none is shut or waits for its first figures, nobody has died, and so much is free that no
-- lane and no team comes near to what is kept for others. Only where it is not so, a closer look is worth its time.
local most_kept = lane == 1 and (share < 1000 and 0.25 or 0) or lane == 2 and 0.25 or lane == 3 and 0.65 or 0.85
local function is_calm(windows, base, amount, kept)
  local limit, resets = windows[base + LIMIT], windows[base + RESETS]
  return windows[base + PROBE] == 0 and windows[base + CLOSED] <= now
         and (resets > 0 and now < resets + AFTER_RESET_MS or resets == 0 and now < windows[base + BEGAN] + HOUR_MS)
         and limit - limit * kept - windows[base + USED] - windows[base + EXTRA] - windows[base + HELD] >= amount
end

if here[SHORT_AT] ~= math.floor(now / SHORT_STEP) or here[LONG_AT] ~= math.floor(now / LONG_STEP)
   or not is_calm(day, DAY, cost + 1, most_kept + DAY_MARGIN / 1000) or not is_calm(here, HOUR, cost, most_kept)
   or counts_posts and not is_calm(here, POST, 1, 0) then
  bury_all_dead(day, here, now)

  -- What each lane keeps of a window from those below it, in thousandths: at least, and at most.
  local AT_LEAST = {50, 60, 40}
  local AT_MOST = {250, 400, 200}

  -- What lane `above` may still want of a window, were it as before: half as much again as it took in the last window, or as it takes in
  -- this one, between the two bounds. In proportion to the time that is left it shrinks, so that nothing is left unused.
  local function wanted(windows, base, above, left)
    local demand = 1.5 * math.max(windows[base + OLD_LANE + above], windows[base + NOW_LANE + above] / math.max(1 - left, 0.1))
    local limit = windows[base + LIMIT]
    return math.min(math.max(demand, limit * AT_LEAST[above] / 1000), limit * AT_MOST[above] / 1000)
  end

  -- The last part of a window, which is kept for people who wait, is divided among the teams by their weights; near the window's end
  -- whatever is left of it is anybody's.
  local function check_share(name, windows, base, left)
    local pool, lent = wanted(windows, base, 1, left), math.max(0, 1 - left * 5)
    local slice = pool * (share / 1000 + (1 - share / 1000) * lent) * math.max(left, 0.2)
    local field = string.format('%s|%d|%s', name, windows[base + BEGAN], ARGV[2])
    local taken = tonumber(redis.call('HGET', KEYS[3], field) or '0')
    if taken + cost > math.max(slice, cost) then return refuse('team-share', now + 15000) end
    scarce = scarce or {}
    scarce[#scarce + 1] = field
  end

  -- `length`: of a window of credits, which lanes keep from each other; nil for posts.
  local function check(name, windows, base, amount, margin, length)
    roll_over(windows, base, now, length or HOUR_MS)
    if windows[base + CLOSED] > now then return refuse(name, windows[base + CLOSED]) end
    if windows[base + PROBE] > 0 then
      if windows[base + PROBE_BY] > now then return refuse(name, now + 500) end
      windows[base + PROBE] = WANTED
    end
    local resets, kept, left = windows[base + RESETS], 0, 1
    local free = windows[base + LIMIT] - windows[base + USED] - windows[base + EXTRA] - windows[base + HELD] - margin
    if length and (lane > 1 or share < 1000) then
      if resets > 0 then
        left = math.min(math.max((resets - now) / length, 0), 1)
      elseif windows[base + BEGAN] > 0 then
        left = math.min(math.max(1 - (now - windows[base + BEGAN]) / length, 0.05), 1)
      end
      for above = 1, lane - 1 do kept = kept + wanted(windows, base, above, left) * left end
    end
    if free - math.ceil(kept) < amount then
      local at = resets > 0 and resets + AFTER_RESET_MS or now + 60000
      -- What is kept for others shrinks with the time that is left, so it is worth a look before the reset.
      if free >= amount then at = math.min(at, now + math.min(math.max(5000, length / 60), 300000)) end
      return refuse(name, at)
    end
    if length and lane == 1 and share < 1000 and free - amount < wanted(windows, base, 1, left) * left then
      check_share(name, windows, base, left)
    end
  end

  check('client-day', day, DAY, cost, math.ceil(day[DAY + LIMIT] * DAY_MARGIN / 1000), DAY_MS)
  check('user-hour', here, HOUR, cost, 0, HOUR_MS)
  if counts_posts then check('post-hour', here, POST, 1, 0, nil) end
end

local bucket = 0
if kind == 'upload' and UPLOAD_LIMIT > 0 then
  if here[SHUT] > now then refuse('upload-hour', here[SHUT]) end
  buckets, bucket = slide(here, buckets, now)
  local limit, counts, total = upload_limit(here, now), counts_of(buckets)
  if total >= limit or counts[#counts] == 255 then
    -- The first moment at which so many have left the window that one more has room.
    local place = 0
    repeat
      place = place + 1
      total = total - counts[place]
    until total < limit or place == #counts
    refuse('upload-hour', math.ceil((here[FIRST] + place + BUCKETS) * UPLOAD_WINDOW / BUCKETS) + AFTER_RESET_MS)
  end
end

for index = FIRST_CAP, #ARGV, 2 do
  if tonumber(redis.call('HGET', KEYS[4], ARGV[index])) + cost > tonumber(ARGV[index + 1]) then
    -- Caps are by the calendar day, UTC.
    refuse('cap:' .. ARGV[index], (math.floor(now / 86400000) + 1) * 86400000)
  end
end

if refused then
  save(day, here, buckets)
  return {'refused', refused, string.format('%d', retry_at)}
end

local seq, is_upload = day[SEQ] + 1, kind == 'upload'
local expires = now + (is_upload and UPLOAD_LASTS or LASTS)
local step = math.floor(expires / (is_upload and LONG_STEP or SHORT_STEP))
local function take(windows, base, amount)
  -- Of a window that nobody has used Imgur tells a reset, but it begins with its first use, which is this: when it ends is not known
  -- until the next figures.
  if windows[base + USED] + windows[base + EXTRA] + windows[base + HELD] == 0 then
    windows[base + RESETS], windows[base + BEGAN] = 0, now
  end
  windows[base + HELD] = windows[base + HELD] + amount
  if base ~= POST then windows[base + NOW_LANE + lane] = windows[base + NOW_LANE + lane] + amount end
  if windows[base + PROBE] == WANTED then windows[base + PROBE], windows[base + PROBE_BY] = seq, now + PROBE_LASTS end
end
day[SEQ] = seq
take(day, DAY, cost)
take(here, HOUR, cost)
local place = (is_upload and LONG or SHORT) + 1 + step % STEPS * 2
here[place] = here[place] + cost
if counts_posts then
  take(here, POST, 1)
  here[place + 1] = here[place + 1] + 1
end
if bucket > 0 then buckets = change_bucket(here, buckets, bucket, 1) end
save(day, here, buckets)
if scarce then
  for index = 1, #scarce do redis.call('HINCRBY', KEYS[3], scarce[index], cost) end
  -- Not put off with each use: what was taken of windows that are over would never go.
  if redis.call('PTTL', KEYS[3]) < 0 then redis.call('PEXPIRE', KEYS[3], 2 * DAY_MS) end
end
for index = FIRST_CAP, #ARGV, 2 do redis.call('HINCRBY', KEYS[4], ARGV[index], cost) end
return string.format('%d|%d|%d|%d|%d|%d', seq, cost, counts_posts and 1 or 0, lane, is_upload and math.max(bucket, 1) or 0, step)
