import { build } from 'esbuild';
import { checkBrowserBundle, checkServerBundle } from '../check-bundles.mjs';

const server = {
  entryPoints: ['src/server.js'],
  bundle: true,
  // Its page is files in node_modules, which are not in a bundle.
  external: ['@multistatus/console'],
  platform: 'node',
  target: 'node20',
  minify: true,
};

await build({ ...server, format: 'cjs', outfile: 'dist/server.cjs' });
// Express and what it is made of are CommonJS, which calls `require` for modules of Node.
const js = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;
await build({ ...server, format: 'esm', outfile: 'dist/server.mjs', banner: { js } });
await build({
  entryPoints: ['src/browser.js'],
  bundle: true,
  platform: 'browser',
  format: 'iife',
  minify: true,
  outfile: 'dist/browser.js',
});

for (const file of ['dist/server.cjs', 'dist/server.mjs']) await checkServerBundle(file);
await checkBrowserBundle('dist/browser.js');
console.log('servers as ES module and CommonJS answer batches and have a page; a page sends a batch');
