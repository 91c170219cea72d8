import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parseBare, specifiersIn } from '../../support/find-imports.js';

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url));
const PAGE = join(PACKAGES, 'console', 'page');

/** The packages of this workspace that the page may import: what runs in browsers. */
const MAY_IMPORT = ['client', 'core', 'document', 'inspect', 'wire'];

/** What every room of the page may import: these, and the files beside the rooms but those that put the page together. */
const SHARED = ['model', 'content', '.'];
const WHOLE_PAGE = ['main.tsx', 'app.tsx'];

/** The rooms that a room shows. */
const SHOWS: Readonly<Record<string, readonly string[]>> = {
  run: ['graph', 'timeline', 'formats'],
};

interface Manifest {
  readonly exports?: object;
  readonly dependencies?: object;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')) as Manifest;

const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const imports = files.flatMap((file) =>
  specifiersIn(readFileSync(join(PAGE, file), 'utf8')).map((specifier) => ({ file, specifier })),
);
const own = imports.filter(({ specifier }) => specifier.startsWith('.'));
const bare = imports.filter(({ specifier }) => !specifier.startsWith('.'));

/** The file of the page that a relative import means. */
function sourceOf({ file, specifier }: (typeof imports)[number]): string {
  const path = relative(PAGE, resolve(PAGE, dirname(file), specifier)).replace(/\.js$/, '');
  return [`${path}.ts`, `${path}.tsx`].find((each) => existsSync(join(PAGE, each))) ?? path;
}

test('the page is found, and what it imports', () => {
  expect(files).toEqual(expect.arrayContaining(['main.tsx', join('model', 'run.ts')]));
  expect(bare.map(({ specifier }) => specifier)).toEqual(expect.arrayContaining(['preact']));
});

test('the page imports its own files by paths that stay in it', () => {
  expect(own.filter((each) => !files.includes(sourceOf(each)))).toEqual([]);
});

test('the page imports only packages of this workspace that run in browsers, by their public names', () => {
  for (const each of bare) {
    const { name, subpath } = parseBare(each.specifier);
    if (!name.startsWith('@multistatus/')) continue;
    const sibling = name.replace('@multistatus/', '');
    expect({ ...each, isAllowed: MAY_IMPORT.includes(sibling) }).toEqual({ ...each, isAllowed: true });
    expect(Object.keys(manifestOf(sibling).exports ?? {})).toContain(subpath);
  }
});

test('the page imports no module of Node', () => {
  const ofNode = bare.filter(
    ({ specifier }) => /^node:/.test(specifier) || builtinModules.includes(specifier),
  );
  expect(ofNode).toEqual([]);
});

test('the libraries of the page are what it imports, and nobody who installs the package gets them', () => {
  const { dependencies = {}, devDependencies = {} } = manifestOf('console');
  expect(dependencies).toEqual({});
  const imported = new Set(bare.map(({ specifier }) => parseBare(specifier).name));
  expect([...imported, 'esbuild'].toSorted()).toEqual(Object.keys(devDependencies).toSorted());
});

describe('the rooms of the page', () => {
  const roomOf = (file: string): string => dirname(file).split(/[\\/]/)[0] ?? '';

  test('import what is shared, and what they show, but no other room', () => {
    const across = own.filter((each) => {
      const [room, target] = [roomOf(each.file), sourceOf(each)];
      if (WHOLE_PAGE.includes(each.file) || roomOf(target) === room) return false;
      return !(SHOWS[room] ?? []).concat(SHARED).includes(roomOf(target)) || WHOLE_PAGE.includes(target);
    });
    expect(across).toEqual([]);
  });

  test('no import leads back to its file, types included', () => {
    const targets = new Map(
      files.map((file) => [file, own.filter((each) => each.file === file).map(sourceOf)]),
    );
    const reached = new Map(
      files.map((file) => {
        const found = new Set(targets.get(file));
        for (const each of found) for (const next of targets.get(each) ?? []) found.add(next);
        return [file, found];
      }),
    );
    expect(files.filter((file) => reached.get(file)?.has(file))).toEqual([]);
  });
});
