import { describe, expect, test } from '@jest/globals';
import type { Multistatus, MultistatusBuilder } from '@multistatus/document';
import { createMultistatus } from '@multistatus/document';

describe('a report', () => {
  const HREFS = [200, 204, 207, 304, 404, 500].map((status) => ({ href: `/${status}`, status }));

  test('counts successes, failures and others', () => {
    const report = createMultistatus();
    expect(report.summary()).toEqual({ total: 0, succeeded: 0, failed: 0, other: 0 });
    for (const response of HREFS) report.response(response);
    expect(report.summary()).toEqual({ total: 6, succeeded: 2, failed: 3, other: 1 });
  });

  test.each<[keyof ReturnType<MultistatusBuilder['summary']>, number[]]>([
    ['succeeded', [200]],
    ['succeeded', [200, 201]],
    ['failed', [200, 404]],
    ['failed', [304, 424, 200]],
    ['failed', [207]],
    ['other', [200, 304]],
  ])('counts propstats as %s: %j', (name, [first = 0, ...others]) => {
    const propstat = (status: number) => ({ status, properties: [] });
    const report = createMultistatus();
    report.response({ href: '/a', propstats: [propstat(first), ...others.map(propstat)] });
    expect(report.summary()).toEqual({ total: 1, succeeded: 0, failed: 0, other: 0, [name]: 1 });
  });

  test('says in the document what its options say', () => {
    const report = createMultistatus({
      summary: true,
      description: 'two of six',
      syncToken: 'https://a.example/sync/41',
      extensions: [{ name: '{urn:x}a' }],
    });
    expect(report.toDocument()).toStrictEqual({
      summary: { total: 0, succeeded: 0, failed: 0, other: 0 },
      responses: [],
      description: 'two of six',
      syncToken: 'https://a.example/sync/41',
      extensions: [{ name: '{urn:x}a' }],
    });
    const absent = {
      summary: undefined,
      description: undefined,
      syncToken: undefined,
      extensions: undefined,
    };
    for (const options of [undefined, {}, absent, { extensions: [] }, Object.create(null) as object]) {
      expect(createMultistatus(options).toDocument()).toStrictEqual({ responses: [] });
    }
  });

  test('gives documents that stay as they are', () => {
    const report = createMultistatus({ summary: true }).response({ href: '/a', status: 200 });
    const document = report.toDocument();
    report.response({ href: '/b', status: 404 });
    expect(document.responses.length).toBe(1);
    expect(document.summary?.total).toBe(1);
    expect(report.toDocument().summary).toEqual({ total: 2, succeeded: 1, failed: 1, other: 0 });
  });

  test.each<[new () => Error, string, unknown]>([
    [TypeError, 'options must be an object, got null', null],
    [
      TypeError,
      'options has no member "summery"; did you mean summary? The members are summary, description, syncToken, extensions',
      { summery: true },
    ],
    [TypeError, 'summary must be a boolean, got 1', { summary: 1 }],
    [TypeError, 'description must be a string, got 5', { description: 5 }],
    [RangeError, 'X36: syncToken must be an absolute URI, got "41"', { syncToken: '41' }],
    [RangeError, 'X36: syncToken must be an absolute URI, got "urn:a b"', { syncToken: 'urn:a b' }],
    [RangeError, 'X36: syncToken must be an absolute URI, got 41', { syncToken: 41 }],
    [RangeError, 'X1: ', { extensions: [{ name: '' }] }],
    [RangeError, 'X24: ', { extensions: [{ name: '{DAV:}response' }] }],
  ])('refuses options: %p %s', (type, message, options) => {
    expect(() => createMultistatus(options as object)).toThrow(type);
    expect(() => createMultistatus(options as object)).toThrow(message);
  });

  test('with a sync token takes a status only for what is gone, not looked into or cut off (RFC 6578)', () => {
    const report = createMultistatus({ syncToken: 'urn:sync:41' });
    report.response({ href: '/gone', status: 404 }).response({ href: '/', status: 507 });
    report.response({ href: '/deep/', status: 403 });
    report.response({ href: '/a', propstats: [{ status: 200, properties: [] }] });
    for (const status of [200, 304, 405]) {
      expect(() => report.response({ href: '/b', status })).toThrow(/^X36: "\/b" needs propstats/);
    }
    expect(report.toDocument().responses.length).toBe(4);
  });
});

