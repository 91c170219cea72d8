/** Returns the SQL that creates the tables of records. */
export function recordTablesSql(schema: string): string {
  return `${progressTablesSql(schema)}
${jobTablesSql(schema)}`;
}

function progressTablesSql(schema: string): string {
  return `
  -- A batch that is answered later. The newest record of a client has the highest number.
  CREATE TABLE ${schema}.records (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text COLLATE "C" NOT NULL UNIQUE,
    client text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    about text NOT NULL,
    keep_ms bigint NOT NULL,
    run_ms bigint NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (client, number)
  );

  -- How far each record is. As for entries, no index has a column that most writes change.
  CREATE TABLE ${schema}.progress (
    record bigint PRIMARY KEY,
    client text COLLATE "C" NOT NULL,
    revision bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL,
    offered_at timestamptz,
    opened_at timestamptz,
    run_end timestamptz,
    started_at timestamptz,
    stopped text,
    stopped_at timestamptz,
    ended_at timestamptz,
    expiry timestamptz,
    bytes bigint NOT NULL DEFAULT 0,
    jobs int NOT NULL DEFAULT 0,
    units int NOT NULL DEFAULT 0,
    done int NOT NULL DEFAULT 0,
    succeeded int NOT NULL DEFAULT 0,
    failed int NOT NULL DEFAULT 0,
    ended_jobs int NOT NULL DEFAULT 0
  ) WITH (fillfactor = 50);
  CREATE INDEX progress_active ON ${schema}.progress (client) WHERE ended_at IS NULL;
  CREATE INDEX progress_expiry ON ${schema}.progress (expiry) WHERE expiry IS NOT NULL;`;
}

function jobTablesSql(schema: string): string {
  return `
  CREATE TABLE ${schema}.jobs (
    record bigint NOT NULL,
    job int NOT NULL,
    units int NOT NULL,
    first_unit int NOT NULL,
    payload text NOT NULL,
    offered_at timestamptz,
    PRIMARY KEY (record, job)
  );
  CREATE INDEX jobs_offered_at ON ${schema}.jobs (record, offered_at NULLS FIRST, job);

  -- Jobs that have begun.
  CREATE TABLE ${schema}.job_entries (
    record bigint NOT NULL,
    job int NOT NULL,
    units int NOT NULL,
    done int NOT NULL DEFAULT 0,
    has_ended boolean NOT NULL DEFAULT false,
    attempt int NOT NULL DEFAULT 1,
    owner uuid NOT NULL,
    former_owners uuid[] NOT NULL DEFAULT '{}',
    sequence bigint,
    lease_end timestamptz NOT NULL,
    in_flight text NOT NULL DEFAULT '',
    PRIMARY KEY (record, job)
  ) WITH (fillfactor = 50);
  CREATE INDEX job_entries_begun ON ${schema}.job_entries (record) WHERE NOT has_ended;

  -- As owners.
  CREATE TABLE ${schema}.job_owners (record bigint NOT NULL, job int NOT NULL, owner uuid NOT NULL, PRIMARY KEY (record, job));

  CREATE TABLE ${schema}.job_outcomes (
    record bigint NOT NULL,
    job int NOT NULL,
    unit int NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (record, job, unit)
  );

  -- Outcomes that transactions have kept, until they are counted.
  CREATE TABLE ${schema}.uncounted (
    record bigint NOT NULL,
    job int NOT NULL,
    unit int NOT NULL,
    result text NOT NULL,
    event text NOT NULL,
    PRIMARY KEY (record, job, unit)
  );

  -- Events of one write: a JSON array of them, without brackets.
  CREATE TABLE ${schema}.events (
    record bigint NOT NULL,
    last_number int NOT NULL,
    events text NOT NULL,
    PRIMARY KEY (record, last_number)
  );`;
}
