import { afterEach, describe, expect, test } from '@jest/globals';
import type { Outcome } from '@multistatus/core/adapter';
import type { EnvelopeResponse } from '#core/http/envelope.js';
import { BatchProblem } from '#core/problem/batch-problem.js';
import { toAnswered, toUnanswered } from '../outcomes.js';
import { toEnvelope } from '../to-envelope.js';
import { LaterBulk, type LaterOptions, listPart } from './later-bulk.js';

const started: LaterBulk[] = [];
afterEach(() => {
  for (const bulk of started.splice(0)) bulk.close();
});

function startBulk(options: LaterOptions = {}): LaterBulk {
  const bulk = new LaterBulk({ handle: () => undefined, ...options });
  started.push(bulk);
  return bulk;
}

const { list: HEAD } = listPart([]);
const DONE = toAnswered({ status: 200 }, { index: 0, id: '0', method: 'PUT', url: '/photos/7' });
const INVALID = toUnanswered(
  'skipped',
  { status: 422 },
  { index: 1, id: '1', method: 'PUT', url: '/photos/items/1' },
);

async function* each(...outcomes: readonly Outcome[]): AsyncGenerator<Outcome> {
  yield* outcomes;
}

async function answer(accept: string | undefined, options?: LaterOptions): Promise<EnvelopeResponse> {
  const request = toEnvelope({ method: 'GET', url: '/monitors/x', headers: { accept } });
  return startBulk(options).async.answer(each(DONE, INVALID), HEAD, { request, hasFailures: true });
}

async function textOf({ body }: EnvelopeResponse): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of body as AsyncIterable<string | Uint8Array>)
    pieces.push(Buffer.from(piece).toString());
  return pieces.join('');
}

describe('the answer to a list from kept outcomes', () => {
  test('is a document with the index of each item, in the format of the list', async () => {
    const response = await answer(undefined);
    expect(response).toMatchObject({
      status: 207,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(JSON.parse(await textOf(response))).toMatchObject({
      summary: { total: 2, succeeded: 1, failed: 1, other: 0 },
      responses: [
        { index: 0, href: '/photos/7', status: 200 },
        { index: 1, href: '/photos/items/1', status: 422 },
      ],
    });
  });

  test.each(['application/xml', 'application/x-ndjson'])(
    'is in %s if the GET accepts that',
    async (accept) => {
      const response = await answer(accept);
      expect(response.headers['content-type']).toBe(`${accept}; charset=utf-8`);
      expect(await textOf(response)).toContain('/photos/items/1');
    },
  );

  test('is a problem if the GET accepts no format', async () => {
    await expect(answer('image/png')).rejects.toThrow(BatchProblem);
    const bulk = startBulk();
    const request = toEnvelope({ method: 'GET', url: '/monitors/x', headers: { accept: 'application/xml' } });
    const refused = await bulk.async.refuse(new BatchProblem('no-such-monitor', 'None'), request);
    expect(refused).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+xml; charset=utf-8' },
    });
    expect(await bulk.async.refuse(new Error('secret'), request)).toMatchObject({ status: 500 });
    expect(bulk.errors).toMatchObject([[{ message: 'secret' }, { item: undefined }]]);
  });
});
