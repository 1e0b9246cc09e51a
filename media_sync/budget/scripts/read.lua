-- How the windows stand, for pages, snapshots and reports. Changes nothing.
-- ARGV: 1 now_ms
-- Answers {} when nothing is known, else {day, hour, post, uploads}; a window that is not known is empty, uploads are {shut, uploads in
-- the window, how many it takes, number of the first bucket, a byte for each bucket}
local now = tonumber(ARGV[1])
local day, here, buckets = load()
if not day or not here then return {} end
buckets = slide(here, buckets, now)
local _, total = counts_of(buckets)

local function shown(windows, base)
  if windows[base + LIMIT] == 0 then return {} end
  local numbers = {}
  for index, place in ipairs({LIMIT, USED, EXTRA, HELD, RESETS, TOLD, CLOSED, BEGAN}) do
    numbers[index] = windows[base + place]
  end
  for lane = 1, 4 do
    local has_lanes = base ~= POST
    numbers[8 + lane] = has_lanes and windows[base + NOW_LANE + lane] or 0
    numbers[12 + lane] = has_lanes and windows[base + OLD_LANE + lane] or 0
  end
  return numbers
end
return {shown(day, DAY), shown(here, HOUR), shown(here, POST),
        {here[SHUT], total, upload_limit(here, now), here[FIRST], buckets}}
