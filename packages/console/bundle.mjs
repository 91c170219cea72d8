// Bundles the page (page/) into dist/page: files named by their content, and manifest.json, which names the first ones.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { collectLicenses } from './collect-licenses.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const outdir = `${root}dist/page`;

const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { console: 'page/main.tsx', style: 'page/page.css', icon: 'page/icon.svg' },
  outdir,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  // The writer of XML uses only a small part of it, which this file replaces.
  alias: { xmlbuilder2: './page/platform/xmlbuilder2.ts' },
  loader: { '.svg': 'copy' },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  conditions: ['@multistatus/source'],
  metafile: true,
  write: false,
  logLevel: 'warning',
});

const { outputs } = metafile;
const fileOf = (entry) => Object.keys(outputs).find((file) => Object.hasOwn(outputs[file].inputs, entry));
const script = Object.keys(outputs).find((file) => outputs[file].entryPoint === 'page/main.tsx');

/** The files that are loaded with the script: those that it imports, and those that they import. */
const chunks = new Set();
const addImportsOf = (file) => {
  for (const { path, kind } of outputs[file].imports) {
    if (kind !== 'import-statement' || chunks.has(path)) continue;
    chunks.add(path);
    addImportsOf(path);
  }
};
addImportsOf(script);

const manifest = {
  script: basename(script),
  style: basename(fileOf('page/page.css')),
  icon: basename(fileOf('page/icon.svg')),
  chunks: [...chunks].map((file) => basename(file)),
};

// Written last, so that the old files stay if bundling fails.
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
for (const { path, contents } of outputFiles) writeFileSync(path, contents);
const sources = Object.keys(metafile.inputs).map((file) => `${root}${file}`);
writeFileSync(`${outdir}/LICENSES.txt`, collectLicenses(sources));
// For the test of the sizes. It is not published.
writeFileSync(`${root}dist/page-report.json`, JSON.stringify(outputs));
writeFileSync(`${outdir}/manifest.json`, `${JSON.stringify(manifest)}\n`);
