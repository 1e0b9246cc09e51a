-- Whose turn it is among teams that all wait in one lane: start-time fair queueing. Each team has a virtual time, which goes on by
-- what its operation costs, divided by its weight; the lowest goes next, and one that comes back from a rest starts at the present.
-- KEYS: 1 turns of the lane: team -> virtual time, and '' -> the lane's present
-- ARGV: 1 ttl_ms, then per team that waits: team, cost of its next operation, weight
-- Answers the place of the team whose turn it is, from 1.
local present = tonumber(redis.call('HGET', KEYS[1], '') or '0')
local best, best_time
for index = 2, #ARGV, 3 do
  local own = math.max(tonumber(redis.call('HGET', KEYS[1], ARGV[index]) or '0'), present)
  if not best or own < best_time then best, best_time = index, own end
end
redis.call('HSET', KEYS[1], '', best_time, ARGV[best], best_time + ARGV[best + 1] / ARGV[best + 2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return (best - 2) / 3 + 1