describe('merge', () => {
  test('adds the responses and extensions of a report or a document, and nothing else of it', () => {
    const other = createMultistatus({
      summary: true,
      description: 'other',
      syncToken: 'urn:sync:1',
      extensions: [{ name: '{urn:x}a' }],
    }).response({ href: '/a', status: 404 });
    const document: Multistatus = {
      responses: [
        { id: 'b', index: 3, href: '/a', status: 200, body: { encoding: 'json', text: '{"a":1e400}' } },
      ],
      extensions: [{ name: '{urn:x}b' }],
    };
    expect(
      createMultistatus({ description: 'mine' }).merge(other).merge(document).toDocument(),
    ).toStrictEqual({
      responses: [{ href: '/a', status: 404 }, ...document.responses],
      description: 'mine',
      extensions: [{ name: '{urn:x}a' }, { name: '{urn:x}b' }],
    });
  });

  test('checks and copies a timing', () => {
    const timing = { startMs: 0, durationMs: 0.5 };
    const report = createMultistatus().response({ href: '/a', status: 200, timing });
    const [response] = report.toDocument().responses;
    expect(response?.timing).toStrictEqual(timing);
    expect(response?.timing).not.toBe(timing);
    for (const [wrong, message] of [
      [{ startMs: -1, durationMs: 0 }, 'timing.startMs must be a number of milliseconds >= 0, got -1'],
      [{ startMs: 0 }, 'timing.durationMs must be a number of milliseconds >= 0, got undefined'],
      [{ startMs: 0, durationMs: Number.NaN }, 'timing.durationMs must be a number'],
      [{ startMs: 0, durationMs: Number.POSITIVE_INFINITY }, 'timing.durationMs must be a number'],
      [{ startMs: 0, durationMs: '1' }, 'timing.durationMs must be a number of milliseconds >= 0, got "1"'],
      [{ startMs: 0, durationMs: 1, endMs: 1 }, 'timing has no member "endMs"'],
      [12, 'timing must be an object, got 12'],
    ] as const) {
      const given = { href: '/b', status: 200, timing: wrong as never };
      expect(() => createMultistatus().response(given)).toThrow(TypeError);
      expect(() => createMultistatus().response(given)).toThrow(message);
      expect(() => createMultistatus().merge({ responses: [given] })).toThrow(message);
    }
  });

  test('cleans the text of a problem, and leaves a body alone', () => {
    const problem = { type: 'about:blank', title: 'a\0', status: 423, because: ['\ud800'], gone: undefined };
    const body = { encoding: 'text' as const, text: 'a\0' };
    const responses = [
      { href: '/a', status: 423, problem },
      { href: '/b', status: 200, body, bodyOmitted: undefined },
    ];
    expect(createMultistatus().merge({ responses }).toDocument().responses).toStrictEqual([
      {
        href: '/a',
        status: 423,
        problem: { type: 'about:blank', title: 'a\ufffd', status: 423, because: ['\ufffd'] },
      },
      { href: '/b', status: 200, body },
    ]);
  });

  test.each<[string, unknown]>([
    [
      'X7',
      {
        responses: [
          { href: '/b', status: 200 },
          { href: '/a', status: 200 },
        ],
      },
    ],
    [
      'X7',
      {
        responses: [
          { href: '/b', status: 200 },
          { href: '/b', status: 200 },
        ],
      },
    ],
    ['X8', { responses: [{ href: '/b', status: 200 }, { href: '/c' }] }],
    [
      'X17',
      {
        responses: [
          { href: '/b', status: 200 },
          { href: '/c d', status: 200 },
        ],
      },
    ],
    ['X24', { responses: [{ href: '/b', status: 200 }], extensions: [{ name: '{DAV:}href' }] }],
  ])('adds nothing of what it refuses by %s', (rule, document) => {
    const report = createMultistatus().response({ href: '/a', status: 200 });
    expect(() => report.merge(document as Multistatus)).toThrow(`${rule}: `);
    expect(report.response({ href: '/b', status: 404 }).toDocument()).toStrictEqual({
      responses: [
        { href: '/a', status: 200 },
        { href: '/b', status: 404 },
      ],
    });
  });

  test('takes itself for a repeat of all', () => {
    const report = createMultistatus().response({ href: '/a', status: 200 });
    expect(() => report.merge(report)).toThrow('X7');
  });

  test('takes a large document in time that grows with its size', () => {
    const responses = Array.from({ length: 200_000 }, (_, at) => ({ href: `/${at}`, status: 200 }));
    expect(createMultistatus().merge({ responses }).summary().total).toBe(200_000);
  });
});
