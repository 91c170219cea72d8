import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { loadBundle } from '#console/bundle.js';

/** What esbuild reports of a file of the bundle. */
interface Output {
  readonly entryPoint?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

const DIST = new URL('../../../packages/console/dist/', import.meta.url);
const REPORT = JSON.parse(readFileSync(new URL('page-report.json', DIST), 'utf8')) as Record<string, Output>;
const outputs = new Map(Object.entries(REPORT).map(([path, output]) => [basename(path), output]));

const { manifest, assets } = loadBundle();
const first = filesWith([manifest.script, manifest.style, manifest.icon]);

/** The names of files, and of all that they import at once. */
function filesWith(names: readonly string[]): Set<string> {
  const files = new Set(names);
  for (const name of files) {
    for (const { path, kind } of outputs.get(name)?.imports ?? []) {
      if (kind === 'import-statement') files.add(basename(path));
    }
  }
  return files;
}

/** The files that are fetched, after the first ones, when a file is imported that contains a source whose path matches. */
function fetchedFor(source: RegExp): string[] {
  const wanted = [...outputs].filter(([name, { inputs }]) => {
    return !first.has(name) && Object.keys(inputs).some((path) => source.test(path));
  });
  return [...filesWith(wanted.map(([name]) => name))].filter((name) => !first.has(name));
}

/** The size of files in thousands of bytes, as compression in the app sends them. */
function weigh(names: Iterable<string>): number {
  const bytes = [...names].map((name) => gzipSync(assets.get(name)?.content ?? '').length);
  return bytes.reduce((sum, each) => sum + each, 0) / 1000;
}

test('every file that was bundled is served, and no other', () => {
  expect([...outputs.keys()].toSorted()).toEqual([...assets.keys()].toSorted());
});

test('the manifest names what the script imports at once', () => {
  expect(new Set([manifest.script, manifest.style, manifest.icon, ...manifest.chunks])).toEqual(first);
});

describe('gzipped, in kB', () => {
  test('the page opens with at most 60', () => {
    expect(weigh(first)).toBeLessThanOrEqual(60);
  });

  test.each([
    ['the editor', /\/@(codemirror|lezer)\//, 110],
    ['reading XML', /\/saxes\//, 20],
    ['writing XML', /\/document\/src\/xml-writer\.ts$/, 90],
  ])('%s adds at most %s', (_what, source, limit) => {
    const files = fetchedFor(source);
    expect(files).not.toEqual([]);
    expect(weigh(files)).toBeLessThanOrEqual(limit);
  });

  test('all of it is at most 292', () => {
    expect(weigh(assets.keys())).toBeLessThanOrEqual(292);
  });
});

test('no file creates code from text, and none names a source map that is not there', () => {
  for (const name of readdirSync(new URL('page/', DIST))) {
    const code = readFileSync(new URL(`page/${name}`, DIST), 'utf8');
    expect(code).not.toMatch(/(?<![\w.$])(?:eval|(?:new )?Function)\s*\(/);
    expect(code).not.toContain('sourceMappingURL');
  }
});

test('the README promises these limits', () => {
  const text = readFileSync(new URL('../README.md', DIST), 'utf8');
  const [, table = ''] = /## Weight\n(.*)/s.exec(text) ?? [];
  const limits = [...table.matchAll(/^\| (?:the )?(.*?) +\| (\d+) kB/gm)].map(([, what, limit]) => [
    what,
    Number(limit),
  ]);
  expect(limits).toEqual([
    ['page, when opened', 60],
    ['editor', 110],
    ['reading XML', 20],
    ['writing XML', 90],
    ['all of it', 292],
  ]);
});
