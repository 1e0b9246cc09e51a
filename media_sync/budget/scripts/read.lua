-- How the windows stand, for pages, snapshots and reports. Changes nothing.
-- ARGV: 1 now_ms, 2 upload_window_ms, 3 upload_limit
-- Answers {} when nothing is known, else {day, hour, post or {}, {shut, uploads in the window, how many it takes}}
local day, here = load(KEYS[1]), load(KEYS[2])
if not day or not here then return {} end
local uploads, now, length = here[UPLOADS], tonumber(ARGV[1]), tonumber(ARGV[2])
slide(uploads, now, length)
local _, total = counts_of(uploads)

-- Whole numbers only: a fraction would be cut off on its way.
local function shown(w)
  if w == 0 then return {} end
  return {w[LIMIT], w[USED], w[EXTRA], w[HELD], w[RESETS], w[TOLD], w[CLOSED], w[BEGAN], w[NOW_LANE + 1], w[NOW_LANE + 2],
          w[NOW_LANE + 3], w[NOW_LANE + 4]}
end
return {shown(day[DAY]), shown(here[HOUR]), shown(here[POST]), {uploads[SHUT], total, learned_limit(uploads, tonumber(ARGV[3]), now, length)}}
