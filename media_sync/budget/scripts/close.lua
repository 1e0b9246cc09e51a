-- Imgur refused for want of credits: shut a window until a moment, for everybody at once.
-- ARGV: 1 now_ms, 2 window, 3 until_ms, 4 post_limit (for the hour of posts, should it not be there yet), 5 upload_window_ms
local now, name, until_ms = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local day, here = load(KEYS[1]), load(KEYS[2])
if not day or not here then return 0 end
if name == 'upload-hour' then
  local uploads = here[UPLOADS]
  uploads[SHUT] = math.max(uploads[SHUT], until_ms)
  slide(uploads, now, tonumber(ARGV[5]))
  -- What it took until now; a few have to go through, or nothing new is ever learned.
  local _, total = counts_of(uploads)
  uploads[LEARNED], uploads[SINCE] = math.max(total, 5), now
else
  if name == 'post-hour' and here[POST] == 0 then here[POST] = window(tonumber(ARGV[4]), 0, 0, 0) end
  local w = name == 'client-day' and day[DAY] or name == 'user-hour' and here[HOUR] or here[POST]
  w[CLOSED] = math.max(w[CLOSED], until_ms)
end
save(KEYS[1], day); save(KEYS[2], here)
return 1
