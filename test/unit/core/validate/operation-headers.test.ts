import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { headerBytes, readOperationHeaders } from '#core/validate/operation-headers.js';
import { isToken } from '#wire/field-syntax.js';

const NONE_ALLOWED: ReadonlySet<string> = new Set();

function faultCodes(headers: Record<string, string>): string[] {
  return readOperationHeaders(headers, {
    index: 0,
    maxHeaderBytes: 16_384,
    allowedHeaders: NONE_ALLOWED,
  }).issues.map(({ code }) => code);
}

describe('readOperationHeaders', () => {
  test('trims a value in linear time, wherever its white space stands', () => {
    const value = `a${' '.repeat(2_000_000)}b`;
    const { headers } = readOperationHeaders(
      { 'x-a': value },
      { index: 0, maxHeaderBytes: Number.MAX_SAFE_INTEGER, allowedHeaders: NONE_ALLOWED },
    );
    expect(headers['x-a'] === value).toBe(true);
  });

  test('does not look into what is over the limit', () => {
    const written = { 'x-a': 'x'.repeat(20), 'X B': '' };
    expect(
      readOperationHeaders(written, { index: 0, maxHeaderBytes: 20, allowedHeaders: NONE_ALLOWED }),
    ).toEqual({
      headers: written,
      issues: [],
    });
  });

  test('gives lower-case names and trimmed values', () => {
    const { headers, issues } = readOperationHeaders(
      { 'If-Match': ' "a" \t', 'X-Empty': '' },
      { index: 0, maxHeaderBytes: 16_384, allowedHeaders: NONE_ALLOWED },
    );
    expect(headers).toEqual({ 'if-match': '"a"', 'x-empty': '' });
    expect(issues).toEqual([]);
  });

  test.each([
    ['', 'invalid-header-name'],
    [':path', 'invalid-header-name'],
    ['x y', 'invalid-header-name'],
    ['x\r\ny', 'invalid-header-name'],
    ['é', 'invalid-header-name'],
    ['__proto__', 'invalid-header-name'],
    ['Host', 'denied-header'],
    ['X-Forwarded-For', 'denied-header'],
    ['COOKIE', 'denied-header'],
  ])('finds in the name %j the fault %s', (name, code) => {
    expect(faultCodes(Object.fromEntries([[name, 'value']]))).toEqual([code]);
  });

  test.each(['\0', 'a\nb', 'a\r\nx: y', '\x1f', '\x7f', '\u0100', '\u2028', '\ud800', '😀'])(
    'refuses the value %j',
    (value) => {
      expect(faultCodes({ 'x-a': value })).toEqual(['invalid-header-value']);
    },
  );

  test('lets the upper half of Latin-1 and tabs pass, as Node sends them', () => {
    expect(
      readOperationHeaders(
        { 'x-a': 'caf\xe9\t!' },
        { index: 0, maxHeaderBytes: 16_384, allowedHeaders: NONE_ALLOWED },
      ),
    ).toEqual({
      headers: { 'x-a': 'caf\xe9\t!' },
      issues: [],
    });
  });

  test('points to the header as it was written, and finds every fault', () => {
    const { issues } = readOperationHeaders(
      { 'X/a~b': '', Host: 'h', 'If-Match': '\n' },
      { index: 7, maxHeaderBytes: 16_384, allowedHeaders: NONE_ALLOWED },
    );
    expect(issues.map(({ pointer }) => pointer)).toEqual([
      '#/requests/7/headers/X~1a~0b',
      '#/requests/7/headers/Host',
      '#/requests/7/headers/If-Match',
    ]);
  });

  test('refuses one header in two cases', () => {
    const { headers, issues } = readOperationHeaders(
      { 'X-A': '1', 'x-a': '2' },
      { index: 0, maxHeaderBytes: 16_384, allowedHeaders: NONE_ALLOWED },
    );
    expect(headers).toEqual({ 'x-a': '1' });
    expect(issues).toEqual([
      { pointer: '#/requests/0/headers/x-a', code: 'duplicate-header', detail: expect.any(String) },
    ]);
  });

  test('takes names of Object.prototype for what they are', () => {
    expect(
      readOperationHeaders({ constructor: 'a', toString: 'b' } as never, {
        index: 0,
        maxHeaderBytes: 16_384,
        allowedHeaders: NONE_ALLOWED,
      }),
    ).toEqual({
      headers: { constructor: 'a', tostring: 'b' } as never,
      issues: [],
    });
  });

  test('lets nothing pass that could end a line', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (written) => {
        const { headers, issues } = readOperationHeaders(written, {
          index: 0,
          maxHeaderBytes: 16_384,
          allowedHeaders: NONE_ALLOWED,
        });
        for (const [name, value] of Object.entries(headers)) {
          expect(`${name}: ${value}`).not.toMatch(/[\r\n\0]/);
          expect(isToken(name)).toBe(true);
          expect(name).toBe(name.toLowerCase());
        }
        expect(Object.keys(headers).length + issues.length).toBe(Object.keys(written).length);
      }),
    );
  });
});

test('headerBytes counts what stands on the wire', () => {
  expect(headerBytes({})).toBe(0);
  expect(headerBytes({ 'x-a': '1', etag: '"\xe9"' })).toBe(Buffer.byteLength('x-a: 1\r\netag: "e"\r\n'));
});
