import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { ASKS, parseBare, STATIC, specifiersIn } from '../support/find-imports.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The packages of this workspace that a package may import. Imports go one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  document: ['wire'],
  core: ['document', 'wire'],
  inject: [],
  node: ['core', 'inject'],
  express: ['core', 'document', 'inject', 'node'],
  koa: ['core', 'document', 'inject', 'node'],
  transactions: ['core'],
  odata: ['core', 'document', 'wire'],
  journal: ['core'],
  async: ['core', 'inject', 'journal', 'node', 'wire'],
  client: ['document', 'wire'],
  inspect: ['document', 'wire'],
  cli: ['client', 'document', 'inspect', 'wire'],
  console: [],
};

/** The modules of Node that a package may import; a package that is not listed may import any. */
const MAY_IMPORT_OF_NODE: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  document: [],
  core: [],
  client: [],
  inspect: [],
  odata: [],
};

/** The modules of Node that those packages use if the platform has them, and do without otherwise. */
const MAY_ASK_NODE_FOR: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  document: [],
  core: ['node:async_hooks', 'node:buffer', 'node:diagnostics_channel'],
  client: [],
  inspect: [],
  odata: [],
};

/** The folders of core, top first: a file imports from its own folder and from those below it, types included. */
const CORE_FOLDERS = [
  'openapi',
  'batch',
  'bulk',
  'lines',
  'report',
  'journal',
  'run',
  'references',
  'encode',
  'validate',
  'decode',
  'options',
  'plan',
  'formats',
  'operation',
  'problem',
  'http',
];
const CORE_ENTRIES = ['adapter.ts', 'check.ts', 'index.ts'];

interface Import {
  /** Path of the importing file, from the root. */
  readonly file: string;
  readonly specifier: string;
}

/** Checks whether all imports of a framework in a file are of its types. */
function isTypeOfFramework({ file, specifier }: Import): boolean {
  if (specifier !== 'express' && specifier !== 'koa') return false;
  const code = readFileSync(join(ROOT, file), 'utf8');
  const ofTypes = [...code.matchAll(new RegExp(`^import type .* from '${specifier}'`, 'gm'))];
  return ofTypes.length === code.split(`'${specifier}'`).length - 1;
}

interface Manifest {
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: true }>>;
}

function importsOf(file: string, statements?: readonly RegExp[]): Import[] {
  const code = readFileSync(join(ROOT, file), 'utf8');
  return specifiersIn(code, statements).map((specifier) => ({ file, specifier }));
}

function sourcesOf(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder, 'src'), { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => /\.c?ts$/.test(entry)).map((entry) => join(folder, 'src', entry));
}

function foldersIn(parent: string): string[] {
  return readdirSync(join(ROOT, parent)).filter((name) => existsSync(join(ROOT, parent, name, 'src')));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
}

/** The names between the braces of imports or exports, from one package if it is given. */
function namesIn(code: string, keyword: 'import' | 'export', from = "[^']+"): string[] {
  const statement = new RegExp(`^${keyword} \\{([^}]+)\\} from '${from}'`, 'gm');
  return [...code.matchAll(statement)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');
}

function isRelative({ specifier }: Import): boolean {
  return specifier.startsWith('.');
}

function isOfNode({ specifier }: Import): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function isBare(each: Import): boolean {
  return !isRelative(each) && !isOfNode(each);
}

/** The file that a relative import means. */
function resolveSource({ file, specifier }: Import): string {
  return relative(ROOT, resolve(ROOT, dirname(file), specifier.replace(/\.(c?)js$/, '.$1ts')));
}

/** Every import of a file that is loaded with it, and of all files of the package that it leads to. */
function importsReachedFrom(entry: string): Import[] {
  const files = new Set([entry]);
  const reached: Import[] = [];
  for (const file of files) {
    const imports = importsOf(file, STATIC);
    reached.push(...imports);
    for (const each of imports.filter(isRelative)) files.add(resolveSource(each));
  }
  return reached;
}

const packages = foldersIn('packages');
const examples = foldersIn('examples');
const manifests = new Map(packages.map((name) => [name, readManifest(`packages/${name}`)]));

test('the imports of a file are found in whatever form they are written', () => {
  const code = [
    "import a, { type b } from 'one';",
    "import type {\n  c,\n} from './two.js';",
    "export { d } from 'three';",
    "export * from 'four';",
    "import 'five';",
    "const e = await import('six');",
    "type F = import('seven').F;",
    "const g = require('node:eight');",
    "const h = 'not from';",
    "const l = globalThis.process?.getBuiltinModule?.('node:twelve');",
    "/** @example import i from 'nine'; */",
    "// import j from 'ten';",
    "/**\n * import k from 'eleven';\n */",
  ].join('\n');
  expect(specifiersIn(code).toSorted()).toEqual(
    ['one', './two.js', 'three', 'four', 'five', 'six', 'seven', 'node:eight'].toSorted(),
  );
  expect(specifiersIn(code, ASKS)).toEqual(['node:twelve']);
});

test('every package is listed in MAY_IMPORT', () => {
  expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining(packages));
  expect(packages).toEqual(expect.arrayContaining(['document', 'core', 'inject', 'express', 'koa']));
});

