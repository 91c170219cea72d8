import { EXISTS, epochMs, IS_NEW, IS_STOPPED, ms, NOW_MS, type RecordTables } from './record-sql.js';

/** The statements that create, find and end records. */
export interface RecordStatements {
  readonly create: string;
  readonly addJobs: string;
  readonly open: string;
  readonly find: string;
  readonly list: string;
  readonly stop: string;
  readonly remove: string;
  readonly stoppedOf: string;
  readonly finish: string;
  readonly takeOverdue: string;
}

/** How many stopped records are looked at in one step. */
const MAX_STOPPED = 1000;
/** In how many records `takeOverdue` looks for jobs. */
const MAX_IDLE = 100;

/** Returns the statements of records for their tables. */
export function recordStatements(tables: RecordTables): RecordStatements {
  return {
    ...addStatements(tables),
    ...findStatements(tables),
    ...endStatements(tables),
    takeOverdue: takeOverdueStatement(tables),
  };
}

function addStatements({
  records,
  progress,
  jobs,
}: RecordTables): Pick<RecordStatements, 'create' | 'addJobs' | 'open'> {
  return {
    // $1 ref, $2 client, $3 about, $4 keepMs, $5 runMs, $6 maxRecords. Neither created nor full: another one was created at the same time.
    create: `
WITH seen AS (SELECT FROM ${records} WHERE ref = $1),
newest AS (SELECT number, created_at FROM ${records} WHERE client = $2 ORDER BY number DESC LIMIT 1),
active AS (
  SELECT count(*) AS count FROM ${progress} p JOIN ${records} r ON r.id = p.record
  WHERE p.client = $2 AND p.ended_at IS NULL AND ${EXISTS}
),
record AS (
  INSERT INTO ${records} (ref, client, number, about, keep_ms, run_ms, created_at)
  SELECT $1, $2, coalesce((SELECT number FROM newest), 0) + 1, $3, $4::bigint, $5::bigint,
    greatest(${NOW_MS}, (SELECT created_at FROM newest) + interval '1 millisecond')
  WHERE NOT EXISTS (SELECT FROM seen) AND (SELECT count FROM active) < $6::int
  ON CONFLICT DO NOTHING
  RETURNING id, created_at
),
begun AS (INSERT INTO ${progress} (record, client, changed_at) SELECT id, $2, created_at FROM record)
SELECT EXISTS (SELECT FROM seen) OR EXISTS (SELECT FROM record) AS is_created, (SELECT count FROM active) >= $6::int AS is_full`,

    // $1 ref, $2 jobs, $3 maxBytes
    addJobs: `
WITH record AS (
  SELECT p.record, p.client, p.jobs FROM ${records} r JOIN ${progress} p ON p.record = r.id WHERE r.ref = $1 AND ${IS_NEW}
  FOR UPDATE OF p
),
given AS (
  SELECT g.*, octet_length(g.payload) AS bytes
  FROM record, json_to_recordset($2::text::json) AS g (job int, units int, "firstUnit" int, payload text) WHERE g.job >= record.jobs
),
total AS (
  SELECT (SELECT coalesce(sum(bytes), 0) FROM given)
    + (SELECT coalesce(sum(p.bytes), 0) FROM record JOIN ${progress} p ON p.client = record.client WHERE p.ended_at IS NULL) AS bytes
),
added AS (
  INSERT INTO ${jobs} (record, job, units, first_unit, payload)
  SELECT record.record, g.job, g.units, g."firstUnit", g.payload FROM record, given g, total WHERE total.bytes <= $3::bigint
  RETURNING units, octet_length(payload) AS bytes
),
sums AS (SELECT count(*) AS jobs, coalesce(sum(units), 0) AS units, coalesce(sum(bytes), 0) AS bytes FROM added),
counted AS (
  UPDATE ${progress} p SET jobs = p.jobs + sums.jobs, units = p.units + sums.units, bytes = p.bytes + sums.bytes
  FROM record, sums WHERE p.record = record.record AND sums.jobs > 0
)
SELECT client, (SELECT bytes FROM total) <= $3::bigint AS is_added FROM record`,

    // $1 ref
    open: `
WITH time AS MATERIALIZED (SELECT ${NOW_MS} AS now)
UPDATE ${progress} p SET opened_at = now, changed_at = now, run_end = now + ${ms('r.run_ms')}, revision = revision + 1,
  ended_at = CASE WHEN p.jobs = 0 THEN now END, expiry = CASE WHEN p.jobs = 0 THEN now + ${ms('r.keep_ms')} END
FROM ${records} r, time WHERE r.ref = $1 AND p.record = r.id AND ${IS_NEW}
RETURNING true AS is_open`,
  };
}

