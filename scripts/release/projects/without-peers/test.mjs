// Loads every entry of every package, as an ES module and as CommonJS, while none of the libraries that they can be used with is there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The entries that load a library, which the app has if it uses them. */
const LIBRARIES = {
  '@multistatus/async/bullmq': 'bullmq',
  '@multistatus/transactions/drizzle': 'drizzle-orm',
  '@multistatus/transactions/kysely': 'kysely',
};

const require = createRequire(import.meta.url);
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = Object.keys(dependencies).flatMap((name) =>
  Object.keys(require(`${name}/package.json`).exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => name + entry.slice(1)),
);

for (const entry of entries) {
  const library = LIBRARIES[entry];
  if (library === undefined) {
    const names = Object.keys(await import(entry)).filter(
      (name) => name !== 'default' && name !== 'module.exports',
    );
    assert.ok(names.length > 0 || entry === '@multistatus/transactions', entry);
    for (const name of names) assert.ok(name in require(entry), `${name} of ${entry} is missing in CommonJS`);
  } else {
    await assert.rejects(import(entry), new RegExp(`Cannot find package '${library}'`));
    assert.throws(() => require(entry), new RegExp(`Cannot find (module|package) '${library}'`));
  }
}
console.log(
  `${entries.length} entries: all load but ${Object.keys(LIBRARIES).length}, which name the library that is missing`,
);