describe.each(packages)('packages/%s', (name) => {
  const folder = `packages/${name}`;
  const imports = sourcesOf(folder).flatMap((file) => importsOf(file));
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifests.get(name) ?? {};

  test('imports its own files by paths that stay in its src', () => {
    for (const each of imports.filter(isRelative)) {
      const source = resolveSource(each);
      expect({ ...each, isInside: source.startsWith(join(folder, 'src') + sep) }).toEqual({
        ...each,
        isInside: true,
      });
      expect({ ...each, exists: existsSync(join(ROOT, source)) }).toEqual({ ...each, exists: true });
    }
  });

  test('imports only the packages of this workspace that MAY_IMPORT allows, by their public names', () => {
    const siblings = imports.filter(({ specifier }) => /^@?multistatus(\/|$)/.test(specifier));
    for (const each of siblings) {
      const { name: imported, subpath } = parseBare(each.specifier);
      const sibling = imported.replace('@multistatus/', '');
      expect({ ...each, sibling: MAY_IMPORT[name]?.includes(sibling) }).toEqual({ ...each, sibling: true });
      expect(Object.keys(manifests.get(sibling)?.exports ?? {})).toContain(subpath);
    }
    const declared = Object.keys({ ...dependencies, ...peerDependencies })
      .filter((dependency) => dependency.startsWith('@multistatus/'))
      .map((dependency) => dependency.replace('@multistatus/', ''));
    expect(MAY_IMPORT[name]).toEqual(expect.arrayContaining(declared));
  });

  test('imports what it declares, declares what it imports, and no framework except its types', () => {
    const bare = imports.filter((each) => isBare(each) && !isTypeOfFramework(each));
    const imported = new Set(bare.map(({ specifier }) => parseBare(specifier).name));
    // The libraries that a package only works with if the app has them.
    const optional = Object.keys(peerDependenciesMeta);
    const required = [...imported].filter((name) => !optional.includes(name));
    expect(required.toSorted()).toEqual(Object.keys(dependencies).toSorted());
    for (const framework of ['express', 'koa', 'fastify']) expect(imported).not.toContain(framework);
  });

  test('imports types of no framework but its own, which the app has', () => {
    for (const { specifier } of imports.filter(isTypeOfFramework)) {
      expect(specifier).toBe(name);
      expect(peerDependenciesMeta[`@types/${specifier}`]).toEqual({ optional: true });
    }
  });

  test('imports only the modules of Node that it may, with the prefix node:', () => {
    const ofNode = imports.filter(isOfNode);
    for (const { specifier } of ofNode) expect(specifier).toMatch(/^node:/);
    const allowed = MAY_IMPORT_OF_NODE[name];
    if (allowed !== undefined)
      expect(ofNode.filter(({ specifier }) => !allowed.includes(specifier))).toEqual([]);
    const asked = sourcesOf(folder).flatMap((file) => importsOf(file, ASKS));
    const mayAskFor = MAY_ASK_NODE_FOR[name];
    if (mayAskFor !== undefined)
      expect(asked.filter(({ specifier }) => !mayAskFor.includes(specifier))).toEqual([]);
  });
});

