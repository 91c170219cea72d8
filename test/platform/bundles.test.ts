import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGES = readdirSync(`${ROOT}packages`).filter((name) =>
  existsSync(`${ROOT}packages/${name}/package.json`),
);

/** Runs a module in a process of its own, and returns what it prints. */
async function run(code: string): Promise<string> {
  const words = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: `${ROOT}test` });
  return stdout;
}

/** Returns the files that code loads, in the order of their names: those of packages here by their place in `packages`. */
async function filesLoadedBy(code: string): Promise<string[]> {
  const stdout = await run(`
    import { Session } from 'node:inspector';
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    const session = new Session();
    session.connect();
    const urls = [];
    session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url));
    session.post('Debugger.enable');
    const before = new Set(urls);
    ${code};
    session.disconnect();
    console.log(JSON.stringify(urls.filter((url) => !before.has(url) && /^(file:|[/]|[A-Z]:)/.test(url))));
  `);
  const files = (JSON.parse(stdout) as string[]).map((url) =>
    url.replace(/^.*\/(packages|node_modules)\//, ''),
  );
  return [...new Set(files)].sort();
}

const packagesOf = (files: readonly string[]): string[] => [
  ...new Set(files.map((file) => file.replace(/\/dist\/.*/, ''))),
];

test('the build is that of the sources', async () => {
  const check = promisify(execFile)(process.execPath, [`${ROOT}scripts/bundle-packages.mjs`, '--check']);
  await expect(check).resolves.toEqual({ stdout: '', stderr: '' });
});

describe.each(['express', 'koa'])('@multistatus/%s', (name) => {
  const expected = [name, 'core', 'document', 'inject', 'node', 'wire'].sort();

  test('import loads what batch() needs, each package in few files', async () => {
    const files = await filesLoadedBy(`await import('@multistatus/${name}')`);
    expect(packagesOf(files)).toEqual(expected);
    expect(files.length).toBeLessThan(16);
    // Neither the readers of documents nor what they share.
    expect(files.filter((file) => file.startsWith('document/'))).toEqual([
      'document/dist/shared-writer.js',
      'document/dist/writer.js',
    ]);
  });

  test('require and import load one and the same, whichever is first', async () => {
    const files = await filesLoadedBy(`
      const required = require('@multistatus/${name}');
      const imported = await import('@multistatus/${name}');
      if (required.batch !== imported.batch) throw new Error('there are two');
    `);
    expect(packagesOf(files)).toEqual(expected);
    expect(files.filter((file) => file.includes('/cjs/'))).toEqual([]);
  });
});

describe.each(['dist', 'dist/cjs'])('in %s', (form) => {
  test.each(PACKAGES)('each module of %s is in one file, so that its entries share it', (name) => {
    const folder = `${ROOT}packages/${name}/${form}`;
    const modules = filesIn(folder).flatMap((file) => [
      ...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^\/\/ (src\/\S+)$/gm),
    ]);
    const names = modules.map(([, module]) => module);
    // Only the command cannot be required.
    expect(names.length > 0).toBe(form === 'dist' || name !== 'cli');
    expect(names).toEqual([...new Set(names)]);
  });

  test('an error of one entry is an instance of the class that another has', async () => {
    const stdout = await run(`
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      const load = (entry) => ${form === 'dist' ? 'import' : 'require'}('${ROOT}packages/document/${form}/' + entry + '.js');
      const { DocumentError, readMultistatus } = await load('index');
      const { readXml } = await load('xml-reader');
      const errors = [() => readMultistatus('<a'), () => readXml('<a')].map(async (read) => {
        try {
          await read();
        } catch (error) {
          return error instanceof DocumentError;
        }
      });
      console.log((await Promise.all(errors)).join());
    `);
    expect(stdout).toBe('true,true\n');
  });
});

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((file) => /\.c?js$/.test(file)) : [];
}

test.each(['core', 'document', 'express'])(
  '%s publishes no declaration that its entries do not reach',
  async (name) => {
    const words = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = await promisify(execFile)('npm', words, { cwd: `${ROOT}packages/${name}` });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const declarations = files.map(({ path }) => path).filter((path) => path.endsWith('.d.ts'));
    // Those of CommonJS are only made where an entry reaches them.
    const isOfCommonJs = (path: string): boolean => path.startsWith('dist/cjs/');
    const ofCommonJs = declarations.filter(isOfCommonJs).map((path) => path.replace('/cjs', ''));
    expect(ofCommonJs).toContain('dist/index.d.ts');
    expect(declarations.filter((path) => !isOfCommonJs(path)).sort()).toEqual(ofCommonJs.sort());
  },
);

test('@multistatus/core/check is bundled for browsers, in as many bytes as its page says', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "export * from '@multistatus/core/check';", resolveDir: `${ROOT}test` },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  const page = readFileSync(`${ROOT}packages/core/README.md`, 'utf8');
  const [, kilobytes] = /is (\d+) kB in a bundle/.exec(page) ?? [];
  const packed = gzipSync(outputFiles[0]?.contents ?? '').length / 1000;
  expect(Math.round(packed)).toBe(Number(kilobytes));
});
