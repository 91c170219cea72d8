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
  const source = new URL('../packages/core/src/validate/', import.meta.url);
  const schemas = await importSource(fileURLToPath(new URL('batch-schemas.ts', source)));
  await writeFile(new URL('compiled-schemas.ts', source), toSource(schemas));
}

/** Imports a TypeScript file, with what it needs of the packages here. */
async function importSource(input) {
  // biome-ignore lint/correctness/noUndeclaredDependencies: it is a dependency of the root
  const { rolldown } = await import('rolldown');
  const resolve = { extensionAlias: { '.js': ['.ts'] }, conditionNames: ['@multistatus/source', 'import'] };
  const bundle = await rolldown({ input, resolve, tsconfig: false });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
