import { Pool } from 'pg';
import { APPLICATION, POOL, type ServerConnection } from '../audited-database.js';

/** Opens a pool of pg as the audit needs it. */
export function openPool(connection: ServerConnection | undefined): Pool {
  if (connection === undefined) throw new Error('This library needs a server');
  return new Pool({
    ...connection,
    max: POOL.max,
    connectionTimeoutMillis: POOL.waitMs,
    application_name: APPLICATION,
  });
}