/** The relative imports that lead back to the file they start from, as one path each. */
function circlesIn(folder: string): string[] {
  const targets = new Map(
    sourcesOf(folder).map((file) => [file, importsOf(file).filter(isRelative).map(resolveSource)]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}

test.each(packages)('packages/%s: no import leads back to its file, types included', (name) => {
  expect(circlesIn(`packages/${name}`)).toEqual([]);
});

describe.each(Object.keys(MAY_IMPORT_OF_NODE))('the configurations of %s', (name) => {
  test('a global of Node does not compile', () => {
    const text = readFileSync(join(ROOT, 'packages', name, 'tsconfig.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ compilerOptions: { types: [] } });
  });

  test('no file refers to types that its configuration leaves out', () => {
    const references = sourcesOf(`packages/${name}`).filter((file) =>
      /^\/\/\/\s*<reference/m.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(references).toEqual([]);
  });
});

describe('the folders of core', () => {
  const SRC = join('packages', 'core', 'src');
  const folderOf = (file: string): string => relative(SRC, file).split(sep)[0] ?? '';
  const files = sourcesOf('packages/core');

  test('contain every file but the entries', () => {
    const folders = files.map(folderOf);
    expect([...new Set(folders)].filter((folder) => !folder.endsWith('.ts')).toSorted()).toEqual(
      CORE_FOLDERS.toSorted(),
    );
    expect(folders.filter((folder) => folder.endsWith('.ts')).toSorted()).toEqual(CORE_ENTRIES);
  });

  test('import downwards only', () => {
    const upwards = files
      .filter((file) => CORE_FOLDERS.includes(folderOf(file)))
      .flatMap((file) => importsOf(file))
      .filter(isRelative)
      .filter((each) => {
        const target = CORE_FOLDERS.indexOf(folderOf(resolveSource(each)));
        return target < CORE_FOLDERS.indexOf(folderOf(each.file));
      });
    expect(upwards).toEqual([]);
  });
});

test('what the entry . of document reaches imports wire only', () => {
  const reached = importsReachedFrom('packages/document/src/index.ts').filter((each) => !isRelative(each));
  expect(new Set(reached.map(({ specifier }) => specifier))).toEqual(new Set(['@multistatus/wire']));
});

test.each([
  ['index.ts', '@multistatus/wire'],
  ['multipart.ts', '@multistatus/wire/multipart'],
])('%s of wire exports only what another package imports, or a signature names', (entry, specifier) => {
  const exported = namesIn(readFileSync(join(ROOT, 'packages/wire/src', entry), 'utf8'), 'export');
  const used = packages
    .filter((name) => name !== 'wire')
    .flatMap((name) => sourcesOf(`packages/${name}`))
    .flatMap((file) => namesIn(readFileSync(join(ROOT, file), 'utf8'), 'import', specifier));
  const report = readFileSync(join(ROOT, 'packages/wire/api', entry.replace(/ts$/, 'api.md')), 'utf8');
  const isNamed = (name: string): boolean => report.split(new RegExp(`\\b${name}\\b`)).length > 2;
  expect(exported.filter((name) => !used.includes(name) && !isNamed(name))).toEqual([]);
});

test.each(['core', 'node', 'inject', 'express', 'koa', 'journal', 'async', 'client'])(
  '%s loads no code for multipart',
  (name) => {
    const specifiers = sourcesOf(`packages/${name}`)
      .flatMap((file) => importsOf(file))
      .map(({ specifier }) => specifier);
    expect(specifiers).not.toContain('@multistatus/wire/multipart');
  },
);

describe.each(examples)('examples/%s', (name) => {
  const folder = `examples/${name}`;
  const imports = sourcesOf(folder).flatMap((file) => importsOf(file));

  test('imports its own files by paths that stay in its src', () => {
    for (const each of imports.filter(isRelative)) {
      expect(resolveSource(each).startsWith(join(folder, 'src') + sep)).toBe(true);
    }
  });

  test('imports packages by their public names, and declares them', () => {
    const { dependencies = {} } = readManifest(folder);
    for (const { specifier } of imports.filter(isBare)) {
      const { name: imported, subpath } = parseBare(specifier);
      expect(Object.keys(dependencies)).toContain(imported);
      const sibling = manifests.get(imported.replace('@multistatus/', ''));
      if (imported.startsWith('@multistatus/'))
        expect(Object.keys(sibling?.exports ?? {})).toContain(subpath);
    }
  });

  test('imports of Node under the name with node:', () => {
    for (const { specifier } of imports.filter(isOfNode)) expect(specifier).toMatch(/^node:/);
  });
});
