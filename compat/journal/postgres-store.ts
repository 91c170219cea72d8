import { Client } from 'pg';
import type { PostgresServer } from '../postgres/postgres-server.js';
import type { StoreServer } from './store-server.js';

/** How a PostgreSQL server crashes: as a whole, or because one of its processes is killed. */
export type PostgresCrash = 'immediate shutdown' | 'backend killed';

/** Returns a PostgreSQL server as the store of a journal. It does not stop the server. */
export function toPostgresStore(
  server: PostgresServer,
  crash: PostgresCrash = 'immediate shutdown',
): StoreServer {
  const { connection } = server;
  const connect = async (): Promise<Client> => {
    const client = new Client(connection);
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  return {
    kind: 'postgres',
    address: { kind: 'postgres', connection },
    async crash() {
      if (crash === 'immediate shutdown') return server.restart();
      const client = await connect();
      await killBackend(client);
      await answers(connect);
    },
    async readAll() {
      const client = await connect();
      try {
        return await readAll(client);
      } finally {
        await client.end();
      }
    },
    async stop() {},
  };
}

/** Kills the process of another connection; the server then ends all of them and recovers. */
async function killBackend(client: Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`,
  );
  const ended = new Promise((resolve) => client.once('end', resolve));
  for (const { pid } of rows) process.kill(pid, 'SIGKILL');
  if (rows.length > 0) await ended;
  else await client.end();
}

/** Resolves when the server accepts connections again. */
async function answers(connect: () => Promise<Client>): Promise<void> {
  for (;;) {
    try {
      await (await connect()).end();
      return;
    } catch {
      // It recovers.
    }
  }
}

async function readAll(client: Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'multistatus'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    texts.push(name, ...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}
