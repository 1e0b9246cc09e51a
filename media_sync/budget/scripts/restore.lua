-- Begin anew from what Imgur says and what was written down, when Redis has forgotten.
-- ARGV: 1 now_ms, per window limit, used, resets_ms ('' for limit: not known), then per call that is under way (it is in nobody's figures
--       yet, and cannot be settled under its old name): cost, 1 if it is a POST
-- What is there already is left as it is: it knows more than we do.
local now = tonumber(ARGV[1])
local day, here, buckets = load()
if day and here then return 0 end

local function nothing(count)
  local numbers = {}
  for index = 1, count do numbers[index] = 0 end
  return numbers
end

local function told(windows, base, first)
  if ARGV[first] == '' then return end
  windows[base + LIMIT], windows[base + USED] = tonumber(ARGV[first]), tonumber(ARGV[first + 1])
  windows[base + RESETS], windows[base + TOLD] = tonumber(ARGV[first + 2]) or 0, now
end

if not day then
  day = nothing(DAY + PLACES)
  -- Numbers of reservations go on from the clock, so that they stay above all that were given out before.
  day[SEQ] = now
  told(day, DAY, 2)
end
if not here then
  here, buckets = nothing(LONG + 2 * STEPS), string.rep('\0', BUCKETS + 1)
  here[SHORT_AT], here[LONG_AT] = math.floor(now / SHORT_STEP), math.floor(now / LONG_STEP)
  told(here, HOUR, 5)
  told(here, POST, 8)
end
local place = SHORT + 1 + math.floor((now + LASTS) / SHORT_STEP) % STEPS * 2
for index = 11, #ARGV, 2 do
  local cost, posts = tonumber(ARGV[index]), tonumber(ARGV[index + 1])
  day[DAY + HELD], here[HOUR + HELD] = day[DAY + HELD] + cost, here[HOUR + HELD] + cost
  here[POST + HELD] = here[POST + HELD] + posts
  here[place], here[place + 1] = here[place] + cost, here[place + 1] + posts
end
save(day, here, buckets)
return 1
