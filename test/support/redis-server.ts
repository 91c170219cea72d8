import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Redis server of the test's own, reached by a socket in a temporary folder and by nothing else. */
export interface RedisServer {
  /** Where the socket is: option `path` of ioredis. */
  readonly path: string;
  /** Resolves when the server has ended and its folder is gone. */
  stop(): Promise<void>;
}

/** Starts `redis-server`, which keeps nothing on disk. Resolves when it accepts connections. */
export async function startRedis(...args: readonly string[]): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const path = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', '', ...args];
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    // Read to its end: a full pipe would stop the server.
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve();
    });
  });
  return {
    path,
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}
