-- A call came back: give back what it held, and take Imgur's own figures.
-- KEYS: as reserve.lua
-- ARGV: now_ms, member, outcome ('counted' | 'free'), then limit, used, resets_ms of client-day, user-hour, post-hour ('' where the
--       answer does not tell)
-- `free`: Imgur did not count it (it never left, or Imgur refused it for want of credits).
local now, member, outcome = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local day, hour, post, log, uploads, held = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local seq, cost, is_post = parts_of(member)
local was_held = redis.call('ZREM', held, member) == 1

local function settle(key, amount, limit, used, resets)
  if redis.call('HEXISTS', key, 'limit') == 0 then return end
  if was_held then unhold(key, amount) end
  if redis.call('HGET', key, 'probe') == member then redis.call('HSET', key, 'probe', '?') end
  if limit == '' or used == '' then
    -- A reservation that had run out was counted then.
    if outcome == 'counted' and was_held then add_extra(key, amount, number(day, 'seq')) end
    return
  end
  limit, used, resets = tonumber(limit), tonumber(used), tonumber(resets) or 0
  local known, before = number(key, 'resets'), number(key, 'used')
  local is_new
  if resets > 0 and resets + SAME_MOMENT_MS <= now then return end  -- an answer from a window that is over
  if resets > 0 and known > 0 then
    is_new = math.abs(resets - known) > SAME_MOMENT_MS
  else
    -- No moment to compare: figures only grow within a window, so a deep fall is a new one.
    is_new = used + number(key, 'held') + limit / 100 < before
  end
  if is_new then
    redis.call('HSET', key, 'used', used)
  else
    redis.call('HSET', key, 'used', math.max(before, used))
  end
  redis.call('HSET', key, 'limit', limit, 'told', now)
  if resets > 0 then redis.call('HSET', key, 'resets', resets) end
  if is_new or seq > number(key, 'extra_at') then redis.call('HSET', key, 'extra', 0) end
  redis.call('HDEL', key, 'probe')
end

settle(day, cost, ARGV[4], ARGV[5], ARGV[6])
settle(hour, cost, ARGV[7], ARGV[8], ARGV[9])
if is_post == 1 then settle(post, 1, ARGV[10], ARGV[11], ARGV[12]) end
if outcome == 'free' then redis.call('ZREM', log, member) end
return 1
