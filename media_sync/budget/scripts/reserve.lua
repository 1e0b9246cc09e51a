-- Take `cost` out of every window that concerns a call, or out of none.
-- KEYS: 1 client-day, 2 user-hour, 3 post-hour, 4 upload log, 5 upload-hour, 6 reservations
-- ARGV: now_ms, ttl_ms, nonce, cost, is_post, is_upload, keep_day, keep_hour (per mille of the limit that this caller leaves
--       untouched), post_limit (0: no such window), upload_limit, upload_window_ms
-- Answers {'granted', member} | {'refused', window, retry_at_ms} | {'unknown'}
local now, ttl, nonce, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local is_post, is_upload = ARGV[5] == '1', ARGV[6] == '1'
local keep_day, keep_hour = tonumber(ARGV[7]), tonumber(ARGV[8])
local post_limit, upload_limit, upload_window = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local day, hour, post, log, uploads, held = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]

if redis.call('HEXISTS', day, 'limit') == 0 or redis.call('HEXISTS', hour, 'limit') == 0 then
  return {'unknown'}
end
local counts_posts = is_post and post_limit > 0
if counts_posts and redis.call('HEXISTS', post, 'limit') == 0 then
  redis.call('HSET', post, 'limit', post_limit, 'probe', '?')
end

-- Reservations whose caller never came back count as spent.
for _, member in ipairs(redis.call('ZRANGEBYSCORE', held, '-inf', now, 'LIMIT', 0, 50)) do
  local seq, dead_cost, dead_post = parts_of(member)
  unhold(day, dead_cost); add_extra(day, dead_cost, number(day, 'seq'))
  unhold(hour, dead_cost); add_extra(hour, dead_cost, number(day, 'seq'))
  if dead_post == 1 then unhold(post, 1); add_extra(post, 1, number(day, 'seq')) end
  redis.call('ZREM', held, member)
end

local refused, retry_at = nil, 0
local function refuse(name, at)
  if at > retry_at then refused, retry_at = name, at end
end

local function check(name, key, amount, keep)
  roll_over(key, now)
  local closed = number(key, 'closed')
  if closed > now then return refuse(name, closed) end
  local probe = redis.call('HGET', key, 'probe')
  if probe and probe ~= '?' then
    if redis.call('ZSCORE', held, probe) then return refuse(name, now + 500) end
    redis.call('HSET', key, 'probe', '?')
  end
  local limit = number(key, 'limit')
  local free = limit - number(key, 'used') - number(key, 'extra') - number(key, 'held') - math.floor(limit * keep / 1000)
  if free < amount then
    local resets = number(key, 'resets')
    -- No reset is known while the window waits for its first figures: they come with calls that are under way.
    return refuse(name, resets > 0 and resets + AFTER_RESET_MS or now + 60000)
  end
end

check('client-day', day, cost, keep_day)
check('user-hour', hour, cost, keep_hour)
if counts_posts then check('post-hour', post, 1, 0) end
if is_upload then
  local closed = number(uploads, 'closed')
  if closed > now then refuse('upload-hour', closed) end
  redis.call('ZREMRANGEBYSCORE', log, '-inf', now - upload_window)
  local count = redis.call('ZCARD', log)
  if count >= upload_limit then
    local frees = redis.call('ZRANGE', log, count - upload_limit, count - upload_limit, 'WITHSCORES')
    refuse('upload-hour', tonumber(frees[2]) + upload_window + AFTER_RESET_MS)
  end
end
if refused then return {'refused', refused, tostring(retry_at)} end

local seq = redis.call('HINCRBY', day, 'seq', 1)
local member = string.format('%d|%d|%d|%s', seq, cost, counts_posts and 1 or 0, nonce)
local function take(key, amount)
  redis.call('HINCRBY', key, 'held', amount)
  if redis.call('HGET', key, 'probe') == '?' then redis.call('HSET', key, 'probe', member) end
end
take(day, cost)
take(hour, cost)
if counts_posts then take(post, 1) end
if is_upload then
  redis.call('ZADD', log, now, member)
  redis.call('PEXPIRE', log, upload_window + 60000)
end
redis.call('ZADD', held, now + ttl, member)
return {'granted', member}