function findStatements({
  records,
  progress,
  entries,
}: RecordTables): Pick<RecordStatements, 'find' | 'list'> {
  const select = `
SELECT r.id::text AS id, r.ref, r.client, r.about, ${epochMs('r.created_at')} AS created_at, ${epochMs('p.opened_at')} AS opened_at,
  ${epochMs('p.started_at')} AS started_at,
  CASE WHEN p.ended_at IS NULL AND p.run_end <= ${NOW_MS} THEN 'abort' ELSE p.stopped END AS stopped,
  ${epochMs('p.ended_at')} AS ended_at, r.keep_ms::float8 AS keep_ms, ${epochMs(NOW_MS)} AS now,
  p.jobs, p.units, p.done, p.succeeded, p.failed, p.ended_jobs, (
    SELECT count(*)::int FROM ${entries} e WHERE e.record = p.record AND NOT e.has_ended AND e.lease_end > ${NOW_MS}
  ) AS running_jobs
FROM ${records} r JOIN ${progress} p ON p.record = r.id`;
  return {
    // $1 ref
    find: `${select} WHERE r.ref = $1 AND ${EXISTS}`,

    // $1 client, $2 limit, $3 before
    list: `${select}
WHERE r.client = $1 AND p.opened_at IS NOT NULL AND ${EXISTS} AND ($3::float8 IS NULL OR r.created_at < to_timestamp($3::float8 / 1000))
ORDER BY r.number DESC LIMIT $2::int`,
  };
}

function endStatements({
  records,
  progress,
  entries,
  owners,
  uncounted,
}: RecordTables): Pick<RecordStatements, 'stop' | 'remove' | 'stoppedOf' | 'finish'> {
  return {
    // $1 ref, $2 how
    stop: `
UPDATE ${progress} p SET stopped = $2, stopped_at = coalesce(p.stopped_at, ${NOW_MS}), revision = revision + 1
FROM ${records} r WHERE r.ref = $1 AND p.record = r.id AND p.ended_at IS NULL AND (p.stopped IS NULL OR p.stopped = 'drain')`,

    // $1 ref. What is left is deleted in steps: see `PURGED`.
    remove: `
UPDATE ${progress} p SET ended_at = coalesce(p.ended_at, ${NOW_MS}), expiry = '-infinity', revision = revision + 1
FROM ${records} r WHERE r.ref = $1 AND p.record = r.id AND ${EXISTS}
RETURNING p.record::text AS id`,

    // $1 client, or null for all. Those that may have ended.
    stoppedOf: `
SELECT p.record::text AS id FROM ${progress} p
WHERE p.ended_at IS NULL AND ${IS_STOPPED} AND ($1::text IS NULL OR p.client = $1) LIMIT ${MAX_STOPPED}`,

    // $1 id. Ends a stopped record if no lease is left. Nobody extends a lease, or commits outcomes, while it looks.
    finish: `
WITH seen AS (SELECT * FROM ${progress} p WHERE p.record = $1::bigint AND p.ended_at IS NULL AND ${IS_STOPPED}),
begun AS (
  SELECT e.lease_end FROM ${entries} e JOIN ${owners} o ON o.record = e.record AND o.job = e.job
  WHERE e.record = $1::bigint AND NOT e.has_ended FOR UPDATE OF e, o SKIP LOCKED
),
last AS (
  SELECT revision, greatest(coalesce(stopped_at, run_end), changed_at, (SELECT max(lease_end) FROM begun)) AS at FROM seen
  WHERE (SELECT count(*) FROM begun) = (SELECT count(*) FROM ${entries} e WHERE e.record = $1::bigint AND NOT e.has_ended)
    AND NOT EXISTS (SELECT FROM ${uncounted} u WHERE u.record = $1::bigint)
)
UPDATE ${progress} p SET ended_at = last.at, expiry = last.at + ${ms('r.keep_ms')}, revision = p.revision + 1,
  stopped = CASE WHEN p.stopped IS NULL OR p.run_end < last.at THEN 'abort' ELSE p.stopped END
FROM last, ${records} r WHERE p.record = $1::bigint AND r.id = p.record AND p.revision = last.revision AND last.at <= ${NOW_MS}
RETURNING true AS has_ended`,
  };
}

function takeOverdueStatement({ records, progress, jobs, entries }: RecordTables): string {
  // $1 idleMs, $2 limit. Records take turns, and so do the jobs of each.
  return `
WITH idle AS (
  SELECT p.record FROM ${progress} p
  WHERE p.ended_at IS NULL AND p.opened_at IS NOT NULL AND NOT ${IS_STOPPED} AND p.changed_at <= ${NOW_MS} - ${ms('$1')}
  ORDER BY p.offered_at NULLS FIRST LIMIT ${MAX_IDLE} FOR UPDATE SKIP LOCKED
),
marked AS (UPDATE ${progress} p SET offered_at = ${NOW_MS} FROM idle WHERE p.record = idle.record),
due AS (
  SELECT j.record, j.job FROM idle CROSS JOIN LATERAL (
    SELECT j.record, j.job FROM ${jobs} j LEFT JOIN ${entries} e ON e.record = j.record AND e.job = j.job
    WHERE j.record = idle.record AND (j.offered_at IS NULL OR j.offered_at <= ${NOW_MS} - ${ms('$1')})
      AND (e.job IS NULL OR (NOT e.has_ended AND e.lease_end <= ${NOW_MS}))
    ORDER BY j.offered_at NULLS FIRST, j.job LIMIT $2::int
  ) AS j LIMIT $2::int
)
UPDATE ${jobs} j SET offered_at = ${NOW_MS} FROM due JOIN ${records} r ON r.id = due.record
WHERE j.record = due.record AND j.job = due.job
RETURNING r.ref, j.job`;
}
