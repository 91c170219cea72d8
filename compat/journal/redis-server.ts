import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import type { StoreServer } from './store-server.js';

const PROGRAM = '/usr/bin/redis-server';

/** When Redis makes what it has appended to its file durable. */
export type AppendFsync = 'always' | 'everysec';

/**
 * Starts a Redis server of the test's own, in a temporary folder, reached by a socket in it and by nothing else.
 *
 * @throws {Error} if Redis is not installed, or does not start.
 */
export async function startRedis(appendFsync: AppendFsync = 'everysec'): Promise<StoreServer> {
  if (!existsSync(PROGRAM)) throw new Error('Redis is not installed (Debian package: redis-server)');
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const path = join(folder, 'socket');
  const options = {
    dir: folder,
    port: '0',
    unixsocket: path,
    save: '',
    appendonly: 'yes',
    appendfsync: appendFsync,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await ready(server);
    return server;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  return {
    kind: 'redis',
    address: { kind: 'redis', path },
    async crash(whileDown) {
      await end('SIGKILL');
      await whileDown?.();
      server = await start();
    },
    readAll: () => readAll(path),
    async stop() {
      await end('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    server.on('error', reject);
    server.on('close', (code) => reject(new Error(`redis-server ended with ${code}:\n${lines.join('\n')}`)));
    // Read to its end: a full pipe would stop the program.
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line);
      if (line.includes('eady to accept connections')) resolve();
    });
  });
}

async function readAll(path: string): Promise<string> {
  const redis = new Redis({ path });
  try {
    const texts: string[] = [];
    for await (const keys of redis.scanStream()) {
      for (const key of keys as string[]) texts.push(key, JSON.stringify(await readKey(redis, key)));
    }
    return texts.join('\n');
  } finally {
    redis.disconnect();
  }
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case 'hash':
      return redis.hgetall(key);
    case 'string':
      return redis.get(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      throw new Error(`${key} is a ${type}`);
  }
}
