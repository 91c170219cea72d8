import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import * as schemas from '#core/validate/batch-schemas.js';

const ROOT = new URL('../../../../', import.meta.url);

test('compiled-schemas.ts is what Ajv compiles from batch-schemas.ts', async () => {
  const script = new URL('scripts/compile-schemas.mjs', ROOT).href;
  const { toSource } = (await import(script)) as { toSource: (sources: typeof schemas) => string };
  const written = await readFile(new URL('packages/core/src/validate/compiled-schemas.ts', ROOT), 'utf8');
  expect(written).toBe(toSource(schemas));
});
