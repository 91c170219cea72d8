import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PAGE = new URL('../../docs/recipes/workers.md', import.meta.url);
const COMPAT = fileURLToPath(new URL('..', import.meta.url));

/** Bull Board in a process of its own. */
export interface BullBoard {
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Starts the recipe for Bull Board that is in the documentation.
 *
 * @throws {Error} if there is none, or if it does not start.
 */
export async function startBullBoard(connection: object): Promise<BullBoard> {
  const [, recipe] = /^```js bull-board\n(.*?)^```$/ms.exec(await readFile(PAGE, 'utf8')) ?? [];
  if (recipe === undefined) throw new Error('docs/recipes/workers.md has no recipe for Bull Board');
  const program = `
    import express from 'express';
    const app = express();
    const connection = ${JSON.stringify(connection)};
    const authenticateAdmin = (req, res, next) => next();
    ${recipe}
    const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: COMPAT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => {
      throw new Error('Bull Board has ended');
    }),
  ]);
  return {
    origin: `http://127.0.0.1:${line}`,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
