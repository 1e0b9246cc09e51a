-- Begin anew from what Imgur says and what was written down, when Redis has forgotten.
-- KEYS: 1 client-day, 2 user-hour, 3 post-hour, 4 reservations
-- ARGV: now_ms, until_ms, per window limit, used, resets_ms ('' for limit: leave the window alone), then one reservation's name for
--       each call that is under way: it is in nobody's figures yet and cannot be settled under its old name
-- Windows that are there already are left as they are: they know more than we do.
local now, until_ms = tonumber(ARGV[1]), ARGV[2]
if redis.call('HEXISTS', KEYS[1], 'limit') == 1 and redis.call('HEXISTS', KEYS[2], 'limit') == 1 then return 0 end

for index = 1, 3 do
  local limit, used, resets = ARGV[index * 3], ARGV[index * 3 + 1], ARGV[index * 3 + 2]
  if limit ~= '' and redis.call('HEXISTS', KEYS[index], 'limit') == 0 then
    redis.call('HSET', KEYS[index], 'limit', limit, 'used', used, 'resets', resets, 'extra', 0, 'held', 0, 'told', now)
  end
end
-- Numbers of reservations go on from the clock, so that they stay above all that were given out before.
redis.call('HSET', KEYS[1], 'seq', string.format('%d', now))
for index = 12, #ARGV do
  local _, cost, post = parts_of(ARGV[index])
  redis.call('HINCRBY', KEYS[1], 'held', cost)
  redis.call('HINCRBY', KEYS[2], 'held', cost)
  if post == 1 and redis.call('HEXISTS', KEYS[3], 'limit') == 1 then redis.call('HINCRBY', KEYS[3], 'held', 1) end
  redis.call('ZADD', KEYS[4], until_ms, ARGV[index])
end
return 1
