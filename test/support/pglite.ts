import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { PGlite as Embedded } from '../node_modules/@electric-sql/pglite/dist/index.js';

export * from '../node_modules/@electric-sql/pglite/dist/index.js';

const PACKAGE = new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url);
const CACHE = new URL('../../node_modules/.cache/', import.meta.url);

/** What a new database has in its folder, for every test of this process and of others. */
const newDatabase = new Blob([await readNewDatabase()]);

/**
 * Stands in for PGlite where tests import it: a database that is given no options starts with what PGlite has made of
 * such a one before. Making it anew takes 3 s of processor time and 1 GB of memory, and this a fifth of the time.
 */
export class PGlite extends Embedded {
  constructor(...given: ConstructorParameters<typeof Embedded>) {
    super(...(given.length === 0 ? [{ loadDataDir: newDatabase }] : given));
  }

  static override create = (async (...given: ConstructorParameters<typeof Embedded>) => {
    const database = new PGlite(...given);
    await database.waitReady;
    return database;
  }) as typeof Embedded.create;
}

async function readNewDatabase(): Promise<Uint8Array<ArrayBuffer>> {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  const file = new URL(`pglite-${version}.tar`, CACHE);
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const database = await Embedded.create();
  const archive = await database.dumpDataDir('none');
  await database.close();
  const bytes = new Uint8Array(await archive.arrayBuffer());
  mkdirSync(CACHE, { recursive: true });
  // Another process that does the same at this time must not read half of it.
  const whole = new URL(`${file.href}.${process.pid}`);
  writeFileSync(whole, bytes);
  renameSync(whole, file);
  return bytes;
}
