import { FORMER_OWNERS } from './entry-scripts.js';
import { RECORD } from './record-scripts.js';

/**
 * Scripts that run on the entries of jobs. The hash of a job exists once it has begun; its numeric fields are the numbers of the chunks
 * of outcomes that it has. A chunk is a list, which has a unit and its outcome in turn: Redis keeps short elements of a list without a
 * pointer to each. The bits of `done` are the units of the record that have outcomes, those of `endedJobs` its jobs that have ended.
 *
 * KEYS[1] and KEYS[2] are as in `RECORD`.
 */
export const JOB_SCRIPTS: Readonly<
  Record<'beginJob' | 'writeJob' | 'findJob' | 'jobChunks' | 'readChunk', string>
> = {
  /** KEYS[3]: job, KEYS[4]: its payload. ARGV: number of the job, owner, leaseMs. Returns the state and what it carries. */
  beginJob: `${RECORD}${FORMER_OWNERS}
if isGone or not opened or redis.call('EXISTS', KEYS[4]) == 0 then return { 'gone' } end
local owner, lease, attempt, inFlight, former, hasEnded = unpack(redis.call('HMGET', KEYS[3],
  'owner', 'lease', 'attempt', 'inFlight', 'former', 'ended'))
if hasEnded then return { 'ended' } end
if ended then return { 'gone' } end
if owner ~= ARGV[2] then
  if stop then return { 'gone' } end
  if owner and (tonumber(lease) > now or isFormer(former, ARGV[2])) then
    return { 'running', math.max(1, tonumber(lease) - now) }
  end
  attempt = (attempt or 0) + 1
  lease = math.min(now + ARGV[3], backstop - keepMs)
  redis.call('HSET', KEYS[3], 'owner', ARGV[2], 'lease', lease, 'attempt', attempt)
  if owner then redis.call('HSET', KEYS[3], 'former', addFormer(former, owner)) end
  redis.call('HDEL', KEYS[3], 'sequence')
  redis.call('PEXPIREAT', KEYS[3], backstop)
  redis.call('ZADD', KEYS[2], lease, ARGV[1])
  redis.call('PEXPIREAT', KEYS[2], backstop)
  redis.call('HSETNX', KEYS[1], 'started', now)
  change()
end
return { 'begun', tonumber(attempt), inFlight or '', redis.call('GET', KEYS[4]) }`,

  /**
   * KEYS[3]: job, KEYS[4]: its payload, KEYS[5]: done, KEYS[6]: ended jobs, KEYS[7]: events, then chunks... ARGV: number of the job,
   * owner, sequence, leaseMs, inFlight, the number of each chunk..., and for each outcome: index of its key, unit, text, result, event.
   */
  writeJob: `${RECORD}
if isGone then return { 'lost' } end
local owner, sequence, lease, hasEnded, jobDone = unpack(redis.call('HMGET', KEYS[3], 'owner', 'sequence', 'lease', 'ended', 'done'))
if owner ~= ARGV[2] then return { 'lost' } end
if hasEnded or (sequence and tonumber(ARGV[3]) <= tonumber(sequence)) then return { 'kept' } end
if ended or (stop and tonumber(lease) <= now) then return { 'lost' } end
local lists, events, counts = {}, {}, { succeeded = 0, failed = 0, other = 0 }
for at = #KEYS - 1, #ARGV, 5 do
  if redis.call('SETBIT', KEYS[5], ARGV[at + 1], 1) == 0 then
    local key = tonumber(ARGV[at])
    lists[key] = lists[key] or {}
    table.insert(lists[key], ARGV[at + 1])
    table.insert(lists[key], ARGV[at + 2])
    counts[ARGV[at + 3]] = counts[ARGV[at + 3]] + 1
    events[#events + 1] = ARGV[at + 4]
  end
end
for key, elements in pairs(lists) do
  redis.call('RPUSH', KEYS[key], unpack(elements))
  if redis.call('HSETNX', KEYS[3], ARGV[key - 2], '') == 1 then redis.call('PEXPIREAT', KEYS[key], backstop) end
end
if #events > 0 then
  if redis.call('RPUSH', KEYS[7], unpack(events)) == #events then
    redis.call('PEXPIREAT', KEYS[7], backstop)
    redis.call('PEXPIREAT', KEYS[5], backstop)
  end
  redis.call('HINCRBY', KEYS[1], 'done', #events)
  for result, count in pairs(counts) do
    if result ~= 'other' and count > 0 then redis.call('HINCRBY', KEYS[1], result, count) end
  end
end
jobDone = (jobDone or 0) + #events
lease = math.min(now + ARGV[4], backstop - keepMs)
redis.call('HSET', KEYS[3], 'sequence', ARGV[3], 'lease', lease, 'inFlight', ARGV[5], 'done', jobDone)
if #events > 0 or ARGV[4] == '0' then change() end
if jobDone >= tonumber(string.match(redis.call('GETRANGE', KEYS[4], 0, 15), '^%d+')) then
  -- Without its longer fields, Redis keeps the hash in one piece.
  local fields = redis.call('HKEYS', KEYS[3])
  redis.call('DEL', KEYS[3])
  redis.call('HSET', KEYS[3], 'owner', owner, 'ended', 1)
  for _, field in ipairs(fields) do
    if tonumber(field) then redis.call('HSET', KEYS[3], field, '') end
  end
  redis.call('PEXPIREAT', KEYS[3], backstop)
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('SETBIT', KEYS[6], ARGV[1], 1)
  redis.call('PEXPIREAT', KEYS[6], backstop)
  if tostring(redis.call('HINCRBY', KEYS[1], 'endedJobs', 1)) == redis.call('HGET', KEYS[1], 'jobs') then endAt(now) end
else
  redis.call('ZADD', KEYS[2], lease, ARGV[1])
end
endIfStopped(now)
return { 'kept' }`,

  /** KEYS[3]: job, KEYS[4]: its payload. */
  findJob: `${RECORD}
local payload = redis.call('GET', KEYS[4])
if isGone or not payload then return {} end
return { payload, redis.call('HGET', KEYS[3], 'inFlight') or '' }`,

  /** KEYS: hashes of jobs. Returns the numbers of the chunks of each. */
  jobChunks: `
local chunks = {}
for index, key in ipairs(KEYS) do
  chunks[index] = {}
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if tonumber(field) then table.insert(chunks[index], tonumber(field)) end
  end
end
return chunks`,

  /** KEYS[3]: chunk. Returns a unit and its outcome in turn. */
  readChunk: `${RECORD}
if isGone then return {} end
return redis.call('LRANGE', KEYS[3], 0, -1)`,
};
