-- A call came back: give back what it held, and take Imgur's own figures.
-- ARGV: 1 now_ms, 2 name, 3 outcome ('counted' | 'free'), 4 upload_window_ms, then limit, used, resets_ms of client-day, user-hour,
--       post-hour ('' where the answer does not tell), then the holders whose caps it counts against
-- `free`: Imgur did not count it (it never left, or Imgur refused it for want of credits).
-- Answers what the call really took of the day by Imgur's figures, where nothing else was under way meanwhile; else -1.
local now, name, outcome, upload_window = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])
local FIRST_HOLDER = 14
local day, here = load(KEYS[1]), load(KEYS[2])
local seq, cost, is_post, lane, bucket = parts_of(name)
local was_held = redis.call('HDEL', KEYS[3], name) == 1
if not day or not here then return -1 end
local took = -1

local function settle(w, amount, limit, used, resets)
  if was_held then unhold(w, amount) end
  if was_held and outcome == 'free' then w[NOW_LANE + lane] = math.max(w[NOW_LANE + lane] - amount, 0) end
  if w[PROBE] == name then w[PROBE] = '?' end
  if limit == '' or used == '' then
    -- A reservation that had run out was counted then.
    if outcome == 'counted' and was_held then add_extra(w, amount, day[SEQ]) end
    return
  end
  limit, used, resets = tonumber(limit), tonumber(used), tonumber(resets) or 0
  if resets > 0 and resets + SAME_MOMENT_MS <= now then return end  -- an answer from a window that is over
  local is_new
  if resets > 0 and w[RESETS] > 0 then
    is_new = math.abs(resets - w[RESETS]) > SAME_MOMENT_MS
  else
    -- No moment to compare: figures only grow within a window, so a deep fall is a new one.
    is_new = used + w[HELD] + limit / 100 < w[USED]
  end
  -- The only call since the figure before, and nothing else on its way: the difference is its price.
  local is_alone = was_held and seq == w[TOLD_SEQ] + 1 and seq == day[SEQ] and w[HELD] == 0 and w[EXTRA] == 0
  if w == day[DAY] and is_alone and not is_new and w[TOLD] > 0 and w[PROBE] == 0 then took = used - w[USED] end
  if is_new then
    w[USED] = used
    if w[PROBE] == 0 then begin(w, now) end
  else
    w[USED] = math.max(w[USED], used)
  end
  w[LIMIT], w[TOLD], w[TOLD_SEQ], w[PROBE] = limit, now, day[SEQ], 0
  if resets > 0 then w[RESETS] = resets end
  if is_new or seq > w[EXTRA_AT] then w[EXTRA] = 0 end
end

settle(day[DAY], cost, ARGV[5], ARGV[6], ARGV[7])
settle(here[HOUR], cost, ARGV[8], ARGV[9], ARGV[10])
if is_post == 1 and here[POST] ~= 0 then settle(here[POST], 1, ARGV[11], ARGV[12], ARGV[13]) end
if outcome == 'free' and was_held then
  if bucket > 0 then
    slide(here[UPLOADS], now, upload_window)
    change_bucket(here[UPLOADS], bucket, -1)
  end
  for index = FIRST_HOLDER, #ARGV do
    -- Not known any more: it is then counted anew from the ledger, which has nothing of this call.
    if redis.call('HEXISTS', KEYS[5], ARGV[index]) == 1 then redis.call('HINCRBY', KEYS[5], ARGV[index], -cost) end
  end
end
save(KEYS[1], day); save(KEYS[2], here)
return took
