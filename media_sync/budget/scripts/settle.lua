-- A call came back: give back what it held, and take Imgur's own figures.
-- ARGV: 1 now_ms, 2 name, 3 outcome ('counted' | 'free'), and where the answer tells any, 4 on: limit, used, resets_ms of client-day,
--       user-hour, post-hour ('' where it does not tell), then the holders whose caps it counts against
-- `free`: Imgur did not count it (it never left, or Imgur refused it for want of credits).
-- Answers what the call really took of the day by Imgur's figures, where nothing else was under way meanwhile; else -1.
local now, name, outcome = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local FIRST_HOLDER = 13
local seq, cost, posts, lane, bucket, step = string.match(name, NAME)
seq, cost, posts, lane = tonumber(seq), tonumber(cost), tonumber(posts), tonumber(lane)
bucket, step = tonumber(bucket), tonumber(step)
local day, here, buckets = load()
if not day or not here then return -1 end
bury_all_dead(day, here, now)

-- Held until now, or counted as spent already because it came back too late.
local is_upload = bucket > 0
local was_held = seq > 0 and step >= here[is_upload and LONG_AT or SHORT_AT]
if was_held then
  local place = (is_upload and LONG or SHORT) + 1 + step % STEPS * 2
  was_held = here[place] >= cost
  if was_held then here[place], here[place + 1] = here[place] - cost, here[place + 1] - posts end
end
local took = -1

local function settle(windows, base, amount, limit, used, resets)
  if was_held then
    windows[base + HELD] = math.max(windows[base + HELD] - amount, 0)
    if outcome == 'free' and base ~= POST then
      windows[base + NOW_LANE + lane] = math.max(windows[base + NOW_LANE + lane] - amount, 0)
    end
  end
  if windows[base + PROBE] == seq and seq > 0 then windows[base + PROBE] = WANTED end
  if not limit or limit == '' then
    -- A reservation that had run out was counted then.
    if outcome == 'counted' and was_held then
      windows[base + EXTRA], windows[base + EXTRA_AT] = windows[base + EXTRA] + amount, day[SEQ]
    end
    return
  end
  limit, used, resets = tonumber(limit), tonumber(used), tonumber(resets) or 0
  if resets > 0 and resets + SAME_MOMENT_MS <= now then return end  -- an answer from a window that is over
  local is_new
  if resets > 0 and windows[base + RESETS] > 0 then
    is_new = math.abs(resets - windows[base + RESETS]) > SAME_MOMENT_MS
  else
    -- No moment to compare: figures only grow within a window, so a deep fall is a new one. Not of a call that was out already when the
    -- greater figure came: its answer may be the older one.
    is_new = (seq == 0 or seq > windows[base + TOLD_SEQ]) and used + windows[base + HELD] + limit / 100 < windows[base + USED]
  end
  -- The only call since the figure before, and nothing else on its way: the difference is its price.
  local is_alone = was_held and seq == windows[base + TOLD_SEQ] + 1 and seq == day[SEQ]
                   and windows[base + HELD] == 0 and windows[base + EXTRA] == 0
  if windows == day and is_alone and not is_new and windows[base + TOLD] > 0 and windows[base + PROBE] == 0 then
    took = used - windows[base + USED]
  end
  if is_new or used >= windows[base + USED] then windows[base + TOLD_SEQ] = day[SEQ] end
  if is_new then
    windows[base + USED] = used
    if windows[base + PROBE] == 0 then begin(windows, base, now) end
  else
    windows[base + USED] = math.max(windows[base + USED], used)
  end
  if is_new or seq > windows[base + EXTRA_AT] then windows[base + EXTRA] = 0 end
  windows[base + LIMIT], windows[base + TOLD], windows[base + PROBE] = limit, now, 0
  if resets > 0 then windows[base + RESETS] = resets end
end

settle(day, DAY, cost, ARGV[4], ARGV[5], ARGV[6])
settle(here, HOUR, cost, ARGV[7], ARGV[8], ARGV[9])
if posts == 1 and here[POST + LIMIT] > 0 then settle(here, POST, 1, ARGV[10], ARGV[11], ARGV[12]) end
if outcome == 'free' and was_held then
  if is_upload then
    buckets = slide(here, buckets, now)
    buckets = change_bucket(here, buckets, bucket, -1)
  end
  for index = FIRST_HOLDER, #ARGV do
    -- Not known any more: it is then counted anew from the ledger, which has nothing of this call.
    if redis.call('HEXISTS', KEYS[4], ARGV[index]) == 1 then redis.call('HINCRBY', KEYS[4], ARGV[index], -cost) end
  end
end
save(day, here, buckets)
return took
