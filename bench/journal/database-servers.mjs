import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const REDIS = '/usr/bin/redis-server';

/**
 * A server in a temporary folder, reached by a socket in it and by nothing else.
 *
 * @typedef {object} DatabaseServer
 * @property {string} folder
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a PostgreSQL server with its default settings.
 *
 * @param {'on' | 'off'} synchronousCommit with `off`, no COMMIT waits for the disk: as if the disk took no time
 * @returns {Promise<DatabaseServer>}
 */
export async function startPostgres(synchronousCommit) {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) throw new Error('PostgreSQL is not installed (Debian package: postgresql)');
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const account = process.getuid() === 0 ? accountOf('postgres') : {};
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const run = (program, ...args) =>
    spawn(join(DEBIAN_FOLDER, newest, 'bin', program), args, {
      ...account,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const initdb = run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust');
  initdb.stderr.resume();
  const [code] = await once(initdb, 'exit');
  if (code !== 0) throw new Error(`initdb ended with ${code}`);
  const settings = ['listen_addresses=', `synchronous_commit=${synchronousCommit}`];
  const server = run('postgres', '-D', data, '-k', folder, ...settings.flatMap((each) => ['-c', each]));
  await lineOf(server.stderr, 'ready to accept connections');
  return { folder, stop: () => stop(server, 'SIGINT', folder) };
}

/** Starts a Redis server that appends to a file, as a journal needs it. @returns {Promise<DatabaseServer>} */
export async function startRedis() {
  if (!existsSync(REDIS)) throw new Error('Redis is not installed (Debian package: redis-server)');
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const options = ['--port', '0', '--unixsocket', join(folder, 'socket'), '--dir', folder];
  const server = spawn(REDIS, [...options, '--save', '', '--appendonly', 'yes'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await lineOf(server.stdout, 'eady to accept connections');
  return { folder, stop: () => stop(server, 'SIGTERM', folder) };
}

async function stop(server, signal, folder) {
  server.kill(signal);
  await once(server, 'exit');
  rmSync(folder, { recursive: true });
}

/** Resolves when a program has written a line with `text`. Reads on to the end: a full pipe would stop the program. */
function lineOf(output, text) {
  return new Promise((resolve, reject) => {
    output.on('close', () => reject(new Error(`A server has ended before it wrote "${text}"`)));
    createInterface({ input: output }).on('line', (line) => {
      if (line.includes(text)) resolve();
    });
  });
}

function accountOf(name) {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const fields = lines.map((line) => line.split(':')).find(([user]) => user === name);
  if (fields === undefined) throw new Error(`PostgreSQL refuses root, and there is no user ${name}`);
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}
