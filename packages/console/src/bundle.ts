import { readdirSync, readFileSync } from 'node:fs';
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

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

let loaded: Bundle | undefined;

/**
 * Returns the bundled page, which is read at the first call.
 *
 * @throws {Error} if it has not been built.
 */
export function loadBundle(): Bundle {
  loaded ??= readBundle(locateBundle());
  return loaded;
}

/**
 * Reads a bundled page from its folder.
 *
 * @throws {Error} if it has not been built.
 */
export function readBundle(folder: string): Bundle {
  const manifest = JSON.parse(readManifest(folder)) as Manifest;
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type !== undefined) assets.set(name, { type, content: readFileSync(join(folder, name)) });
  }
  return { manifest, assets };
}

function readManifest(folder: string): string {
  try {
    return readFileSync(join(folder, 'manifest.json'), 'utf8');
  } catch (cause) {
    throw new Error(
      `The page of @multistatus/console is not in ${folder}. In its repository, run: node packages/console/bundle.mjs`,
      { cause },
    );
  }
}
