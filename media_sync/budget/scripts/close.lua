-- Imgur refused for want of credits: shut a window until a moment, for everybody at once.
-- ARGV: 1 now_ms, 2 window, 3 until_ms
local now, name, until_ms = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local day, here, buckets = load()
if not day or not here then return 0 end
if name == 'upload-hour' then
  here[SHUT] = math.max(here[SHUT], until_ms)
  buckets = slide(here, buckets, now)
  -- What it took until now; a few have to go through, or nothing new is ever learned.
  local _, total = counts_of(buckets)
  here[LEARNED], here[SINCE] = math.max(total, 5), now
elseif name == 'client-day' then
  day[DAY + CLOSED] = math.max(day[DAY + CLOSED], until_ms)
else
  local base = name == 'user-hour' and HOUR or POST
  if base == POST and here[POST + LIMIT] == 0 then here[POST + LIMIT] = POST_LIMIT end
  here[base + CLOSED] = math.max(here[base + CLOSED], until_ms)
end
save(day, here, buckets)
return 1
