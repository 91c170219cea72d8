import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import webpack from 'webpack';
import { checkBrowserBundle, checkServerBundle } from '../check-bundles.mjs';

const context = fileURLToPath(new URL('.', import.meta.url));
const path = `${context}dist`;
// Its page is files in node_modules, which are not in a bundle.
const server = {
  entry: './src/server.js',
  target: 'node20',
  externals: [/^@multistatus\/console\//],
  externalsType: 'node-commonjs',
  optimization: { minimize: false },
};

await build({ ...server, output: { path, filename: 'server.cjs' } });
await build({
  ...server,
  experiments: { outputModule: true },
  output: { path, filename: 'server.mjs', module: true, chunkFormat: 'module' },
});
await build({ entry: './src/browser.js', target: 'web', output: { path, filename: 'browser.js' } });

for (const file of ['dist/server.cjs', 'dist/server.mjs']) await checkServerBundle(file);
await checkBrowserBundle('dist/browser.js');
console.log('servers as ES module and CommonJS answer batches and have a page; a page sends a batch');

/** Fails for an error, and for a warning unless it is about Express itself, which loads the view engine by its name. */
async function build(configuration) {
  const stats = await promisify(webpack)({ mode: 'production', context, ...configuration });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  const found = [
    ...errors,
    ...warnings.filter(({ moduleName }) => !/node_modules[\\/]express[\\/]/.test(moduleName)),
  ];
  if (found.length > 0)
    throw new Error(found.map(({ moduleName, message }) => `${moduleName}: ${message}`).join('\n'));
}
