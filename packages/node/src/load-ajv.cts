import type { Ajv } from 'ajv';
import type { fullFormats } from 'ajv-formats/dist/formats.js';

interface LoadedAjv {
  readonly Ajv: typeof Ajv;
  readonly fullFormats: typeof fullFormats;
}

/**
 * Loads Ajv and its formats, and returns them.
 *
 * This file is CommonJS, because `import()` is asynchronous. Bundlers find what `require` loads by a literal name.
 */
export function loadAjv(): LoadedAjv {
  const { Ajv } = require('ajv') as typeof import('ajv');
  const { fullFormats } =
    require('ajv-formats/dist/formats.js') as typeof import('ajv-formats/dist/formats.js');
  return { Ajv, fullFormats };
}
