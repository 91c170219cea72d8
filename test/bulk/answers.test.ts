import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { created, respond } from '@multistatus/core';
import { readMultistatus } from '@multistatus/document';
import { validateMultistatus } from '@multistatus/document/xml-reader';
import createError from 'http-errors';
import { type BulkServer, bulkHosts, type HostOptions } from './bulk-hosts.js';
import {
  type Answer,
  exchange,
  type ItemResponse,
  inOrder,
  JSON_TYPE,
  NDJSON,
  readDocument,
  readLines,
} from './exchange.js';

interface Photo {
  readonly id: number;
  readonly does: string;
}

const errors: unknown[] = [];
afterEach(() => {
  for (const error of errors.splice(0)) expect(error).toEqual(new Error('password of the database'));
});

const OPTIONS: HostOptions = {
  onError: (error) => errors.push(error),
  item: {
    type: 'object',
    required: ['id', 'does'],
    properties: { id: { type: 'integer' }, does: { type: 'string' } },
  },
  href: (item) => `/photos/${(item as Photo).id}`,
  handle: async (item) => {
    const { id, does } = item as Photo;
    if (does === 'nothing') return undefined;
    if (does === 'create') return created(`/photos/new-${id}`, { id });
    if (does === 'accept') return respond({ status: 202, headers: { ETag: '"7"' }, body: { at: 'later' } });
    if (does === 'move') return respond({ status: 301, headers: { location: '/albums/4' } });
    if (does === 'fail') throw createError(423, 'held by Ana');
    if (does === 'break') throw new Error('password of the database');
    return { id, text: '<&]]>\r\n\u0000é' };
  },
};

const ITEMS: readonly unknown[] = [
  { id: 0, does: 'value' },
  { id: 1, does: 'nothing' },
  { id: 2, does: 'create' },
  { id: 3, does: 'accept' },
  { id: 4, does: 'move' },
  { id: 5, does: 'fail' },
  { id: 6, does: 'break' },
  { id: 'seven', does: 8 },
  null,
  { id: 0, does: 'nothing' },
];
const STATUSES = [200, 204, 201, 202, 301, 423, 500, 422, 422, 204];
const SUMMARY = { total: 10, succeeded: 5, failed: 4, other: 1 };

const BODIES: readonly (readonly [name: string, type: string, body: unknown])[] = [
  ['a JSON array', JSON_TYPE, ITEMS],
  ['items', JSON_TYPE, { items: ITEMS }],
  ['JSON Merge Patch', 'application/merge-patch+json', ITEMS],
  ['NDJSON', NDJSON, ITEMS.map((item) => `${JSON.stringify(item)}\n`).join('')],
];

/** Says the same of an answer in any format. */
function expectItems(responses: readonly ItemResponse[]): void {
  expect(responses.map(({ status }) => status)).toEqual(STATUSES);
  expect(responses.map(({ index }) => index)).toEqual([...ITEMS.keys()]);
  expect(responses.map(({ href }) => href)).toEqual([
    ...['/photos/0', '/photos/1', '/photos/new-2', '/photos/3', '/photos/4', '/photos/5', '/photos/6'],
    ...['/photos/items/7', '/photos/items/8', '/photos/0'],
  ]);
  expect(responses[0]!.body).toEqual({ id: 0, text: '<&]]>\r\n\u0000é' });
  expect(responses[1]).not.toHaveProperty('body');
  expect(responses[2]).toMatchObject({ headers: { location: '/photos/new-2' }, body: { id: 2 } });
  expect(responses[3]).toMatchObject({ headers: { etag: '"7"' }, body: { at: 'later' } });
  expect(responses[4]).toMatchObject({ headers: { location: '/albums/4' } });
  expect(responses[5]!.body).toEqual({
    type: 'about:blank',
    title: 'Locked',
    status: 423,
    detail: 'held by Ana',
  });
  expect(responses[6]!.body).toMatchObject({ type: 'urn:multistatus:problem:internal', executed: 'unknown' });
  expect(responses[7]!.body).toMatchObject({
    type: 'urn:multistatus:problem:invalid-item',
    executed: false,
    errors: [
      { pointer: '#/id', detail: 'must be integer' },
      { pointer: '#/does', detail: 'must be string' },
    ],
  });
  expect(responses[8]!.body).toMatchObject({ errors: [{ pointer: '#', detail: 'must be object' }] });
}

async function expectXml({ text }: Answer): Promise<void> {
  expect(validateMultistatus(text)).toEqual([]);
  const { document } = await readMultistatus(text, { contentType: 'application/xml' });
  expect(document.summary).toEqual(SUMMARY);
  expectItems(
    document.responses.map((response) => {
      const { index, href, status, body, location } = response as unknown as ItemResponse & {
        location?: string;
        body?: { encoding: string; text: string };
        problem?: object;
      };
      const { problem, headers } = response as { problem?: object; headers?: Record<string, string> };
      const parsed = body === undefined ? problem : (JSON.parse(body.text) as unknown);
      return {
        index,
        href,
        status,
        headers: { ...headers, ...(location === undefined ? {} : { location }) },
        ...(parsed === undefined ? {} : { body: parsed }),
      };
    }),
  );
}

