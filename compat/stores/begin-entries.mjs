// Begins entries in a process of its own: node begin-entries.mjs <connection as JSON> <refs as JSON>. Prints the refs that were
// begun, as JSON. It waits for a line on its input first, so that several start together.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { postgresStore } from '@multistatus/journal/postgres';
import { Pool } from 'pg';

const [connection, refs] = process.argv.slice(2).map((text) => JSON.parse(text));
const pool = new Pool(connection);
const store = postgresStore(pool);
await store.check();
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const begin = (ref) =>
  store.begin({ ref, owner: randomUUID(), fingerprint: 'f', about: '', leaseMs: 60_000, keepMs: 60_000 });
const begun = await Promise.all(refs.map(async (ref) => ((await begin(ref)).state === 'begun' ? [ref] : [])));
process.stdout.write(`${JSON.stringify(begun.flat())}\n`);
await pool.end();
process.stdin.destroy();
