import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ROOT, readPage } from './read-page.js';
import { testPage } from './run-page.js';

const PAGE = 'docs/internals/writing-a-format.md';

test('the format on the page is the one that passes the conformance suite, in less than 80 lines', () => {
  const { code = '' } = readPage(PAGE).blocks.find(({ info }) => info === 'ts cbor.ts') ?? {};
  expect(`${code}\n`).toBe(readFileSync(new URL('test/formats/cbor.ts', ROOT), 'utf8'));
  expect(code.split('\n').length).toBeLessThan(80);
});

testPage(PAGE);
