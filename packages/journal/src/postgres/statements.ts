import { formerOwners, fromNow, NOW } from './sql.js';

/** The statements of the store, for its schema. Times are those of the server when a statement runs, also in a transaction. */
export interface Statements {
  readonly begin: string;
  readonly detach: string;
  readonly write: string;
  readonly owns: string;
  readonly read: string;
  readonly sweep: string;
  readonly isVisible: string;
  readonly instance: string;
  readonly writeInTransaction: string;
}

/** How many outcomes `sweep` deletes at most in one statement. */
export const SWEPT_OUTCOMES = 1000;
/** How many entries `sweep` deletes at most in one statement. */
export const SWEPT_ENTRIES = 100;

/** What the role of a transaction has to be allowed to do. */
const NEEDED = [
  ['meta', 'SELECT'],
  ['entries', 'SELECT'],
  ['owners', 'UPDATE'],
  ['outcomes', 'INSERT'],
  ['records', 'SELECT'],
  ['progress', 'SELECT'],
  ['job_entries', 'SELECT'],
  ['job_owners', 'UPDATE'],
  ['job_outcomes', 'INSERT'],
  ['job_outcomes', 'SELECT'],
  ['uncounted', 'INSERT'],
] as const;

interface Tables {
  readonly entries: string;
  readonly owners: string;
  readonly outcomes: string;
}

/** Returns the statements of the store whose tables are in `schema`. */
export function statementsFor(schema: string): Statements {
  const tables = {
    entries: `${schema}.entries`,
    owners: `${schema}.owners`,
    outcomes: `${schema}.outcomes`,
  };
  return {
    ...beginStatements(tables),
    ...unitStatements(tables),
    sweep: sweepStatement(tables),
    ...transactionStatements(schema, tables),
  };
}

function beginStatements({ entries, owners }: Tables): Pick<Statements, 'begin' | 'detach'> {
  return {
    // $1 ref, $2 owner, $3 fingerprint, $4 about, $5 leaseMs, $6 keepMs. No row: what was in the way is not yet visible.
    begin: `
WITH seen AS (SELECT * FROM ${entries} WHERE ref = $1),
free AS (
  SELECT e.ref, e.id FROM ${entries} e JOIN ${owners} o ON o.entry = e.id
  WHERE e.ref = $1 AND e.owner <> $2::uuid AND e.fingerprint = $3 AND e.total IS NULL
    AND e.lease_end <= ${NOW} AND e.expiry > ${NOW} AND $2::uuid <> ALL (e.former_owners)
  FOR UPDATE SKIP LOCKED
),
resumed AS (
  UPDATE ${entries} e SET owner = $2::uuid, former_owners = ${formerOwners('e')}, sequence = NULL,
    lease_end = ${fromNow('$5')}, expiry = ${fromNow('$5', '$6')}
  FROM free WHERE e.ref = free.ref
  RETURNING e.*
),
owned AS (UPDATE ${owners} o SET owner = $2::uuid FROM free WHERE o.entry = free.id),
begun AS (
  INSERT INTO ${entries} (ref, owner, fingerprint, about, lease_end, expiry, first_expiry)
  SELECT $1, $2::uuid, $3, $4, ${fromNow('$5')}, ${fromNow('$5', '$6')}, ${fromNow('$5', '$6')}
  WHERE NOT EXISTS (SELECT FROM seen)
  ON CONFLICT (ref) DO NOTHING
  RETURNING *
),
owning AS (INSERT INTO ${owners} SELECT id, owner FROM begun),
entry AS (
  SELECT false AS is_seen, * FROM begun UNION ALL SELECT false, * FROM resumed
  UNION ALL SELECT true, * FROM seen WHERE NOT EXISTS (SELECT FROM resumed)
)
SELECT owner = $2::uuid AS is_own, fingerprint = $3 AS is_match, is_seen AND expiry <= ${NOW} AS is_expired, former_owners <> '{}' AS is_resumed,
  about, in_flight, total::float8 AS total,
  ceil(extract(epoch FROM lease_end - ${NOW}) * 1000)::float8 AS lease_left_ms
FROM entry`,

    // Makes room for a new entry. The row, and its outcomes, are left to `sweep`.
    detach: `
UPDATE ${entries} SET ref = ref || '.' || id WHERE ref IN (
  SELECT e.ref FROM ${entries} e JOIN ${owners} o ON o.entry = e.id WHERE e.ref = $1 AND e.expiry <= ${NOW}
  FOR UPDATE SKIP LOCKED
)`,
  };
}

