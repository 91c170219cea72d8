// A test is found from its source, and a source from its test: test/unit/<package>/ has the folders of the package's sources.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where the sources of a package are, if not only in `packages/<package>/src`; or those of what is not a package. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  console: ['packages/console/page', 'packages/console/src'],
  bench: ['bench'],
  scripts: ['scripts'],
};
const TEST = /(?:\.property)?\.test(?:-d)?\.ts$/;
const SOURCE = /(?<!\.d)\.(?:tsx?|mjs)$/;

interface Source {
  /** Path from the folder of the sources, without its extension: `run/capacity`. */
  readonly path: string;
  readonly code: string;
}

/** Returns what is wrong with the place of a test, or nothing. */
function misplacementOf(file: string): string[] {
  const [, unit = '', path = ''] = /^([^/]+)\/(.+)$/.exec(file) ?? [];
  const name = path.replace(TEST, '');
  const folder = dirname(path);
  const folders = SOURCES[unit] ?? [`packages/${unit}/src`];
  if (!folders.some((each) => existsSync(join(ROOT, each, folder))))
    return [`${file}: no source has this folder`];
  const sources = sourcesOf(unit);
  if (sources.some((source) => source.path === name)) return [];
  // Otherwise it is named after what it promises, as `drain` or `batch-fetch-retry`, and must not look as if it were about one
  // source: neither about that of its name in another folder, nor about that which exports a function of its name.
  const [own] = sources.filter(
    (source) => basename(source.path) === basename(name) || exportsFunction(source, basename(name)),
  );
  return own === undefined ? [] : [`${file}: ${own.path} is the source of that name`];
}

function exportsFunction({ code }: Source, name: string): boolean {
  const camelCase = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return new RegExp(`^export (?:async )?(?:function\\*?|class) ${camelCase}\\b`, 'm').test(code);
}

const known = new Map<string, readonly Source[]>();
function sourcesOf(unit: string): readonly Source[] {
  const sources =
    known.get(unit) ?? (SOURCES[unit] ?? [`packages/${unit}/src`]).flatMap((folder) => readSources(folder));
  known.set(unit, sources);
  return sources;
}

function readSources(folder: string): Source[] {
  return filesIn(join(ROOT, folder), SOURCE).map((file) => ({
    path: file.replace(SOURCE, ''),
    code: readFileSync(join(ROOT, folder, file), 'utf8'),
  }));
}

/** Returns the paths below a folder that a pattern matches, without what is installed. */
function filesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return pattern.test(entry.name) ? [entry.name] : [];
    if (!entry.isDirectory() || entry.name === 'node_modules') return [];
    return filesIn(join(folder, entry.name), pattern).map((file) => `${entry.name}/${file}`);
  });
}

test('each test is in the folder of its source', () => {
  // Those beside this file are about all packages.
  const tests = filesIn(join(ROOT, 'test/unit'), TEST).filter((file) => file.includes('/'));
  expect(tests.length).toBeGreaterThan(300);
  expect(tests.flatMap(misplacementOf)).toEqual([]);
});
