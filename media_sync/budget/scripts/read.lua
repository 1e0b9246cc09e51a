-- How the windows stand, for pages, snapshots and reports. Changes nothing.
-- ARGV: 1 now_ms
-- Answers {} when nothing is known, else {day, hour, post, uploads}; a window that is not known is empty, uploads are {shut, uploads in
-- the window, how many it takes}
local now = tonumber(ARGV[1])
local day, here, buckets = load()
if not day or not here then return {} end
local _, total = counts_of((slide(here, buckets, now)))

local function shown(windows, base)
  if windows[base + LIMIT] == 0 then return {} end
  local numbers = {}
  for index, place in ipairs({LIMIT, USED, EXTRA, HELD, RESETS, TOLD, CLOSED, BEGAN}) do
    numbers[index] = windows[base + place]
  end
  for lane = 1, 4 do numbers[8 + lane] = base == POST and 0 or windows[base + NOW_LANE + lane] end
  return numbers
end
return {shown(day, DAY), shown(here, HOUR), shown(here, POST), {here[SHUT], total, upload_limit(here, now)}}
