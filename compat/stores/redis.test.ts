import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { type RedisClient, redisStore } from '@multistatus/journal/redis';
import { testStore } from '@multistatus/journal/test-store';
import * as ioredis from 'ioredis';
import * as ioredis5 from 'ioredis5';

/** A server that has all slots of a cluster: it refuses what would need several servers. */
interface ClusterServer {
  readonly port: number;
  stop(): Promise<void>;
}

describe.each([
  ['ioredis 5', ioredis5],
  ['ioredis 6', ioredis],
])('redisStore in a cluster, with %s', (_version, { Cluster }) => {
  let server: ClusterServer;
  let cluster: { client: RedisClient; quit(): Promise<unknown> };
  beforeAll(async () => {
    server = await startCluster();
    const client = new Cluster([{ host: '127.0.0.1', port: server.port }]);
    cluster = { client, quit: () => client.quit() };
  });
  afterAll(async () => {
    await cluster.quit();
    await server.stop();
  });
  for (const { name, run } of testStore(() => redisStore(cluster.client))) test(name, run);
});

async function startCluster(): Promise<ClusterServer> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const [port, busPort] = [await freePort(), await freePort()];
  const settings = {
    port: `${port}`,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    'cluster-enabled': 'yes',
    'cluster-port': `${busPort}`,
    // It knows its address from other servers otherwise.
    'cluster-announce-ip': '127.0.0.1',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn('redis-server', args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', () => reject(new Error('Redis is not installed (Debian package: redis-server)')));
    server.on('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (line.includes('eady to accept connections')) resolve();
    });
  });
  const redis = new ioredis.Redis({ port });
  await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  while (!String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  await redis.quit();
  return {
    port,
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
