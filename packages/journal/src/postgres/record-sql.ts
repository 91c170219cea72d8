/** The time of the server in whole milliseconds, as records have all their times. */
export const NOW_MS: string = "date_trunc('milliseconds', clock_timestamp())";

/** How long a record may receive jobs. */
const OPENING = "interval '1 hour'";

/** Returns the SQL of a number of milliseconds. */
export function ms(parameter: string): string {
  return `${parameter}::float8 * interval '1 millisecond'`;
}

/** Returns the SQL of a time as milliseconds since 1970. */
export function epochMs(time: string): string {
  return `round((extract(epoch FROM ${time}) * 1000)::numeric)::float8`;
}

/** The SQL that checks whether a record `r` with its progress `p` receives jobs. */
export const IS_NEW: string = `p.opened_at IS NULL AND p.ended_at IS NULL AND r.created_at > ${NOW_MS} - ${OPENING}`;

/** The SQL that checks whether it has not expired. */
export const EXISTS: string = `CASE WHEN p.expiry IS NOT NULL THEN p.expiry > ${NOW_MS}
  ELSE p.opened_at IS NOT NULL OR r.created_at > ${NOW_MS} - ${OPENING} END`;

/** The SQL that checks whether it is stopped. */
export const IS_STOPPED: string = `(p.stopped IS NOT NULL OR coalesce(p.run_end <= ${NOW_MS}, false))`;

/** The tables of records. */
export interface RecordTables {
  readonly records: string;
  readonly progress: string;
  readonly jobs: string;
  readonly entries: string;
  readonly owners: string;
  readonly outcomes: string;
  readonly uncounted: string;
  readonly events: string;
}

/** Returns the names of the tables in a schema. */
export function recordTables(schema: string): RecordTables {
  return {
    records: `${schema}.records`,
    progress: `${schema}.progress`,
    jobs: `${schema}.jobs`,
    entries: `${schema}.job_entries`,
    owners: `${schema}.job_owners`,
    outcomes: `${schema}.job_outcomes`,
    uncounted: `${schema}.uncounted`,
    events: `${schema}.events`,
  };
}
