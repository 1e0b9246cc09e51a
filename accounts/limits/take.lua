-- Take from every allowance, or from none. All of an allowance may be used at once; what is used comes back evenly over the period.
-- KEYS: 1 refusals, a count by name; then one for each allowance: what is used of it, and as of which moment
-- ARGV: 1 now_ms, 2 period_ms, then for each allowance: its name, how much it is, how much is asked for
-- Answers the place of the allowance that refuses longest, 0 when none does, and the milliseconds until there is room.
local now, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local refusing, wait_ms, all_used = 0, 0, {}

for place = 1, #KEYS - 1 do
  local limit, amount = tonumber(ARGV[3 * place + 1]), tonumber(ARGV[3 * place + 2])
  local used, at = string.match(redis.call('GET', KEYS[place + 1]) or '0 0', '^(%S+) (%S+)$')
  -- A clock that is behind another machine's gives nothing back until it has caught up.
  used = math.max(tonumber(used) - math.max(now - tonumber(at), 0) * limit / period, 0)
  all_used[place] = used + amount
  -- More than the whole allowance passes when nothing is used; it then takes as much longer to come back.
  local missing = used + math.min(amount, limit) - limit
  if missing > 0 then
    local until_room = math.ceil(missing * period / limit)
    if until_room > wait_ms then refusing, wait_ms = place, until_room end
  end
end

if refusing > 0 then
  redis.call('HINCRBY', KEYS[1], ARGV[3 * refusing], 1)
  return {refusing, wait_ms}
end
for place = 1, #KEYS - 1 do
  local whole_again_ms = math.ceil(all_used[place] * period / tonumber(ARGV[3 * place + 1]))
  redis.call('SET', KEYS[place + 1], string.format('%.17g %d', all_used[place], now), 'PX', math.max(whole_again_ms, 1))
end
return {0, 0}
