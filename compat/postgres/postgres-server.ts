import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A PostgreSQL server of the test's own, in a temporary folder, reached by a socket in it and by nothing else. */
export interface PostgresServer {
  /** How `pg` connects, as the superuser. */
  readonly connection: { readonly host: string; readonly user: string; readonly database: string };
  /** Ends the server as a crash would, with all connections, and starts it again. Resolves when it accepts connections. */
  restart(): Promise<void>;
  /** Resolves when the server has ended and its folder is gone. */
  stop(): Promise<void>;
}

/** Who runs the server: it refuses root. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

// Nothing of it has to outlive a crash.
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'listen_addresses=', 'deadlock_timeout=100ms'];

const DEBIAN_FOLDER = '/usr/lib/postgresql';

/**
 * Returns the folder of the server's programs, of the newest version.
 *
 * @throws {Error} if none is installed
 */
export function findPostgres(): string {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const programs = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_FOLDER, version, 'bin'))
    .concat((process.env['PATH'] ?? '').split(':'))
    .find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (programs === undefined) throw new Error('PostgreSQL is not installed (Debian package: postgresql)');
  return programs;
}

/** Creates a cluster and starts its server; `programs` is the folder from {@link findPostgres}. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  const account = process.getuid?.() === 0 ? await findAccount('postgres') : {};
  if (account.uid !== undefined && account.gid !== undefined) await chown(folder, account.uid, account.gid);
  const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' };
  const run = (program: string, args: readonly string[]): ChildProcess =>
    spawn(join(programs, program), args, {
      ...account,
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });

  const data = join(folder, 'data');
  const initdb = run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  await lineOf(initdb, undefined);
  const start = async (): Promise<ChildProcess> => {
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    const started = run('postgres', ['-D', data, '-k', folder, ...settings]);
    await lineOf(started, 'ready to accept connections');
    return started;
  };
  let server = await start();
  return {
    connection: { host: folder, user: 'postgres', database: 'postgres' },
    async restart() {
      server.kill('SIGQUIT');
      await once(server, 'exit');
      server = await start();
    },
    async stop() {
      // It waits for connections that are being closed; one that nobody closes, it is then told to end itself.
      server.kill('SIGTERM');
      const timer = setTimeout(() => server.kill('SIGINT'), 5000);
      await once(server, 'exit');
      clearTimeout(timer);
      await rm(folder, { recursive: true });
    },
  };
}

/** Resolves when the program has written a line with `text`, or else, without one, when it has ended well. */
function lineOf(child: ChildProcess, text: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    child.on('error', reject);
    child.on('close', (code) => {
      if (text === undefined && code === 0) resolve();
      else reject(new Error(`${child.spawnfile} ended with ${code}:\n${lines.join('\n')}`));
    });
    // Read to its end: a full pipe would stop the program.
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line);
      if (text !== undefined && line.includes(text)) resolve();
    });
  });
}

async function findAccount(name: string): Promise<Account> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = accounts.find(([user]) => user === name);
  if (account === undefined) throw new Error(`PostgreSQL refuses root, and there is no user ${name}`);
  return { uid: Number(account[2]), gid: Number(account[3]) };
}
