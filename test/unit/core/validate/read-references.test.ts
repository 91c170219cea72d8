import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Reference } from '#core/operation/operation.js';
import { resolveHeaders } from '#core/options/resolve-headers.js';
import type { Issue } from '#core/problem/issue.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { type ReferenceTarget, readReferences } from '#core/validate/read-references.js';
import { anyCharacter } from '../../../support/any-character.js';

const TARGET: ReferenceTarget = {
  index: 3,
  variables: new Set(),
  sentBody: undefined,
  wholeBodyIssue: 'there is a body',
  headerRules: resolveHeaders(),
};

/** A target whose body is a JSON value. */
type Target = Partial<ReferenceTarget> & { readonly jsonBody?: unknown };

function read(
  written: unknown,
  { jsonBody, ...target }: Target = {},
): { references: Reference[]; issues: readonly Issue[] } {
  const issues = new IssueCollector();
  const text = JSON.stringify(jsonBody) as string | undefined;
  const sentBody = text === undefined ? undefined : { text };
  return {
    references: readReferences(written, { ...TARGET, sentBody, ...target }, issues),
    issues: issues.found,
  };
}

/** The faults of one reference that goes to `at`. */
function faultsAt(at: string, target: Target = {}): string[] {
  const { references, issues } = read([{ at, from: 'a', value: '/status' }], target);
  expect(references).toHaveLength(issues.some(({ pointer }) => pointer.includes('references')) ? 0 : 1);
  return issues.map(({ pointer, code }) => `${pointer} ${code}`);
}

const WRONG_AT = ['#/requests/3/references/0/at invalid-reference'];

describe('the place that a value is inserted into', () => {
  test.each<[at: string, tokens: string[]]>([
    ['/url/album', ['url', 'album']],
    ['/headers/If-Match', ['headers', 'if-match']],
    ['/headers/x-a', ['headers', 'x-a']],
    ['/headers/constructor', ['headers', 'constructor']],
    ['/body/new', ['body', 'new']],
    ['/body/', ['body', '']],
    ['/body/text', ['body', 'text']],
    ['/body/nothing', ['body', 'nothing']],
    ['/body/list/0', ['body', 'list', '0']],
    ['/body/inner/a~1b', ['body', 'inner', 'a/b']],
    ['/body/inner/__proto__', ['body', 'inner', '__proto__']],
    ['/body/constructor', ['body', 'constructor']],
    ['/body/toString', ['body', 'toString']],
  ])('may be %s', (at, tokens) => {
    const target = {
      variables: new Set(['album']),
      jsonBody: { text: 'a', nothing: null, list: [1, {}], inner: {} },
    };
    const { references, issues } = read(
      [
        { at, from: 'a', value: '/body/id' },
        ...(at === '/url/album' ? [] : [{ at: '/url/album', from: 'b', value: '/status' }]),
      ],
      target,
    );
    expect(issues).toEqual([]);
    expect(references[0]).toEqual({ at: tokens, from: 'a', value: ['body', 'id'] });
  });

  test.each([
    '',
    '/',
    'url/album',
    '#/url/album',
    '/url',
    '/headers',
    '/body',
    '/Body/a',
    '/method/x',
    '/id/x',
    '/references/0',
    '/url/album/x',
    '/headers/x-a/0',
    '/url/other',
    '/url/__proto__',
    '/headers/content-type',
    '/headers/Content-Type',
    '/body/a~2',
    // No container there, or one that would be replaced.
    '/body/list',
    '/body/inner',
    '/body/list/1',
    '/body/missing/x',
    '/body/text/x',
    '/body/text/0',
    '/body/nothing/x',
    '/body/constructor/prototype',
    '/body/__proto__/polluted',
    '/body/inner/constructor/x',
    // No element of the array.
    '/body/list/2',
    '/body/list/-',
    '/body/list/-1',
    '/body/list/00',
    '/body/list/0.0',
    '/body/list/length',
    '/body/list/__proto__',
    '/body/list/',
  ])('cannot be %j', (at) => {
    const target = { jsonBody: { text: 'a', nothing: null, list: [1, {}], inner: {} } };
    expect(faultsAt(at, target)).toEqual(WRONG_AT);
  });

  test.each([undefined, null, 'text', 1, true])('cannot be in the body %j', (jsonBody) => {
    expect(faultsAt('/body/a', { jsonBody })).toEqual(WRONG_AT);
  });

  test('may be an element of a body that is an array', () => {
    expect(faultsAt('/body/0', { jsonBody: [null] })).toEqual([]);
    expect(faultsAt('/body/1', { jsonBody: [null] })).toEqual(WRONG_AT);
  });

  test.each([
    ['host', 'denied-header'],
    ['Cookie', 'denied-header'],
    ['X-Forwarded-For', 'denied-header'],
    ['transfer-encoding', 'denied-header'],
    ['authorization', 'denied-header'],
    ['a b', 'invalid-header-name'],
    ['', 'invalid-header-name'],
    ['a\r\nb', 'invalid-header-name'],
    ['__proto__', 'invalid-header-name'],
  ])('cannot be the header %j: %s', (name, code) => {
    expect(faultsAt(`/headers/${name}`)).toEqual([`#/requests/3/references/0/at ${code}`]);
  });

  test('may be a denied header that an option allows', () => {
    const headerRules = resolveHeaders({ allow: ['authorization'] });
    expect(faultsAt('/headers/Authorization', { headerRules })).toEqual([]);
  });
});

