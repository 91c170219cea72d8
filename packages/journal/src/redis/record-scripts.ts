import { NOW } from './entry-scripts.js';

/** An hour: how long a record may receive jobs, and how long a lease may go on when the time of the record is over. */
const HOUR_MS = 3_600_000;

/**
 * Reads a record, and applies what the passing of time does to it. KEYS[1] is its hash, KEYS[2] its leases: the jobs that have begun
 * and not ended, with the ends of their leases as scores. Sets `isGone`, `opened`, `stop`, `ended` and other numbers.
 */
export const RECORD: string = `${NOW}
local created, opened, changed, runMs, keepMs, stop, stopAt, ended, isRemoved, backstop = unpack(redis.call('HMGET', KEYS[1],
  'created', 'opened', 'changed', 'runMs', 'keepMs', 'stop', 'stopAt', 'ended', 'removed', 'backstop'))
local function set(...) redis.call('HSET', KEYS[1], ...) end
local function change()
  changed = now
  set('changed', now)
end
opened, stopAt, ended = tonumber(opened or nil), tonumber(stopAt or nil), tonumber(ended or nil)
local function endAt(time)
  ended = time
  set('ended', time)
end
local function endIfStopped(latest)
  if not stop or ended then return end
  local last = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
  local time = math.max(stopAt, tonumber(changed), tonumber(last or 0))
  if time <= latest then endAt(time) end
end
local function stopBy(how, time)
  stop, stopAt = how, stopAt or time
  set('stop', stop, 'stopAt', stopAt)
  endIfStopped(now)
end
if created then
  local runEnd = opened and opened + runMs or math.huge
  endIfStopped(math.min(now, runEnd))
  if not ended and stop ~= 'abort' and runEnd <= now then stopBy('abort', runEnd) end
  endIfStopped(now)
end
local function isExpired()
  if ended then return ended + keepMs <= now end
  return not opened and created + ${HOUR_MS} <= now
end
local isGone = not created or isRemoved or isExpired()`;

/** Returns a record as `toRecord` reads it. */
const FOUND = `
local found = redis.call('HMGET', KEYS[1], 'client', 'about', 'created', 'opened', 'started', 'stop', 'ended', 'keepMs', 'jobs', 'units',
  'done', 'succeeded', 'failed', 'endedJobs')
found[#found + 1] = redis.call('ZCOUNT', KEYS[2], '(' .. now, '+inf')
found[#found + 1] = now
return found`;

/**
 * Scripts that run on the keys of one record, which have one hash tag. KEYS[1] and KEYS[2] are as in `RECORD`. All keys expire at
 * `backstop`, when the record cannot be needed any more.
 */
export const RECORD_SCRIPTS: Readonly<
  Record<
    | 'createRecord'
    | 'measureRecord'
    | 'addJobs'
    | 'openRecord'
    | 'findRecord'
    | 'recordState'
    | 'stopRecord'
    | 'removeRecord'
    | 'sweepRecord'
    | 'overdueJobs'
    | 'readEvents'
    | 'unlink',
    string
  >
