-- Put uploads of the last hour back that Redis has forgotten.
-- ARGV: 1 now_ms, 2 upload_window_ms, then the moment of each upload in ms
local here = load(KEYS[2])
if not here then return 0 end
local length = tonumber(ARGV[2])
slide(here[UPLOADS], tonumber(ARGV[1]), length)
for index = 3, #ARGV do
  change_bucket(here[UPLOADS], math.floor(tonumber(ARGV[index]) * BUCKETS / length), 1)
end
save(KEYS[2], here)
return 1
