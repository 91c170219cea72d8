import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
// Start installs what the root needs, and nothing of this folder.
// biome-ignore lint/correctness/noUndeclaredDependencies: it is a dependency of the root
import { rolldown } from 'rolldown';
import { reachableDeclarations } from './reachable-declarations.mjs';

/**
 * Entries for browsers, which need little of what the main entry needs. A bundler drops unused files, but not all that is unused
 * in a file.
 */
const SMALL_ENTRIES = ['check'];

/** Comments stay in the sources, except those that tell a bundler what it may drop. */
const COMMENTS = { annotation: true, jsdoc: false, legal: true };

const COMMON_JS = {
  format: 'cjs',
  exports: 'named',
  esModule: true,
  strict: true,
  generatedCode: { symbols: false },
  // As the compiler writes it: `import()` fails in the virtual machines of test runners.
  dynamicImportInCjs: false,
};

/**
 * Returns what a package publishes, by its path in `dist`: its code, the declarations of its CommonJS, and which of those that the
 * compiler writes for its ES modules are published.
 *
 * @param {string} folder of the package, with a slash at its end
 * @returns {Promise<Map<string, string>>}
 */
export async function bundlePackage(folder) {
  const manifest = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const main = `${folder}src/index.ts`;
  const files = new Map();
  const add = (prefix, outputs) => {
    for (const { fileName, code } of outputs) files.set(prefix + fileName, code);
  };
  const input = entriesOf(manifest);
  const sources = Object.values(input).map((source) => join(folder, source));
  const entries = sources.filter((source) => source !== main);
  const bundle = await rolldown({ ...inputOptions(folder), input });
  const declarations = reachableDeclarations(`${folder}dist/`, Object.keys(input));
  add('', await generate(bundle, { main, entries, format: 'es' }));
  files.set('.npmignore', onlyDeclarations([...declarations.keys()]));
  // Only the command has no entry that can be required.
  if (manifest.bin === undefined) {
    add('cjs/', await generate(bundle, { main, entries, ...COMMON_JS }));
    files.set('cjs/package.json', '{ "type": "commonjs" }\n');
    // They say the same in both forms, but one file cannot be the declarations of both an ES module and CommonJS.
    for (const [file, text] of declarations) files.set(`cjs/${file}`, text);
  }
  await bundle.close();
  for (const file of readdirSync(`${folder}src`).filter((name) => name.endsWith('.cts'))) {
    const outputs = await bundleCommonJs(folder, file);
    for (const prefix of ['', 'cjs/']) add(prefix, outputs);
  }
  return files;
}

/**
 * Returns the rules by which no other declarations of ES modules are published. The compiler writes one for each source, and the packages
 * that refer to this one are compiled against all of them.
 */
function onlyDeclarations(files) {
  const kept = ['cjs/**/*.d.ts', ...files];
  return ['*.d.ts', ...kept.map((file) => `!/${file}`), ''].join('\n');
}

/** Both forms of a package use the same CommonJS for what only that can do. */
async function bundleCommonJs(folder, file) {
  const bundle = await rolldown({ ...inputOptions(folder), input: `./src/${file}` });
  const options = { ...COMMON_JS, entryFileNames: `${basename(file, '.cts')}.cjs` };
  const outputs = await generate(bundle, options);
  await bundle.close();
  return outputs;
}

function inputOptions(folder) {
  return {
    cwd: folder,
    platform: 'node',
    // Other packages, what is built into Node, and the CommonJS of this package, which has files of its own.
    external: (id) => /^[^./]/.test(id) || id.endsWith('.cjs'),
    resolve: { extensionAlias: { '.js': ['.ts'] } },
    tsconfig: false,
    onLog(_level, { message }) {
      throw new Error(`${folder}: ${message}`);
    },
  };
}

async function generate(bundle, { main, entries = [], ...options }) {
  const { output } = await bundle.generate({
    chunkFileNames: '[name].js',
    comments: COMMENTS,
    codeSplitting: { groups: toSharedGroups(main, entries) },
    ...options,
  });
  return output;
}

/**
 * What the main entry shares with others is one file. By default there is one for each set of entries that share something,
 * and to find, read and link a file takes Node a third of a millisecond. An entry that is a part of the main one, such as its
 * writer, has a file of its own with all it needs, so that it loads nothing else.
 */
function toSharedGroups(main, entries) {
  const known = new Map();
  const modulesOf = (entry, context) => {
    if (!known.has(entry)) known.set(entry, modulesFrom(entry, context));
    return known.get(entry);
  };
  const groups = entries.map((entry) => ({
    name: (id, context) =>
      (modulesOf(main, context).has(entry) || SMALL_ENTRIES.includes(basename(entry, '.ts'))) &&
      modulesOf(entry, context).has(id)
        ? `shared-${basename(entry, '.ts')}`
        : null,
    priority: 1,
  }));
  groups.push({ name: (id, context) => (modulesOf(main, context).has(id) ? 'shared' : null), priority: 0 });
  return groups.map((group) => ({ ...group, debugName: 'shared', minShareCount: 2 }));
}

/** Returns a module and all that it loads at once: not what it loads on demand. */
function modulesFrom(first, context) {
  const found = new Set([first]);
  for (const id of found) {
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  }
  return found;
}

/** Returns the sources of a package's entries by their names: those of `exports`, or that of its command. */
function entriesOf({ bin, exports }) {
  const sources = Object.values(exports).flatMap((entry) => entry['@multistatus/source'] ?? []);
  if (bin !== undefined) sources.push('./src/main.ts');
  return Object.fromEntries(sources.map((source) => [basename(source, '.ts'), source]));
}
