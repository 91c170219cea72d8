import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { resolveHeaders } from '#core/options/resolve-headers.js';
import type { Issue } from '#core/problem/issue.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { type HeaderContext, headerBytes, readOperationHeaders } from '#core/validate/operation-headers.js';
import { isToken } from '#wire/field-syntax.js';
import { anyCharacter } from '../../../support/any-character.js';

const RULES: HeaderContext = {
  index: 0,
  maxHeaderBytes: 16_384,
  headerRules: resolveHeaders(),
  envelopeHeaders: {},
  deniedHeaders: 'refuse',
};

function read(
  written: Readonly<Record<string, string>>,
  rules: Partial<HeaderContext> = {},
): { headers: Record<string, string>; issues: readonly Issue[] } {
  const issues = new IssueCollector();
  return { headers: readOperationHeaders(written, { ...RULES, ...rules }, issues), issues: issues.found };
}

function faultCodes(headers: Record<string, string>): string[] {
  return read(headers).issues.map(({ code }) => code);
}

describe('readOperationHeaders', () => {
  test('trims a value in linear time, wherever it has white space', () => {
    const value = `a${' '.repeat(2_000_000)}b`;
    const { headers } = read({ 'x-a': value }, { maxHeaderBytes: Number.MAX_SAFE_INTEGER });
    expect(headers['x-a'] === value).toBe(true);
  });

  test('does not check headers beyond the limit', () => {
    const written = { 'x-a': 'x'.repeat(20), 'X B': '' };
    expect(read(written, { maxHeaderBytes: 20 })).toEqual({
      headers: written,
      issues: [],
    });
  });

  test('returns lower-case names and trimmed values', () => {
    const { headers, issues } = read({ 'If-Match': ' "a" \t', 'X-Empty': '' });
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

  test('allows the upper half of Latin-1 and tabs, as Node sends them', () => {
    expect(read({ 'x-a': 'caf\xe9\t!' })).toEqual({
      headers: { 'x-a': 'caf\xe9\t!' },
      issues: [],
    });
  });

  test('points to the header as it was written, and reports every issue', () => {
    const { issues } = read({ 'X/a~b': '', Host: 'h', 'If-Match': '\n' }, { index: 7 });
    expect(issues.map(({ pointer }) => pointer)).toEqual([
      '#/requests/7/headers/X~1a~0b',
      '#/requests/7/headers/Host',
      '#/requests/7/headers/If-Match',
    ]);
  });

  test('ignores denied headers if the format of the batch says so', () => {
    const written = { Host: 'h'.repeat(100), 'X-A': '1', authorization: 'x', 'X B': '' };
    const { headers, issues } = read(written, {
      maxHeaderBytes: 40,
      deniedHeaders: 'drop',
      headerRules: resolveHeaders({ allow: ['authorization'] }),
    });
    expect(headers).toEqual({ 'x-a': '1', authorization: 'x' });
    expect(issues.map(({ code }) => code)).toEqual(['invalid-header-name']);
  });

  describe('of headers that operations inherit', () => {
    const envelopeHeaders = {
      'x-user-id': '7',
      x_user_id: '8',
      'x-forwarded-for': ['1', '2'],
      'x-tenant': 't',
    };
    const headerRules = resolveHeaders({ inherit: ['X-Tenant'] });
    const codes = (headers: Record<string, string>): string[] =>
      read(headers, { envelopeHeaders, headerRules }).issues.map(({ code }) => code);

    test('accepts the value of the batch request, which need not be written again', () => {
      const written = {
        'X-User-Id': ' 7 ',
        x_user_id: '8',
        'x-forwarded-for': '1, 2',
        'x-tenant': 't',
        'x-a': '1',
      };
      expect(read(written, { envelopeHeaders, headerRules })).toEqual({
        headers: { 'x-a': '1' },
        issues: [],
      });
    });

    test.each([
      [{ 'x-user-id': '8' }],
      [{ 'x-user-id': '' }],
      [{ x_user_id: '7' }],
      [{ 'x-forwarded-for': '1' }],
      [{ 'x-forwarded-for': '1,2' }],
      [{ 'x-tenant': 'T' }],
      [{ x_tenant: 't' }],
      [{ 'x-user-name': 'ana' }],
      [{ constructor: 'x', 'x-user-name': 'undefined' }],
    ])('refuses %j', (headers) => {
      expect(codes(headers)).toEqual(['denied-header']);
    });

    test('refuses the credentials of the batch request: an operation could guess them', () => {
      const options = { envelopeHeaders: { cookie: 'sid=1', authorization: 'x', host: 'h' } };
      const { issues } = read({ cookie: 'sid=1', authorization: 'x', host: 'h' }, options);
      expect(issues).toHaveLength(3);
    });

    test('drops every denied one if the format of the batch says so', () => {
      const written = { 'x-user-id': '8', 'x-tenant': 't', 'x-a': '1' };
      const options = { envelopeHeaders, headerRules, deniedHeaders: 'drop' as const };
      expect(read(written, options)).toEqual({ headers: { 'x-a': '1' }, issues: [] });
    });
  });

  test('refuses what options deny, and lets pass what they allow', () => {
    const options = {
      inherit: ['x-tenant', 'x-shard'],
      deny: ['x-corp-*', 'X_Debug'],
      allow: ['x-shard', 'x-user-id', 'x-corp-language'],
    };
    const refused = (headers: Record<string, string>): string[] =>
      read(headers, { headerRules: resolveHeaders(options) }).issues.map(({ pointer }) => pointer.slice(21));
    expect(
      refused({
        'X-Tenant': 't',
        x_tenant: 't',
        'x-corp-id': '1',
        X_CORP_ID: '1',
        'x-debug': '1',
        x_debug: '1',
      }),
    ).toEqual(['X-Tenant', 'x_tenant', 'x-corp-id', 'X_CORP_ID', 'x-debug', 'x_debug']);
    expect(
      refused({
        'x-shard': '1',
        'X-User-Id': '7',
        'x-corp-language': 'pt',
        'x-corp': '1',
        'x-debugger': '1',
      }),
    ).toEqual([]);
    expect(refused({ x_user_id: '7', 'x-user-name': 'ana', 'x-corp-languages': '1' })).toHaveLength(3);
  });

  test('refuses the same header in different case', () => {
    const { headers, issues } = read({ 'X-A': '1', 'x-a': '2' });
    expect(headers).toEqual({ 'x-a': '1' });
    expect(issues).toEqual([
      { pointer: '#/requests/0/headers/x-a', code: 'duplicate-header', detail: expect.any(String) },
    ]);
  });

  test('treats names of Object.prototype like any others', () => {
    expect(read({ constructor: 'a', toString: 'b' } as never)).toEqual({
      headers: { constructor: 'a', tostring: 'b' } as never,
      issues: [],
    });
  });

  test('refuses everything that could end a line', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: anyCharacter }), fc.string({ unit: anyCharacter })),
        (written) => {
          const { headers, issues } = read(written);
          for (const [name, value] of Object.entries(headers)) {
            expect(`${name}: ${value}`).not.toMatch(/[\r\n\0]/);
            expect(isToken(name)).toBe(true);
            expect(name).toBe(name.toLowerCase());
          }
          expect(Object.keys(headers).length + issues.length).toBe(Object.keys(written).length);
        },
      ),
    );
  });
});

test('headerBytes counts the bytes on the wire', () => {
  expect(headerBytes({})).toBe(0);
  expect(headerBytes({ 'x-a': '1', etag: '"\xe9"' })).toBe(Buffer.byteLength('x-a: 1\r\netag: "e"\r\n'));
});