test('cannot be a header that identifies the client, even if an option lets operations set it', () => {
  const headerRules = resolveHeaders({ allow: ['x-user-id'], inherit: ['x-tenant'], deny: ['x-corp-*'] });
  for (const name of ['X-User-Id', 'x_user_id', 'x-tenant', 'x-corp-id', 'sm-user']) {
    expect(faultsAt(`/headers/${name}`, { headerRules })).toEqual([
      '#/requests/3/references/0/at denied-header',
    ]);
  }
});

describe('the value in the response', () => {
  function issuesOf(value: unknown): string[] {
    const { issues } = read([{ at: '/body/x', from: 'a', value }], { jsonBody: {} });
    return issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }

  test.each([
    '/status',
    '/headers/etag',
    '/headers/ETag',
    '/headers/link/0',
    '/body',
    '/body/',
    '/body/a/0/b',
    '/body/~1',
  ])('may be %s', (value) => {
    expect(issuesOf(value)).toEqual([]);
  });

  test.each([
    '',
    '/',
    'status',
    '/Status',
    '/status/0',
    '/headers',
    '/headers/a/0/b',
    '/url',
    '/id',
    '/href',
    '/body~',
  ])('cannot be %j', (value) => {
    expect(issuesOf(value)).toEqual(['#/requests/3/references/0/value invalid-reference']);
  });

  test.each([5, undefined])('that is %j is an issue of the structure, which is reported before', (value) => {
    expect(issuesOf(value)).toEqual([]);
    expect(read([{ at: '/body/x', from: 'a', value }], { jsonBody: {} }).references).toEqual([]);
  });
});

test('a body that no reference is inserted into is not parsed', () => {
  const sentBody = { text: 'not JSON' };
  const references = [{ at: '/headers/x-a', from: 'a', value: '/status' }];
  expect(read(references, { sentBody }).issues).toEqual([]);
  expect(() => read([{ at: '/body/x', from: 'a', value: '/status' }], { sentBody })).toThrow(SyntaxError);
});

test('a place may be filled only once', () => {
  const variables = new Set(['v']);
  const places = [
    '/url/v',
    '/headers/x-a',
    '/headers/X-A',
    '/url/v',
    '/body/a~1b',
    '/body/a~1b',
    '/body/~01',
    '/body/~01',
  ];
  const { references, issues } = read(
    places.map((at) => ({ at, from: 'a', value: '/status' })),
    { variables, jsonBody: {} },
  );
  expect(issues.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(
    [2, 3, 5, 7].map((index) => `#/requests/3/references/${index}/at duplicate-reference`),
  );
  expect(references.length).toBeGreaterThan(0);
});

test('a place counts as filled even if its value is wrong', () => {
  const { references, issues } = read([{ at: '/url/v', from: 'a', value: '/x' }], {
    variables: new Set(['v']),
  });
  expect(issues.map(({ code }) => code)).toEqual(['invalid-reference']);
  expect(references).toEqual([]);
});

test('every variable needs a value', () => {
  const { issues } = read([{ at: '/url/b', from: 'a', value: '/status' }], {
    variables: new Set(['a', 'b', '__proto__']),
  });
  expect(issues).toEqual(
    ['a', '__proto__'].map((name) => ({
      pointer: '#/requests/3/url',
      code: 'unfilled-variable',
      detail: `No reference fills /url/${name}; write a literal brace as %7B or %7D`,
    })),
  );
});

test.each([undefined, null, 'x', 5, {}])('there are no references in %j', (written) => {
  expect(read(written)).toEqual({ references: [], issues: [] });
});

test('does not throw, whatever references contains', () => {
  const pointer = fc.oneof(
    fc
      .array(fc.constantFrom('/', 'url', 'headers', 'body', 'status', '~', '~1', '0', 'a', '__proto__'), {
        maxLength: 6,
      })
      .map((parts) => parts.join('')),
    fc.string({ unit: anyCharacter }),
    fc.jsonValue(),
  );
  const entry = fc.oneof(
    fc.record({ at: pointer, from: pointer, value: pointer }, { requiredKeys: [] }),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.array(entry), fc.jsonValue(), (written, jsonBody) => {
      const { references, issues } = read(written, { jsonBody });
      expect(references.length).toBeLessThanOrEqual(written.length);
      for (const issue of issues)
        expect(issue.pointer).toMatch(/^#\/requests\/3\/references\/\d+\/(at|value)$/);
    }),
    { numRuns: 1_000 },
  );
});
