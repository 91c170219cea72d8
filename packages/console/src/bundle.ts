import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { locateBundle } from './locate-bundle.cjs';

/** A file of the page. Its name contains a hash of its content. */
export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

/** The bundled page. */
export interface Bundle {
  /** The names of the files that the page starts with. */
  readonly manifest: Manifest;
  readonly assets: ReadonlyMap<string, Asset>;
}

/** What `bundle.mjs` writes to `manifest.json`. */
interface Manifest {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
  /** The files that `script` imports at once. */
  readonly chunks: readonly string[];
}

const MANIFEST = 'manifest.json';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

let loaded: Bundle | undefined;

/**
 * Returns the bundled page, which is read at the first call.
 *
 * @throws {Error} if it is not there.
 */
export function loadBundle(): Bundle {
  loaded ??= readBundle(findBundle());
  return loaded;
}

/**
 * Returns the folder of the bundled page.
 *
 * @throws {Error} if it is not there. The message says how to keep this package out of the bundle of an app.
 */
export function findBundle(folder: string | undefined = locateBundle()): string {
  if (folder !== undefined && existsSync(join(folder, MANIFEST))) return folder;
  throw new Error(
    `batchConsole() has not found its page${folder === undefined ? '' : ` in ${folder}`}. If a bundler has copied it into a file of ` +
      'your app, mark the package as external (esbuild: --external:@multistatus/console), so that it is loaded from node_modules. ' +
      'In the repository of multistatus, run: node packages/console/bundle.mjs',
  );
}

function readBundle(folder: string): Bundle {
  const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type !== undefined) assets.set(name, { type, content: readFileSync(join(folder, name)) });
  }
  return { manifest, assets };
}
