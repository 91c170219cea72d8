import { EXISTS, IS_STOPPED, ms, NOW_MS, type RecordTables } from './record-sql.js';
import { formerOwners } from './sql.js';

/** The statements on the entries of jobs, and on events. */
export interface JobStatements {
  readonly look: string;
  readonly take: string;
  readonly write: string;
  readonly revive: string;
  readonly count: string;
  readonly find: string;
  readonly read: string;
  readonly readEvents: string;
  readonly writeInTransaction: string;
}

/** For how long an owner that is late owns its job again, so that its write can be repeated. */
const REVIVED_MS = 60_000;

/** Of the outcomes in `counted`. */
const SUMS = `
sums AS (
  SELECT count(*)::int AS done, count(*) FILTER (WHERE result = 'succeeded')::int AS succeeded,
    count(*) FILTER (WHERE result = 'failed')::int AS failed, string_agg(event, ',' ORDER BY place) AS events
  FROM counted
)`;

/** Counts `sums`, and the jobs that `ended` counts. The last one ends the record. The row is locked as late as possible. */
const ADVANCE = `
p SET done = p.done + sums.done, succeeded = p.succeeded + sums.succeeded, failed = p.failed + sums.failed,
  ended_jobs = p.ended_jobs + ended.jobs, changed_at = ${NOW_MS}, revision = p.revision + 1,
  ended_at = CASE WHEN p.ended_at IS NULL AND p.ended_jobs + ended.jobs = p.jobs THEN ${NOW_MS} ELSE p.ended_at END,
  expiry = CASE WHEN p.ended_at IS NULL AND p.ended_jobs + ended.jobs = p.jobs THEN ${NOW_MS} + ${ms('r.keep_ms')} ELSE p.expiry END`;

/** Returns the statements of jobs for their tables. */
export function jobStatements(tables: RecordTables): JobStatements {
  return {
    ...beginStatements(tables),
    ...readStatements(tables),
    write: writeStatement(tables),
    count: countStatement(tables),
    writeInTransaction: writeInTransactionStatement(tables),
  };
}

/** Keeps the events of `sums`. */
function told(events: string): string {
  return `
told AS (INSERT INTO ${events} SELECT advanced.record, advanced.done, sums.events FROM advanced, sums WHERE sums.done > 0)`;
}

