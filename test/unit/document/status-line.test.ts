import { STATUS_CODES } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { toStatusLine } from '@multistatus/document';

describe('toStatusLine', () => {
  test.each([
    [200, 'HTTP/1.1 200 OK'],
    [207, 'HTTP/1.1 207 Multi-Status'],
    [404, 'HTTP/1.1 404 Not Found'],
    [413, 'HTTP/1.1 413 Content Too Large'],
    [422, 'HTTP/1.1 422 Unprocessable Content'],
    [424, 'HTTP/1.1 424 Failed Dependency'],
    [507, 'HTTP/1.1 507 Insufficient Storage'],
  ])('names %i as the registry does', (status, line) => {
    expect(toStatusLine(status)).toBe(line);
  });

  test.each([299, 306, 418, 499, 599])('keeps the space after %i, which has no reason phrase', (status) => {
    expect(toStatusLine(status)).toBe(`HTTP/1.1 ${status} `);
  });

  test('agrees with Node on every code, save where RFC 9110 gave a new name or the code is in no use', () => {
    const renamed = new Set(['103', '302', '413', '418', '422', '451', '509']);
    const codes = Object.entries(STATUS_CODES).filter(([code]) => !renamed.has(code));
    expect(codes.length).toBeGreaterThan(50);
    for (const [code, phrase] of codes) expect(toStatusLine(Number(code))).toBe(`HTTP/1.1 ${code} ${phrase}`);
  });
});
