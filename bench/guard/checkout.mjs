import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runCommand, stopCommands } from './command.mjs';

const HERE = fileURLToPath(new URL('../..', import.meta.url));

/** A revision in a temporary folder, installed and built. */
export class Checkout {
  #parent = mkdtempSync(join(tmpdir(), 'multistatus-'));
  #folder = join(this.#parent, 'checkout');

  /**
   * @param {string} revision
   * @throws {Error} if there is no such revision, or it cannot be installed or built
   */
  async create(revision) {
    git('worktree', 'add', '--detach', this.#folder, commitOf(revision));
    const { packageManager } = JSON.parse(readFileSync(join(this.#folder, 'package.json'), 'utf8'));
    const pnpm = ['npx', '--yes', packageManager];
    const needed = ['--filter', '.', '--filter', './packages/*'];
    await runCommand([...pnpm, 'install', '--frozen-lockfile', '--prefer-offline', ...needed], this.#folder);
    const compiler = join(this.#folder, 'node_modules/typescript/bin/tsc');
    await runCommand([process.execPath, compiler, '-b', 'packages/express', 'packages/koa'], this.#folder);
    // The compiler of older revisions makes the code, too.
    const bundler = join(this.#folder, 'scripts/bundle-packages.mjs');
    if (existsSync(bundler)) await runCommand([process.execPath, bundler], this.#folder);
  }

  /** URL of its folder, for `loadPackage`. */
  get root() {
    return pathToFileURL(`${this.#folder}/`).href;
  }

  /** Ends what is being done in it and removes it. */
  remove() {
    stopCommands();
    rmSync(this.#parent, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}

/** URL of the folder of the checkout that this file is in. */
export const CURRENT = pathToFileURL(HERE).href;

function commitOf(revision) {
  try {
    return git('rev-parse', '--verify', `${revision}^{commit}`);
  } catch (cause) {
    throw new Error(`There is no revision '${revision}' here`, { cause });
  }
}

function git(...words) {
  return execFileSync('git', words, {
    cwd: HERE,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}