describe.each(bulkHosts)('$name', (host) => {
  describe.each([
    ['without a body parser', false],
    ['behind a body parser', true],
  ])('%s', (_title, hasParser) => {
    let server: BulkServer;
    beforeAll(async () => {
      server = await host.start(OPTIONS, { hasParser });
    });
    afterAll(() => server.close());

    describe.each(BODIES)('%s', (_name, type, body) => {
      test('is answered in JSON', async () => {
        const answer = await exchange(server.port, { type, body, accept: JSON_TYPE });
        expect(answer.status).toBe(207);
        expect(answer.headers).toMatchObject({
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
          vary: 'Accept',
        });
        const document = readDocument(answer);
        expect(document.summary).toEqual(SUMMARY);
        expectItems(document.responses);
        expect(errors).toHaveLength(1);
        expect(answer.text).not.toContain('password');
        const reading = await readMultistatus(answer.text, { contentType: JSON_TYPE });
        expect(reading.document.summary).toEqual(SUMMARY);
        expect(reading.failed().map(({ index }) => index)).toEqual([5, 6, 7, 8]);
      });

      test('is answered in XML', async () => {
        const answer = await exchange(server.port, { type, body, accept: 'application/xml' });
        expect(answer.status).toBe(207);
        expect(answer.headers['content-type']).toBe('application/xml; charset=utf-8');
        expect(answer.text).toMatch(/<D:error>\s*<\w+:?problem|<D:error><problem/);
        await expectXml(answer);
      });

      test('is answered in NDJSON', async () => {
        const answer = await exchange(server.port, { type, body, accept: NDJSON });
        expect(answer.status).toBe(207);
        expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
        const { outcomes, summary } = readLines(answer);
        expect(summary).toEqual(SUMMARY);
        expectItems(inOrder(outcomes));
      });

      test.each(['application/ndjson', 'application/jsonl', 'application/x-jsonlines'])(
        'is answered in NDJSON under the name %s',
        async (accept) => {
          const answer = await exchange(server.port, { type, body, accept });
          expect(answer.status).toBe(207);
          expect(answer.headers['content-type']).toBe(`${accept}; charset=utf-8`);
          const { outcomes, summary } = readLines(answer);
          expect(summary).toEqual(SUMMARY);
          expectItems(inOrder(outcomes));
        },
      );

      test.each([
        [undefined, type === NDJSON ? NDJSON : JSON_TYPE],
        ['*/*', type === NDJSON ? NDJSON : JSON_TYPE],
        ['text/xml, application/json;q=0.5', 'text/xml'],
        ['application/x-ndjson;q=0.1, application/json', JSON_TYPE],
        ['application/*;q=0.5', type === NDJSON ? NDJSON : JSON_TYPE],
      ])('with Accept %p is answered in %s', async (accept, expected) => {
        const answer = await exchange(server.port, { type, body, accept });
        expect([answer.status, answer.headers['content-type']]).toEqual([207, `${expected}; charset=utf-8`]);
      });

      test('with an Accept that nothing fits is refused before anything runs', async () => {
        const answer = await exchange(server.port, { type, body, accept: 'image/png' });
        expect(answer.status).toBe(406);
        expect(JSON.parse(answer.text)).toMatchObject({ type: 'urn:multistatus:problem:not-acceptable' });
      });
    });

    test('an empty list is answered with an empty document', async () => {
      for (const body of [[], { items: [] }, '', '\n\r\n']) {
        const answer = await exchange(server.port, { body, accept: JSON_TYPE });
        expect([answer.status, readDocument(answer)]).toEqual([
          207,
          { summary: { total: 0, succeeded: 0, failed: 0, other: 0 }, responses: [] },
        ]);
      }
      const { text } = await exchange(server.port, { body: [], accept: 'application/xml' });
      expect(validateMultistatus(text)).toEqual([]);
    });

    test('one object is a list of one', async () => {
      const answer = await exchange(server.port, {
        body: ITEMS[2],
        type: 'application/merge-patch+json',
        method: 'PATCH',
      });
      expect(readDocument(answer).responses).toMatchObject([{ href: '/photos/new-2', status: 201 }]);
    });

    test('Prefer: return=minimal leaves out the bodies of successes', async () => {
      for (const accept of [JSON_TYPE, NDJSON]) {
        const answer = await exchange(server.port, {
          body: ITEMS,
          accept,
          headers: { prefer: 'return=minimal' },
        });
        expect(answer.headers['preference-applied']).toBe('return=minimal');
        const responses =
          accept === NDJSON ? inOrder(readLines(answer).outcomes) : readDocument(answer).responses;
        expect(responses[0]).toMatchObject({ status: 200, bodyOmitted: 'minimal' });
        expect(responses[5]!.body).toMatchObject({ status: 423 });
      }
    });

    // A body parser that is in front refuses a charset by itself.
    const refused = [
      'text/plain',
      'application/xml',
      '',
      ...(hasParser ? [] : ['application/json; charset=utf-16']),
    ];
    test.each(refused)('a body of type %j is refused', async (type) => {
      const answer = await exchange(server.port, { type, body: Buffer.from('[]'), method: 'PATCH' });
      expect(answer.status).toBe(415);
      expect(answer.headers['accept-patch']).toBe(
        'application/json, application/merge-patch+json, application/x-ndjson, application/ndjson, ' +
          'application/jsonl, application/x-jsonlines',
      );
    });
  });
});

describe('the validator agrees with a document in JSON', () => {
  test.each([
    ['of items that share an href', [ITEMS[0], ITEMS[9]]],
    ['of a redirect', [ITEMS[4]]],
    ['of failures of every kind', ITEMS.slice(5, 9)],
  ])('%s', async (_title, body) => {
    const server = await bulkHosts[0]!.start(OPTIONS);
    const { text } = await exchange(server.port, { body, accept: JSON_TYPE });
    await server.close();
    const { document } = await readMultistatus(text, { contentType: JSON_TYPE });
    expect(validateMultistatus(document)).toEqual([]);
  });
});
