import { expect, test } from '@jest/globals';
import { sniffBoundary } from '#wire/multipart/sniff-boundary.js';

test.each<[start: string, boundary: string | undefined]>([
  ['--batch_1\r\nContent-Type: application/http\r\n', 'batch_1'],
  ['\n\r\n--===1== \t\nMIME-Version:1.0\n', '===1=='],
  // A comment of SQL, front matter of YAML, an empty batch, JSON, and nothing.
  ['-- a comment\r\nselect 1', undefined],
  ['---\ntitle: x\n', undefined],
  ['--batch_1--\r\n', undefined],
  ['--batch_1', undefined],
  ['{"requests":[]}', undefined],
  ['', undefined],
])('the boundary of a body that begins with %j is %j', (start, boundary) => {
  expect(sniffBoundary(Buffer.from(start))).toBe(boundary);
});
