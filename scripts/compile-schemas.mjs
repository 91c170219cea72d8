// Compiles the JSON Schemas of a batch to code, so that core neither loads Ajv for them nor generates code at run time.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const HEADER = `// @ts-nocheck
// Written by scripts/compile-schemas.mjs from batch-schemas.ts; do not edit.
import type { CompiledSchema } from './compiled-schema.js';
`;

/** Returns the text of `compiled-schemas.ts` for the schemas in `batch-schemas.ts`. */
export function toSource({ BATCH_SCHEMA, OPERATION_SCHEMA }) {
  const code = { source: true, esm: true, lines: true };
  const ajv = new Ajv({ allErrors: true, strict: true, code });
  ajv.addSchema(BATCH_SCHEMA, 'batch').addSchema(OPERATION_SCHEMA, 'operation');
  const source = standaloneCode(ajv, { checkBatch: 'batch', checkOperation: 'operation' });
  if (/\brequire\(|\bimport\b/.test(source)) throw new Error('The compiled schemas import something');
  return HEADER + source.replace('"use strict";', '').replaceAll(/^export const \w+/gm, '$&: CompiledSchema');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const core = new URL('../packages/core/', import.meta.url);
  const schemas = await import(new URL('dist/validate/batch-schemas.js', core));
  await writeFile(new URL('src/validate/compiled-schemas.ts', core), toSource(schemas));
}
