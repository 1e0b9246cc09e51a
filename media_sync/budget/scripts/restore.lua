-- Begin anew from what Imgur says and what was written down, when Redis has forgotten.
-- ARGV: 1 now_ms, 2 until_ms, per window limit, used, resets_ms ('' for limit: not known), then one reservation's name for each call
--       that is under way: it is in nobody's figures yet and cannot be settled under its old name
-- What is there already is left as it is: it knows more than we do.
local now, until_ms = tonumber(ARGV[1]), tonumber(ARGV[2])
local day, here = load(KEYS[1]), load(KEYS[2])
if day and here then return 0 end

local function told(first)
  if ARGV[first] == '' then return 0 end
  return window(tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2]) or 0, now)
end
-- Numbers of reservations go on from the clock, so that they stay above all that were given out before.
day = day or {now, told(3)}
here = here or {0, told(6), told(9), {0, 0, string.rep('\0', BUCKETS + 1), 0, 0}}
for index = 12, #ARGV do
  local _, cost, post = parts_of(ARGV[index])
  day[DAY][HELD], here[HOUR][HELD] = day[DAY][HELD] + cost, here[HOUR][HELD] + cost
  if post == 1 and here[POST] ~= 0 then here[POST][HELD] = here[POST][HELD] + 1 end
  here[NEXT_EXPIRY] = until_ms
  redis.call('HSET', KEYS[3], ARGV[index], ARGV[2])
end
save(KEYS[1], day); save(KEYS[2], here)
return 1