> = {
  /** ARGV: client, about, keepMs, runMs, created. */
  createRecord: `${NOW}
if redis.call('EXISTS', KEYS[1]) == 1 then return {} end
local backstop = now + ${2 * HOUR_MS} + ARGV[3] + ARGV[4]
redis.call('HSET', KEYS[1], 'client', ARGV[1], 'about', ARGV[2], 'keepMs', ARGV[3], 'runMs', ARGV[4], 'created', ARGV[5], 'changed', now,
  'jobs', 0, 'units', 0, 'bytes', 0, 'done', 0, 'succeeded', 0, 'failed', 0, 'endedJobs', 0, 'backstop', backstop)
redis.call('PEXPIREAT', KEYS[1], backstop)
return {}`,

  /** Returns the client, how many jobs there are, and their bytes; nothing if no job can be added. */
  measureRecord: `${RECORD}
if isGone or opened or ended then return {} end
return redis.call('HMGET', KEYS[1], 'client', 'jobs', 'bytes')`,

  /** KEYS: record, leases, payload of each job... ARGV: number of the first job, bytes of all new ones, and for each: units, payload. */
  addJobs: `${RECORD}
if isGone or opened or ended then return {} end
local jobs = tonumber(redis.call('HGET', KEYS[1], 'jobs'))
local units = 0
for index = 0, #KEYS - 3 do
  if ARGV[1] + index == jobs then
    redis.call('SET', KEYS[index + 3], ARGV[index * 2 + 4], 'PXAT', backstop)
    units = units + ARGV[index * 2 + 3]
    jobs = jobs + 1
  end
end
if units > 0 then
  set('jobs', jobs)
  redis.call('HINCRBY', KEYS[1], 'units', units)
  redis.call('HINCRBY', KEYS[1], 'bytes', ARGV[2])
end
return { jobs }`,

  openRecord: `${RECORD}
if isGone or (ended and not opened) then return {} end
if not opened then
  set('opened', now)
  change()
  if redis.call('HGET', KEYS[1], 'jobs') == '0' then endAt(now) end
end
return { 1 }`,

  findRecord: `${RECORD}
if isGone then return {} end
${FOUND}`,

  /** Returns active, ended, or missing. */
  recordState: `${RECORD}
if not created then return { 'missing' } end
return { (isGone or ended) and 'ended' or 'active' }`,

  /** ARGV: how. */
  stopRecord: `${RECORD}
if isGone then return {} end
if not ended and stop ~= 'abort' and stop ~= ARGV[1] then stopBy(ARGV[1], now) end
${FOUND}`,

  /** Marks a record as removed. Returns its client and how many jobs it has; nothing if there is none. */
  removeRecord: `${RECORD}
if isGone then return {} end
set('removed', 1)
return redis.call('HMGET', KEYS[1], 'client', 'jobs')`,

  /**
   * Marks a record as removed if it has expired. Returns gone; or removed with its client and how many jobs it has; or later with
   * the milliseconds before which it cannot expire.
   */
  sweepRecord: `${RECORD}
if not created then return { 'gone' } end
if isGone then
  set('removed', 1)
  return { 'removed', unpack(redis.call('HMGET', KEYS[1], 'client', 'jobs')) }
end
local expiry = ended and ended + keepMs or now + keepMs
return { 'later', math.max(1, expiry - now) }`,

  /**
   * KEYS[3]: ended jobs. ARGV: idleMs, limit. Returns nothing for a record that has ended; otherwise the milliseconds since its last
   * change, negated, and the jobs. Those that remain are returned next.
   */
  overdueJobs: `${RECORD}
if isGone or ended then return {} end
local from, jobs = unpack(redis.call('HMGET', KEYS[1], 'overdueFrom', 'jobs'))
if not opened or stop then return { 0 } end
local reply = { changed - now }
if changed + ARGV[1] > now then return reply end
local job = tonumber(from or 0)
while job < tonumber(jobs) and #reply <= tonumber(ARGV[2]) do
  if redis.call('GETBIT', KEYS[3], job) == 0 then
    local lease = redis.call('ZSCORE', KEYS[2], job)
    if not lease or tonumber(lease) <= now then reply[#reply + 1] = job end
  end
  job = job + 1
end
if job < tonumber(jobs) then
  set('overdueFrom', job)
else
  set('overdueFrom', 0, 'changed', now)
  reply[1] = 0
end
return reply`,

  /** KEYS[3]: events. ARGV: indexes of the first and the last one. */
  readEvents: `${RECORD}
if isGone then return {} end
return redis.call('LRANGE', KEYS[3], ARGV[1], ARGV[2])`,

  unlink: `
for _, key in ipairs(KEYS) do redis.call('UNLINK', key) end
return {}`,
};
