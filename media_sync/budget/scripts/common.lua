-- Shared by all scripts of the budget; put in front of each by media_sync/budget/store.py.
--
-- A window is a hash:
--   limit    credits that the window holds
--   used     limit - remaining, by Imgur's own last word
--   extra    spent by calls that came back without figures; inside the next figure that Imgur gives
--   extra_at number of the last reservation that could not know of `extra`
--   held     reserved by calls that are under way
--   resets   the moment at which Imgur resets it, in ms; 0 while it has not told
--   probe    after a reset: the one reservation that may go out before Imgur has told the new window's figures
--   told     when Imgur last told figures, in ms
--   closed   shut until this moment, in ms, because Imgur refused
-- So limit - used - extra - held is never more than what is left at Imgur: whatever Imgur has counted is in `used`, in
-- `extra`, or still held.

local function number(key, field)
  return tonumber(redis.call('HGET', key, field) or '0') or 0
end

-- Imgur's clock and ours differ a little; what arrives within this is the same moment.
local SAME_MOMENT_MS = 5000
-- Past the reset by this much, the window is taken to be a new one.
local AFTER_RESET_MS = 1500

local function roll_over(key, now)
  local resets = number(key, 'resets')
  if resets > 0 and now >= resets + AFTER_RESET_MS then
    redis.call('HSET', key, 'used', 0, 'extra', 0, 'resets', 0, 'probe', '?')
  end
end

-- A reservation's name carries what it holds, so that it can be given back without a second key: seq|cost|post|nonce
local function parts_of(member)
  local seq, cost, post = string.match(member, '^(%d+)|(%d+)|(%d+)|')
  return tonumber(seq), tonumber(cost), tonumber(post)
end

local function add_extra(key, amount, seq)
  if amount > 0 then
    redis.call('HINCRBY', key, 'extra', amount)
    redis.call('HSET', key, 'extra_at', seq)
  end
end

local function unhold(key, amount)
  if amount > 0 and redis.call('EXISTS', key) == 1 then
    local left = number(key, 'held') - amount
    redis.call('HSET', key, 'held', math.max(left, 0))
  end
end