function beginStatements({
  records,
  progress,
  jobs,
  entries,
  owners,
}: RecordTables): Pick<JobStatements, 'look' | 'take' | 'revive'> {
  return {
    // $1 ref, $2 job, $3 owner, $4 sequence. What `beginJob` and `write` need to know.
    look: `
SELECT p.opened_at IS NOT NULL AS is_open, p.ended_at IS NOT NULL AS is_over, ${IS_STOPPED} AS is_stopped,
  e.job IS NOT NULL AS is_begun, coalesce(e.has_ended, false) AS has_ended, coalesce(e.owner = $3::uuid, false) AS is_own,
  coalesce($3::uuid = ANY (e.former_owners), false) AS is_former, coalesce(e.sequence >= $4::bigint, false) AS is_late,
  ceil(extract(epoch FROM e.lease_end - ${NOW_MS}) * 1000)::float8 AS lease_left_ms, e.attempt, e.in_flight,
  CASE WHEN $4::bigint IS NULL AND e.owner = $3::uuid AND NOT e.has_ended THEN j.payload END AS payload
FROM ${records} r JOIN ${progress} p ON p.record = r.id JOIN ${jobs} j ON j.record = r.id
LEFT JOIN ${entries} e ON e.record = j.record AND e.job = j.job
WHERE r.ref = $1 AND j.job = $2::int AND ${EXISTS}`,

    // $1 ref, $2 job, $3 owner, $4 leaseMs
    take: `
WITH record AS (
  SELECT p.record FROM ${records} r JOIN ${progress} p ON p.record = r.id
  WHERE r.ref = $1 AND p.opened_at IS NOT NULL AND p.ended_at IS NULL AND NOT ${IS_STOPPED} FOR UPDATE OF p
),
free AS (
  SELECT e.record, e.job FROM record JOIN ${entries} e ON e.record = record.record
  JOIN ${owners} o ON o.record = e.record AND o.job = e.job
  WHERE e.job = $2::int AND e.owner <> $3::uuid AND NOT e.has_ended AND e.lease_end <= ${NOW_MS} AND $3::uuid <> ALL (e.former_owners)
  FOR UPDATE OF e, o SKIP LOCKED
),
taken AS (
  UPDATE ${entries} e SET owner = $3::uuid, former_owners = ${formerOwners('e')}, attempt = e.attempt + 1, sequence = NULL,
    lease_end = ${NOW_MS} + ${ms('$4')}
  FROM free WHERE e.record = free.record AND e.job = free.job RETURNING e.record
),
owned AS (UPDATE ${owners} o SET owner = $3::uuid FROM free WHERE o.record = free.record AND o.job = free.job),
begun AS (
  INSERT INTO ${entries} (record, job, units, owner, lease_end)
  SELECT j.record, j.job, j.units, $3::uuid, ${NOW_MS} + ${ms('$4')} FROM record JOIN ${jobs} j ON j.record = record.record
  WHERE j.job = $2::int ON CONFLICT DO NOTHING RETURNING record, job
),
owning AS (INSERT INTO ${owners} SELECT record, job, $3::uuid FROM begun)
UPDATE ${progress} p SET started_at = coalesce(p.started_at, ${NOW_MS}), changed_at = ${NOW_MS}, revision = p.revision + 1
FROM (SELECT record FROM taken UNION ALL SELECT record FROM begun) AS changed WHERE p.record = changed.record`,

    // $1 ref, $2 job, $3 owner. An owner that is late may go on unless the record is stopped.
    revive: `
WITH record AS (
  SELECT p.record FROM ${records} r JOIN ${progress} p ON p.record = r.id
  WHERE r.ref = $1 AND p.ended_at IS NULL AND NOT ${IS_STOPPED} FOR UPDATE OF p
)
UPDATE ${entries} e SET lease_end = ${NOW_MS} + interval '${REVIVED_MS} milliseconds'
FROM record WHERE e.record = record.record AND e.job = $2::int AND e.owner = $3::uuid AND e.lease_end <= ${NOW_MS}`,
  };
}

function writeStatement({ records, progress, entries, outcomes, uncounted, events }: RecordTables): string {
  // $1 ref, $2 job, $3 owner, $4 sequence, $5 leaseMs, $6 inFlight, $7 outcomes. Nobody ends a record while an owner has a lease.
  return `
WITH entry AS (
  SELECT e.record, e.job FROM ${records} r JOIN ${progress} p ON p.record = r.id JOIN ${entries} e ON e.record = r.id
  WHERE r.ref = $1 AND p.ended_at IS NULL AND e.job = $2::int AND e.owner = $3::uuid AND NOT e.has_ended
    AND (e.sequence IS NULL OR e.sequence < $4::bigint) AND e.lease_end > ${NOW_MS}
  FOR UPDATE OF e
),
given AS (
  SELECT * FROM ROWS FROM (json_to_recordset($7::text::json) AS (unit int, outcome text, result text, event text))
    WITH ORDINALITY AS g (unit, outcome, result, event, place)
),
kept AS (
  INSERT INTO ${outcomes} SELECT entry.record, entry.job, g.unit, g.outcome FROM entry, given g ON CONFLICT DO NOTHING RETURNING unit
),
taken AS (DELETE FROM ${uncounted} u USING entry WHERE u.record = entry.record AND u.job = entry.job RETURNING u.result, u.event),
counted AS (
  SELECT g.place, g.result, g.event FROM kept JOIN given g ON g.unit = kept.unit UNION ALL SELECT 0, result, event FROM taken
),${SUMS},
written AS (
  UPDATE ${entries} e SET sequence = $4::bigint, lease_end = ${NOW_MS} + ${ms('$5')}, in_flight = $6, done = e.done + sums.done,
    has_ended = e.done + sums.done >= e.units
  FROM entry, sums WHERE e.record = entry.record AND e.job = entry.job RETURNING e.record, e.has_ended
),
ended AS (SELECT record, has_ended::int AS jobs FROM written),
advanced AS (
  UPDATE ${progress} ${ADVANCE}
  FROM ended, sums, ${records} r WHERE p.record = ended.record AND r.id = p.record AND (sums.done > 0 OR $5::float8 = 0)
  RETURNING p.record, p.done
),${told(events)}
SELECT true AS is_kept FROM written`;
}

