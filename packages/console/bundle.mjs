// Bundles the page (page/) into dist/page: files named by their content, and manifest.json, which names the first ones.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const outdir = `${root}dist/page`;
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { console: 'page/main.tsx', style: 'page/page.css' },
  outdir,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  conditions: ['@multistatus/source'],
  metafile: true,
  logLevel: 'warning',
});

const files = Object.entries(metafile.outputs);
const nameOf = (entry) => basename(files.find(([, { entryPoint }]) => entryPoint === entry)[0]);
const manifest = { script: nameOf('page/main.tsx'), style: nameOf('page/page.css') };
writeFileSync(`${outdir}/manifest.json`, `${JSON.stringify(manifest)}\n`);
