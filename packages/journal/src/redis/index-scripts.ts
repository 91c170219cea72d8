import { NOW } from './entry-scripts.js';

/** How long a record that a client has may be missing because it is about to be created. */
const CREATING_MS = 60_000;

/**
 * Scripts that run on what spans records. `list` has the records of a client with their times as scores, `active` the bytes of those
 * that have not ended, as far as it is known. An index of all records has a time of each as its score.
 */
export const INDEX_SCRIPTS: Readonly<
  Record<'reserve' | 'charge' | 'release' | 'listed' | 'due' | 'schedule', string>
> = {
  /** KEYS: list, active. ARGV: ref, maxRecords, lifeMs. Returns a time that no other record of the client has; or the refs in active. */
  reserve: `${NOW}
local created = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not created or redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then
  if redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[2]) then return redis.call('HKEYS', KEYS[2]) end
  local newest = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
  created = math.max(now, tonumber(newest or 0) + 1)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
  redis.call('ZADD', KEYS[1], created, ARGV[1])
  redis.call('HSET', KEYS[2], ARGV[1], 0)
  for _, key in ipairs(KEYS) do
    if redis.call('PTTL', key) < tonumber(ARGV[3]) then redis.call('PEXPIRE', key, ARGV[3]) end
  end
end
return { tonumber(created) }`,

  /** KEYS: active. ARGV: ref, its bytes, maxBytes. Returns the refs in active if there are too many bytes. */
  charge: `
local sum = tonumber(ARGV[2])
local active = redis.call('HGETALL', KEYS[1])
for index = 1, #active, 2 do
  if active[index] ~= ARGV[1] then sum = sum + active[index + 1] end
end
if sum > tonumber(ARGV[3]) then return redis.call('HKEYS', KEYS[1]) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return {}`,

  /** KEYS: list, active. ARGV: ended or missing, and the refs of such records. */
  release: `${NOW}
for index = 2, #ARGV do
  local created = redis.call('ZSCORE', KEYS[1], ARGV[index])
  if ARGV[1] == 'ended' or not created or created + ${CREATING_MS} < now then redis.call('HDEL', KEYS[2], ARGV[index]) end
end
return {}`,

  /** KEYS: list. ARGV: the time before which they were created, or +inf, and how many. */
  listed: `return redis.call('ZREVRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '-inf', 'LIMIT', 0, ARGV[2], 'WITHSCORES')`,

  /** KEYS: index. ARGV: milliseconds, how many. Returns the refs whose times are that long ago, the oldest first. */
  due: `${NOW}
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1], 'LIMIT', 0, ARGV[2])`,

  /**
   * KEYS: index. ARGV: ref, NX to add it or XX to move it, and the milliseconds from now to its time. Without the last two, removes it.
   */
  schedule: `${NOW}
if not ARGV[2] then return { redis.call('ZREM', KEYS[1], ARGV[1]) } end
return { redis.call('ZADD', KEYS[1], ARGV[2], now + ARGV[3], ARGV[1]) }`,
};
