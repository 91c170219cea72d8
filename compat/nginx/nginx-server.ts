import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** An nginx of the test's own in front of a server, reached by a socket in a temporary folder. */
export interface NginxServer {
  readonly socketPath: string;
  /** Resolves when nginx has ended and its folder is removed. */
  stop(): Promise<void>;
}

const PROGRAM = '/usr/sbin/nginx';

/** What an nginx does to what passes. */
export interface NginxSettings {
  /** A prefix of paths that it removes, such as `/api`. @defaultValue '' */
  readonly prefix?: string;
  /** A policy that it adds to every answer, beside that of the app. */
  readonly contentSecurityPolicy?: string;
  /** A `server` of its own, in place of one that passes every request on: it listens where it says. */
  readonly server?: string;
}

/**
 * Starts an nginx that passes every request to a port of this machine, by a bare `proxy_pass`.
 *
 * @throws {Error} if nginx is not installed, or does not start.
 */
export async function startNginx(port: number, settings: NginxSettings = {}): Promise<NginxServer> {
  if (!existsSync(PROGRAM)) throw new Error('nginx is not installed (Debian package: nginx-light)');
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const socketPath = join(folder, 'socket');
  const configuration = join(folder, 'nginx.conf');
  await writeFile(configuration, toConfiguration({ folder, socketPath, port, ...settings }));
  const args = ['-e', 'stderr', '-p', folder, '-c', configuration];
  const nginx = spawn(PROGRAM, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    nginx.on('error', reject);
    nginx.on('close', (code) => {
      reject(new Error(`nginx ended with ${code}:\n${lines.join('\n')}`));
    });
    // Read to its end: a full pipe would stop the program. It listens before it writes this line.
    createInterface({ input: nginx.stderr }).on('line', (line) => {
      lines.push(line);
      if (line.includes('event method')) resolve();
    });
  });
  return {
    socketPath,
    async stop() {
      nginx.kill('SIGTERM');
      await once(nginx, 'close');
      await rm(folder, { recursive: true });
    },
  };
}

function toConfiguration({
  folder,
  socketPath,
  port,
  prefix = '',
  contentSecurityPolicy,
  server,
}: NginxSettings & {
  readonly folder: string;
  readonly socketPath: string;
  readonly port: number;
}): string {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const passing = `
      server {
        listen unix:${socketPath};
        ${contentSecurityPolicy === undefined ? '' : `add_header Content-Security-Policy "${contentSecurityPolicy}" always;`}
        location ${prefix}/ { proxy_pass http://127.0.0.1:${port}${prefix && '/'}; }
      }`;
  return `
    daemon off;
    master_process off;
    pid ${join(folder, 'pid')};
    error_log stderr notice;
    events {}
    http {
      access_log off;
      ${places.join('\n')}
      ${server ?? passing}
    }
  `;
}
