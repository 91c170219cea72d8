import express from 'express';
import express4 from 'express4';

/** The part of Express that the tests use is typed alike in both; `batch.test-d.ts` holds the types of each apart. */
export type ExpressVersion = typeof express;

/** Every version that is supported, for `describe.each`. */
export const expressVersions: readonly (readonly [name: string, express: ExpressVersion])[] = [
  ['Express 4', express4 as unknown as ExpressVersion],
  ['Express 5', express],
];
