import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Redis server of the test's own, reached by a socket in a temporary folder and by nothing else. */
export interface RedisServer {
  /** Where the socket is: option `path` of ioredis. */
  readonly path: string;
  /** Ends the server as `kill -9` does. */
  kill(): Promise<void>;
  /** Starts it after {@link kill}. It has what was on disk: nothing, unless `startRedis` got `--appendonly yes`. */
  startAgain(): Promise<void>;
  /** Resolves when the server has ended and its folder is gone. */
  stop(): Promise<void>;
}

/** Starts `redis-server`, which keeps nothing on disk. Resolves when it accepts connections. */
export async function startRedis(...args: readonly string[]): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const path = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', '', ...args];
  let server = await start(settings);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  return {
    path,
    kill: () => end('SIGKILL'),
    async startAgain() {
      server = await start(settings);
    },
    async stop() {
      await end('SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

async function start(settings: readonly string[]): Promise<ChildProcess> {
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    // Read to its end: a full pipe would stop the server.
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve();
    });
  });
  return server;
}
