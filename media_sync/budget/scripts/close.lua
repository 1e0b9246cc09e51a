-- Imgur refused for want of credits: shut a window until a moment, for everybody at once.
-- KEYS: 1 the window   ARGV: until_ms
local closed = number(KEYS[1], 'closed')
if tonumber(ARGV[1]) > closed then redis.call('HSET', KEYS[1], 'closed', ARGV[1]) end
return 1
