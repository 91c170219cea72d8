/** Sets `now` to the time of the server in milliseconds. */
export const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function safeUntil(expiry) return expiry + math.ceil((expiry - now) / 8) + 1000 end`;

/**
 * `isFormer(former, owner)` checks whether an owner has lost its entry, and `addFormer` adds it to those that have. The text has the
 * last 100.
 */
export const FORMER_OWNERS = `
local function isFormer(former, owner) return former and string.find(former, ' ' .. owner .. ' ', 1, true) end
local function addFormer(former, owner) return string.sub((former or ' ') .. owner .. ' ', -3701) end`;

/**
 * Returns `extend` if the chunks could expire before the entry does, when that is to expire at `expiry`. They live until `safe`,
 * and are not touched by each write: there may be thousands.
 */
const EXTEND_FIRST = `
if expiry > tonumber(safe) then
  local reply = { 'extend', safeUntil(expiry) }
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if tonumber(field) then reply[#reply + 1] = field end
  end
  return reply
end`;

/**
 * Scripts that Redis runs, each as one step. All keys of an entry have one hash tag and are passed as keys, so that they work in
 * a cluster. KEYS[1] is the hash of the entry; its numeric fields are the numbers of the chunks that it has.
 *
 * A chunk may outlive its entry, by an eighth of the time that was to come and a second: it belongs to an entry only if the entry
 * names it.
 */
export const ENTRY_SCRIPTS: Readonly<Record<'begin' | 'write' | 'extend' | 'chunks' | 'read', string>> = {
  /** ARGV: owner, fingerprint, about, leaseMs, keepMs. Returns the state and what it carries, or `extend`, until, chunks... */
  begin: `${NOW}${FORMER_OWNERS}
local owner, fingerprint, about, lease, inFlight, total, former, safe = unpack(redis.call('HMGET', KEYS[1],
  'owner', 'fingerprint', 'about', 'lease', 'inFlight', 'total', 'former', 'safe'))
local newLease = now + ARGV[4]
local expiry = newLease + ARGV[5]
if not owner then
  redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'fingerprint', ARGV[2], 'about', ARGV[3], 'lease', newLease,
    'inFlight', '', 'safe', safeUntil(expiry))
  redis.call('PEXPIREAT', KEYS[1], expiry)
  return { 'begun' }
end
if fingerprint ~= ARGV[2] then return { 'mismatch' } end
if total then return { 'finished', about, total } end
if owner == ARGV[1] then
  if former then return { 'resumed', about, inFlight } end
  return { 'begun' }
end
if tonumber(lease) > now or isFormer(former, ARGV[1]) then return { 'running', math.max(1, tonumber(lease) - now) } end
${EXTEND_FIRST}
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'lease', newLease, 'former', addFormer(former, owner))
redis.call('HDEL', KEYS[1], 'sequence')
redis.call('PEXPIREAT', KEYS[1], expiry)
return { 'resumed', about, inFlight }`,

  /**
   * KEYS: entry, chunks... ARGV: owner, sequence, leaseMs, keepMs, inFlight, total or '', the number of each chunk..., and for each
   * outcome: index of its key, field, text. Returns `kept`, `lost`, or `extend`, until, chunks...
   */
  write: `${NOW}
local owner, sequence, total, safe = unpack(redis.call('HMGET', KEYS[1], 'owner', 'sequence', 'total', 'safe'))
if owner ~= ARGV[1] then return { 'lost' } end
if total or (sequence and tonumber(ARGV[2]) <= tonumber(sequence)) then return { 'kept' } end
local lease = now + ARGV[3]
local expiry = (ARGV[6] == '' and lease or now) + ARGV[4]
${EXTEND_FIRST}
for key = 2, #KEYS do
  if redis.call('HSETNX', KEYS[1], ARGV[5 + key], '') == 1 then redis.call('DEL', KEYS[key]) end
end
for at = 6 + #KEYS, #ARGV, 3 do
  redis.call('HSETNX', KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 2])
end
for key = 2, #KEYS do redis.call('PEXPIREAT', KEYS[key], safe) end
redis.call('HSET', KEYS[1], 'sequence', ARGV[2], 'lease', lease, 'inFlight', ARGV[5])
if ARGV[6] ~= '' then redis.call('HSET', KEYS[1], 'total', ARGV[6]) end
redis.call('PEXPIREAT', KEYS[1], expiry)
return { 'kept' }`,

  /** KEYS: entry, all its chunks... ARGV: until. */
  extend: `
local safe = redis.call('HGET', KEYS[1], 'safe')
if safe and tonumber(ARGV[1]) > tonumber(safe) then
  for key = 2, #KEYS do redis.call('PEXPIREAT', KEYS[key], ARGV[1]) end
  redis.call('HSET', KEYS[1], 'safe', ARGV[1])
end`,

  /** ARGV: first and last chunk. Returns the numbers of those between them that the entry has. */
  chunks: `
local chunks = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local chunk = tonumber(field)
  if chunk and chunk >= tonumber(ARGV[1]) and chunk <= tonumber(ARGV[2]) then chunks[#chunks + 1] = chunk end
end
return chunks`,

  /** KEYS: entry, chunk. ARGV: number of the chunk, first and last field. Returns the text of each field, or nil. */
  read: `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return {} end
local fields = {}
for field = ARGV[2], ARGV[3] do fields[#fields + 1] = field end
return redis.call('HMGET', KEYS[2], unpack(fields))`,
};
