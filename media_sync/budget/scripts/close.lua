-- Imgur refused for want of credits: shut a window until a moment, for everybody at once.
-- KEYS: 1 the window   ARGV: until_ms, learned limit (0: none)
local closed = number(KEYS[1], 'closed')
if tonumber(ARGV[1]) > closed then redis.call('HSET', KEYS[1], 'closed', ARGV[1]) end
if tonumber(ARGV[2]) > 0 then redis.call('HSET', KEYS[1], 'limit', ARGV[2]) end
return 1