function unitStatements({ entries, outcomes }: Tables): Pick<Statements, 'write' | 'owns' | 'read'> {
  return {
    // $1 ref, $2 owner, $3 sequence, $4 leaseMs, $5 keepMs, $6 inFlight, $7 total, $8 outcomes
    write: `
WITH entry AS (
  UPDATE ${entries} SET sequence = $3::bigint, lease_end = ${fromNow('$4')}, in_flight = $6, total = $7::bigint,
    expiry = ${fromNow('CASE WHEN $7::bigint IS NULL THEN $4::float8 ELSE 0 END', '$5')}
  WHERE ref = $1 AND owner = $2::uuid AND (sequence IS NULL OR sequence < $3::bigint) AND total IS NULL
    AND expiry > ${NOW}
  RETURNING id
),
kept AS (
  INSERT INTO ${outcomes} (entry, unit, outcome) SELECT entry.id, kept.unit, kept.outcome FROM entry, ${recordset('$8')}
  ON CONFLICT DO NOTHING
)
SELECT true AS is_kept FROM entry`,

    owns: `SELECT true AS is_own FROM ${entries} WHERE ref = $1 AND owner = $2::uuid AND expiry > ${NOW}`,

    read: `
SELECT o.unit, o.outcome FROM ${entries} e JOIN ${outcomes} o ON o.entry = e.id
WHERE e.ref = $1 AND e.expiry > ${NOW} AND o.unit >= $2::bigint AND o.unit < $3::bigint ORDER BY o.unit`,
  };
}

function sweepStatement({ entries, owners, outcomes }: Tables): string {
  // An entry is deleted when it has no outcome left. `first_expiry` is only a lower bound if the entry ran for long.
  return `
WITH dead AS (
  SELECT e.ref, e.id FROM ${entries} e JOIN ${owners} o ON o.entry = e.id
  WHERE e.first_expiry <= (SELECT ${NOW}) AND e.expiry <= ${NOW}
  ORDER BY e.first_expiry LIMIT ${SWEPT_ENTRIES} FOR UPDATE SKIP LOCKED
),
last AS (
  SELECT o.entry, o.unit FROM dead JOIN ${outcomes} o ON o.entry = dead.id LIMIT ${SWEPT_OUTCOMES}
),
deleted AS (DELETE FROM ${outcomes} o USING last WHERE o.entry = last.entry AND o.unit = last.unit),
done AS (SELECT * FROM dead WHERE (SELECT count(*) FROM last) < ${SWEPT_OUTCOMES}),
forgotten AS (DELETE FROM ${entries} e USING done WHERE e.ref = done.ref),
disowned AS (DELETE FROM ${owners} o USING done WHERE o.entry = done.id)
SELECT (SELECT count(*) FROM done)::int AS entries, (SELECT count(*) FROM last)::int AS outcomes`;
}

function transactionStatements(
  schema: string,
  { entries, owners, outcomes }: Tables,
): Pick<Statements, 'isVisible' | 'instance' | 'writeInTransaction'> {
  return {
    // By the catalogue: a name that does not exist, or that this role may not use, would make the transaction fail.
    isVisible: `
SELECT true AS is_visible FROM pg_catalog.pg_namespace n
WHERE n.nspname = '${schema}' AND has_schema_privilege(n.oid, 'USAGE') AND NOT EXISTS (
  SELECT FROM (VALUES ${NEEDED.map(([table, privilege]) => `('${table}', '${privilege}')`).join(', ')}) AS needed (name, privilege)
  LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = needed.name
  WHERE c.oid IS NULL OR NOT has_table_privilege(c.oid, needed.privilege)
)`,

    instance: `SELECT instance::text FROM ${schema}.meta`,

    // $1 ref, $2 owner, $3 outcomes
    writeInTransaction: `
WITH entry AS (
  SELECT e.id FROM ${entries} e JOIN ${owners} o ON o.entry = e.id
  WHERE e.ref = $1::text AND o.owner = $2::text::uuid AND e.total IS NULL AND e.expiry > ${NOW}
  FOR SHARE OF o
),
kept AS (
  INSERT INTO ${outcomes} (entry, unit, outcome) SELECT entry.id, kept.unit, kept.outcome FROM entry, ${recordset('$3')}
  ON CONFLICT DO NOTHING
)
SELECT true AS is_kept FROM entry`,
  };
}

/** Returns the SQL of the outcomes in a parameter: JSON, which clients pass on as text. */
function recordset(json: string): string {
  return `json_to_recordset(${json}::text::json) AS kept (unit int, outcome text)`;
}
