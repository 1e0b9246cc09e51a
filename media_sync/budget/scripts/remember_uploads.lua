-- Put uploads of the last hour back that Redis has forgotten.
-- ARGV: 1 now_ms, then the moment of each upload in ms
local day, here, buckets = load()
if not day or not here then return 0 end
buckets = slide(here, buckets, tonumber(ARGV[1]))
for index = 2, #ARGV do
  buckets = change_bucket(here, buckets, math.floor(tonumber(ARGV[index]) * BUCKETS / UPLOAD_WINDOW), 1)
end
save(day, here, buckets)
return 1
