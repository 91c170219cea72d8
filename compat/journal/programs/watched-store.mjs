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
 * @returns {Promise<import('@multistatus/journal').BatchStore>}
 */
export async function openStore(address, moments) {
  const store = address.kind === 'redis' ? await openRedis(address) : await openPostgres(address);
  const passed = async (name, call) => {
    await moments.reached(`before ${name}`);
    const result = await call();
    await moments.reached(`after ${name}`);
    return result;
  };
  return {
    check: () => store.check(),
    begin: (request) => passed('begin', () => store.begin(request)),
    write: (ref, write) =>
      passed(write.outcomes.length === 0 ? 'claim' : 'settle', () => store.write(ref, write)),
    read: (ref, from, to) => store.read(ref, from, to),
    sweep: () => store.sweep(),
    transactions: store.transactions,
    records: watchedRecords(store.records, passed),
  };
}

/** The parent is told when this process goes on with a job of another one. */
function watchedRecords(records, passed) {
  const beginJob = async (request) => {
    const begun = await passed('begin', () => records.beginJob(request));
    if (begun.state === 'begun' && begun.attempt > 1) process.send({ event: 'resumed' });
    return begun;
  };
  return new Proxy(records, {
    get(target, name) {
      if (name === 'beginJob') return beginJob;
      const value = target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function openRedis({ path }) {
  const redis = new Redis({ path, enableOfflineQueue: false, retryStrategy: () => 20 });
  // Emitted when it cannot connect. The commands that fail are rejected as well.
  redis.on('error', () => {});
  await once(redis, 'ready');
  return redisStore(redis);
}

async function openPostgres({ connection }) {
  const pool = new Pool({ ...connection, max: 10 });
  // Emitted for a connection that breaks while nobody uses it. A query that fails is rejected as well.
  pool.on('error', () => {});
  await createTables(pool);
  return postgresStore(pool);
}
