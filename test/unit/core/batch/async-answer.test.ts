import { describe, expect, test } from '@jest/globals';
import { BatchProblem } from '@multistatus/core';
import type { EnvelopeResponse, Outcome, WorkHead } from '@multistatus/core/adapter';
import { toAnswered, toUnanswered } from '../outcomes.js';
import { toEnvelope } from '../to-envelope.js';
import { attaching } from './attaching.js';

const attach = attaching();
const HEAD: WorkHead = {
  answer: { format: 'json', mediaType: 'application/json', isMinimal: false, applied: [] },
  path: '/batch',
  host: 'photos.example',
};
const CREATED = toAnswered(
  { status: 201, headers: { 'content-type': 'application/json', location: '/photos/1' }, body: '{"a":1}' },
  { index: 0, id: 'a', method: 'POST', url: '/photos' },
);
const CANCELLED = toUnanswered('skipped', { status: 503 }, { index: 1, id: 'b', url: '/b' });

async function* each(...outcomes: readonly Outcome[]): AsyncGenerator<Outcome> {
  yield* outcomes;
}

async function textOf({ body }: EnvelopeResponse): Promise<string> {
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body)) throw new TypeError('it came whole');
  let text = '';
  for await (const piece of body) text += String(piece);
  return text;
}

function toGet(accept?: string): ReturnType<typeof toEnvelope> {
  return toEnvelope({
    method: 'GET',
    url: '/batch/monitors/x',
    headers: { 'content-type': undefined, accept },
  });
}

type Options = NonNullable<Parameters<typeof attach>[0]>;

async function answer(
  accept: string | undefined,
  {
    options = {},
    hasFailures = true,
    head = HEAD,
  }: { options?: Options; hasFailures?: boolean; head?: WorkHead } = {},
): Promise<EnvelopeResponse> {
  const outcomes = hasFailures ? each(CREATED, CANCELLED) : each(CREATED);
  return attach(options).endpoint.answer(outcomes, head, { request: toGet(accept), hasFailures });
}

describe('the answer from outcomes that are kept', () => {
  test.each([
    [
      'application/json',
      'application/json; charset=utf-8',
      '"summary":{"total":2,"succeeded":1,"failed":1,"other":0}',
    ],
    ['text/xml', 'text/xml; charset=utf-8', 'total="2"'],
    ['application/x-ndjson', 'application/x-ndjson; charset=utf-8', '{"summary":{"total":2'],
  ])('in %s is what the synchronous answer would have been', async (accept, type, summary) => {
    const { batch } = attach();
    const accepted = {
      ...(await batch.accept(toEnvelope({ text: '{"requests":[{"method":"GET","url":"/b"}]}' }))),
    };
    const whole = await batch.encode(each(CREATED, CANCELLED), accepted, { mediaType: accept });
    const { status, headers, body } = await answer(accept);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 207, type });
    const text = await textOf({ status, headers, body });
    expect(text).toContain(summary);
    const expected = typeof whole.body === 'string' ? whole.body : await textOf(whole);
    if (accept !== 'application/json') expect(text).toBe(expected);
    else expect(JSON.parse(text)).toEqual(JSON.parse(expected));
  });

  test('is in the format of the request if the GET has no preference, and with its preferences', async () => {
    const applied = ['return=minimal'];
    const head = { ...HEAD, answer: { ...HEAD.answer, format: 'xml', isMinimal: true, applied } };
    const response = await answer(undefined, { head });
    expect(response.headers).toMatchObject({
      'content-type': 'application/xml; charset=utf-8',
      'preference-applied': 'return=minimal',
    });
    expect(await textOf(response)).toContain('<M:body omitted="minimal"/>');
    await expect(answer('image/png')).rejects.toThrow(BatchProblem);
  });

  test('is written while outcomes are read: none is gathered, and no body is omitted', async () => {
    const big = 'x'.repeat(200_000);
    let read = 0;
    async function* many(): AsyncGenerator<Outcome> {
      for (; read < 50; read += 1) {
        const operation = { index: read, id: String(read), url: `/${read}` };
        yield toAnswered({ headers: { 'content-type': 'text/plain' }, body: big }, operation);
      }
    }
    const { endpoint } = attach({ limits: { maxResponseBytes: 1 } });
    const request = toGet('application/json');
    const { body } = await endpoint.answer(many(), HEAD, { request, hasFailures: false });
    let length = 0;
    for await (const piece of body as AsyncIterable<string>) {
      length += piece.length;
      expect(read * big.length).toBeLessThan(length + 3 * big.length);
    }
    expect(length).toBeGreaterThan(50 * big.length);
  });

  test('is not begun if the first outcome cannot be read', async () => {
    const broken = (): AsyncIterable<Outcome> => ({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('the store is gone')) }),
    });
    const { endpoint } = attach();
    const context = { request: toGet('application/json'), hasFailures: false };
    await expect(endpoint.answer(broken(), HEAD, context)).rejects.toThrow('the store is gone');
  });

  test.each<[status: Options['status'], hasFailures: boolean, accept: string, expected: number]>([
    ['multi-status', false, 'application/json', 207],
    ['ok-or-multi-status', false, 'application/json', 200],
    ['ok-or-multi-status', true, 'application/xml', 207],
    ['ok-or-multi-status', false, 'application/x-ndjson', 207],
    [(outcomes) => 220 + outcomes.length, true, 'application/json', 222],
  ])('has the status of the option: %s', async (status, hasFailures, accept, expected) => {
    expect(await answer(accept, { options: { status }, hasFailures })).toMatchObject({ status: expected });
  });
});
