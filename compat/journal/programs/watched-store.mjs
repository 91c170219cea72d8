import { once } from 'node:events';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { redisStore } from '@multistatus/journal/redis';
import { Redis } from 'ioredis';
import { Pool } from 'pg';

/**
 * Opens a store whose calls are points of the program: before and after `begin`, `claim` (a write without outcomes) and `settle`
 * (a write with outcomes).
 *
 * @param {{ kind: 'redis', path: string } | { kind: 'postgres', connection: object }} address
 * @param {import('./moments.mjs').Moments} moments
 */
export async function openStore(address, moments) {
  const { store, pool } =
    address.kind === 'redis' ? await openRedis(address) : await openPostgres(address, moments);
  const passed = async (name, call) => {
    await moments.reached(`before ${name}`);
    const result = await call();
    await moments.reached(`after ${name}`);
    return result;
  };
  const watched = {
    check: () => store.check(),
    begin: (request) => passed('begin', () => store.begin(request)),
    write: (ref, write) =>
      passed(write.outcomes.length === 0 ? 'claim' : 'settle', () => store.write(ref, write)),
    read: (ref, from, to) => store.read(ref, from, to),
    sweep: () => store.sweep(),
    transactions: store.transactions,
  };
  return { store: watched, pool };
}

async function openRedis({ path }) {
  const redis = new Redis({ path, enableOfflineQueue: false, retryStrategy: () => 20 });
  // It says when it cannot connect; the calls that fail say so too.
  redis.on('error', () => {});
  await once(redis, 'ready');
  return { store: redisStore(redis) };
}

async function openPostgres({ connection }, moments) {
  const pool = new Pool({ ...connection, max: 10 });
  // A connection that breaks while nobody uses it; otherwise its query fails.
  pool.on('error', () => {});
  pool.on('connect', (client) => watchCommits(client, moments));
  await createTables(pool);
  return { store: postgresStore(pool), pool };
}

/** Makes COMMIT a point of the program. */
function watchCommits(client, moments) {
  const query = client.query.bind(client);
  client.query = (...args) => (args[0] === 'COMMIT' ? commit(args) : query(...args));
  const commit = async (args) => {
    await moments.reached('before commit');
    const result = await query(...args);
    await moments.reached('after commit');
    return result;
  };
}
