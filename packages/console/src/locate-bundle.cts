import { basename, join } from 'node:path';

/**
 * Returns the folder of the bundled page, `dist/page` of this package; undefined in an ES module into which a bundler has copied this
 * file.
 *
 * This file is CommonJS, because only that knows its own folder in both builds. It is in `src`, `dist` or `dist/cjs`.
 */
export function locateBundle(): string | undefined {
  if (typeof __dirname === 'undefined') return undefined;
  const root = basename(__dirname) === 'cjs' ? join(__dirname, '../..') : join(__dirname, '..');
  return join(root, 'dist/page');
}