function countStatement({ records, progress, entries, uncounted, events }: RecordTables): string {
  // $1 id. Counts what transactions have kept.
  return `
WITH taken AS (DELETE FROM ${uncounted} u WHERE u.record = $1::bigint RETURNING u.job, u.unit, u.result, u.event),
counted AS (SELECT unit AS place, result, event FROM taken),${SUMS},
kept AS (SELECT job, count(*)::int AS done FROM taken GROUP BY job),
written AS (
  UPDATE ${entries} e SET done = e.done + kept.done, has_ended = e.done + kept.done >= e.units
  FROM kept WHERE e.record = $1::bigint AND e.job = kept.job RETURNING e.has_ended
),
ended AS (SELECT count(*) FILTER (WHERE has_ended)::int AS jobs FROM written),
advanced AS (
  UPDATE ${progress} ${ADVANCE}
  FROM ended, sums, ${records} r WHERE p.record = $1::bigint AND r.id = p.record AND sums.done > 0
  RETURNING p.record, p.done
),${told(events)}
SELECT done FROM sums`;
}

function readStatements({
  records,
  progress,
  jobs,
  entries,
  outcomes,
  events,
}: RecordTables): Pick<JobStatements, 'find' | 'read' | 'readEvents'> {
  return {
    // $1 ref, $2 job
    find: `
SELECT j.first_unit AS "firstUnit", j.payload, coalesce(e.in_flight, '') AS "inFlight"
FROM ${records} r JOIN ${progress} p ON p.record = r.id JOIN ${jobs} j ON j.record = r.id
LEFT JOIN ${entries} e ON e.record = j.record AND e.job = j.job
WHERE r.ref = $1 AND j.job = $2::int AND ${EXISTS}`,

    // $1 ref, $2 job, $3 from, $4 to
    read: `
SELECT o.unit, o.outcome FROM ${records} r JOIN ${progress} p ON p.record = r.id JOIN ${outcomes} o ON o.record = r.id
WHERE r.ref = $1 AND o.job = $2::int AND ${EXISTS} AND o.unit >= $3::bigint AND o.unit < $4::bigint ORDER BY o.unit`,

    // $1 ref, $2 after, $3 limit. The first row and the last one may have more events than those that are wanted.
    readEvents: `
SELECT v.last_number, v.events FROM ${records} r JOIN ${progress} p ON p.record = r.id JOIN ${events} v ON v.record = r.id
WHERE r.ref = $1 AND ${EXISTS} AND v.last_number > $2::int AND v.last_number <= coalesce((
  SELECT min(n.last_number) FROM ${events} n WHERE n.record = r.id AND n.last_number >= $2::int + $3::int
), p.done)
ORDER BY v.last_number`,
  };
}

function writeInTransactionStatement({
  records,
  progress,
  entries,
  owners,
  outcomes,
  uncounted,
}: RecordTables): string {
  // $1 ref, $2 job, $3 owner, $4 outcomes. The row of the record stays free for others.
  return `
WITH entry AS (
  SELECT e.record, e.job FROM ${records} r JOIN ${progress} p ON p.record = r.id JOIN ${entries} e ON e.record = r.id
  JOIN ${owners} o ON o.record = e.record AND o.job = e.job
  WHERE r.ref = $1::text AND e.job = $2::text::int AND o.owner = $3::text::uuid AND NOT e.has_ended AND p.ended_at IS NULL
    AND (e.lease_end > ${NOW_MS} OR NOT ${IS_STOPPED})
  FOR SHARE OF o
),
given AS (SELECT * FROM json_to_recordset($4::text::json) AS g (unit int, outcome text, result text, event text)),
kept AS (
  INSERT INTO ${outcomes} SELECT entry.record, entry.job, g.unit, g.outcome FROM entry, given g
  ON CONFLICT DO NOTHING RETURNING record, job, unit
),
marked AS (
  INSERT INTO ${uncounted} SELECT kept.record, kept.job, kept.unit, g.result, g.event FROM kept JOIN given g ON g.unit = kept.unit
)
SELECT true AS is_kept FROM entry`;
}
