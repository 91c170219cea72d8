// Compiles `src` as ES modules and as CommonJS, with the ways to resolve modules that there are, and runs what is written. With
// `skipLibCheck: false`, declarations of pglite, drizzle-orm and others have errors of their own: only those in `src` and in
// packages of multistatus count.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
const { bin, version } = JSON.parse(readFileSync(manifest, 'utf8'));
const tsc = join(dirname(manifest), bin.tsc);

await Promise.all([
  checkType('module', ['node16', 'nodenext', 'bundler']),
  // A bundler finds what `import` finds, also in a package that is CommonJS.
  checkType('commonjs', ['node16', 'nodenext']),
]);
console.log(
  `TypeScript ${version}: ES modules and CommonJS; node16 and nodenext compile and run, bundler compiles`,
);
await checkEntries(createRequire(import.meta.url), './module/dist/nodenext/entries.js');

async function checkType(type, configs) {
  mkdirSync(type);
  writeFileSync(`${type}/package.json`, `{ "type": "${type}" }\n`);
  cpSync('src', `${type}/src`, { recursive: true });
  for (const config of configs) {
    const file = `${type}/tsconfig.${config}.json`;
    cpSync(`tsconfig.${config}.json`, file);
    await compile(file);
  }
  for (const config of configs.filter((name) => name !== 'bundler'))
    await start(`${type}/dist/${config}/main.js`);
}

/** Checks that `src/entries.ts` has every entry of every package. */
async function checkEntries(require, file) {
  const { entries } = await import(file);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of Object.keys(dependencies).filter((dependency) =>
    dependency.startsWith('@multistatus/'),
  )) {
    for (const entry of Object.keys(require(`${name}/package.json`).exports)) {
      const specifier = name + entry.slice(1);
      if (entry !== './package.json' && !Object.hasOwn(entries, specifier))
        throw new Error(`src/entries.ts does not import ${specifier}`);
    }
  }
}

async function compile(config) {
  const { stdout, stderr } = await runNode(tsc, '-p', config, '--pretty', 'false');
  // A further line of an error is indented.
  const errors = stdout.split(/\r?\n(?!\s)/).filter((text) => text !== '');
  const ours = errors.filter((text) => !/^[^(]*node_modules\/(?!@multistatus\/)/.test(text));
  if (ours.length > 0 || stderr !== '') fail(`tsc -p ${config}`, [...ours, stderr].join('\n'));
}

async function start(...args) {
  const { error, stdout, stderr } = await runNode(...args);
  if (error) fail(`node ${args.join(' ')}`, `${stdout}${stderr}`);
}

function runNode(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 16 << 20 }, (error, stdout, stderr) =>
      resolve({ error, stdout, stderr }),
    );
  });
}

function fail(command, output) {
  console.error(`${command} failed:\n${output}`);
  process.exit(1);
}
