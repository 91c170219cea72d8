import { describe, expect, test } from '@jest/globals';
import { answerOutcomes } from '#core/encode/answer-outcomes.js';
import type { EnvelopeResponse } from '#core/http/envelope.js';
import type { OperationOutcome } from '#core/operation/operation-outcome.js';
import type { Outcome } from '#core/operation/outcome.js';
import type { BatchOptions } from '#core/options/batch-options.js';
import { toAnswered, toUnanswered } from '../outcomes.js';
import { settled } from '../settled.js';
import { type ExchangeSettings, toExchange } from '../to-exchange.js';

type Answer = EnvelopeResponse & { readonly responses: Record<string, unknown>[] };

async function answer(
  outcomes: readonly Outcome[],
  options: BatchOptions = {},
  more: ExchangeSettings = {},
): Promise<Answer> {
  const response = await answerOutcomes(outcomes, toExchange({ options, ...more }));
  return {
    ...response,
    ...(JSON.parse(response.body as string) as { responses: Record<string, unknown>[] }),
  };
}

const MIXED = [toAnswered({ status: 200 }), toAnswered({ status: 404 }, { index: 1 })];

describe('status', () => {
  test('is always 207 by default', async () => {
    expect((await answer(MIXED)).status).toBe(207);
    expect((await answer([MIXED[0]!])).status).toBe(207);
    expect((await answer(MIXED, { status: 'multi-status' })).status).toBe(207);
  });

  test.each<[outcomes: Outcome[], status: number]>([
    [[MIXED[0]!], 200],
    [[toAnswered({ status: 201 }), toAnswered({ status: 204 })], 200],
    [MIXED, 207],
    [[toAnswered({ status: 304 })], 207],
    [[toUnanswered('skipped')], 207],
    [[toAnswered({ status: 207 })], 207],
  ])('ok-or-multi-status is 200 only if all succeeded', async (outcomes, status) => {
    expect((await answer(outcomes, { status: 'ok-or-multi-status' })).status).toBe(status);
  });

  test.each([200, 207, 400, 599])('may be a function that returns %i', async (status) => {
    const heard: (readonly OperationOutcome[])[] = [];
    const ownStatus = (outcomes: readonly OperationOutcome[]): number => {
      heard.push(outcomes);
      return status;
    };
    expect((await answer(MIXED, { status: ownStatus })).status).toBe(status);
    expect(heard[0]?.map((outcome) => `${outcome.id} ${outcome.status}`)).toEqual(['0 200', '1 404']);
  });

  test.each([
    204,
    205,
    304,
    199,
    100,
    600,
    0,
    -1,
    200.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '200',
    null,
    undefined,
  ])('is 207 if a function returns %p, and onError is called', async (status) => {
    const errors: unknown[] = [];
    const response = await answer(MIXED, {
      status: () => status as number,
      onError: (error) => void errors.push(error),
    });
    expect(response.status).toBe(207);
    expect(response.responses).toHaveLength(2);
    expect(errors).toEqual([expect.any(RangeError)]);
    expect(String(errors[0])).toContain(
      `a status from 200 to 599 with content, got ${typeof status === 'string' ? JSON.stringify(status) : String(status)}`,
    );
  });

  test('is 207 if a function throws, and onError is called with the error', async () => {
    const errors: unknown[] = [];
    const error = new Error('boom');
    const ownStatus = (): number => {
      throw error;
    };
    expect(
      (await answer(MIXED, { status: ownStatus, onError: (each) => void errors.push(each) })).status,
    ).toBe(207);
    expect(errors).toEqual([error]);
  });

  test('is 207 if a function is asynchronous, and its rejection does not end the process', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const ownStatus = (() => Promise.reject(new Error('late'))) as unknown as () => number;
    const errors: unknown[] = [];
    const onError = (error: unknown): unknown => errors.push(error);
    expect((await answer(MIXED, { status: ownStatus, onError })).status).toBe(207);
    await settled();
    expect(errors).toEqual([expect.any(TypeError)]);
    process.off('unhandledRejection', note);
    expect(unhandled.map(String)).toEqual([]);
  });
});

describe('cookies', () => {
  const cookies = ['a=1; HttpOnly', 'b=2'];
  const outcomes = [toAnswered({ headers: { 'set-cookie': cookies } }), toAnswered({ status: 404 })];

  test('lift sets them on the envelope, after those that it already has', async () => {
    const { headers, responses } = await answer(
      outcomes,
      { cookies: 'lift' },
      { responseHeaders: { 'set-cookie': ['s=0'] } },
    );
    expect(headers['set-cookie']).toEqual(['s=0', ...cookies]);
    expect(responses[0]).not.toHaveProperty('headers');
    expect((await answer(outcomes)).headers['set-cookie']).toEqual(cookies);
  });

  test('drop discards them', async () => {
    const { headers, body } = await answer(
      outcomes,
      { cookies: 'drop' },
      { responseHeaders: { 'set-cookie': 's=0' } },
    );
    expect(headers).not.toHaveProperty('set-cookie');
    expect(body).not.toContain('cookie');
  });

  test('include puts them into the document', async () => {
    const { headers, responses } = await answer(outcomes, { cookies: 'include' });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(responses[0]).toMatchObject({ headers: { 'set-cookie': cookies } });
  });

  test('those of operations that were rolled back are lost', async () => {
    expect((await answer([toUnanswered('skipped')])).headers).not.toHaveProperty('set-cookie');
  });
});

describe('Retry-After', () => {
  test('of the envelope is the maximum of all; each response keeps its own', async () => {
    const outcomes = [
      toAnswered({ status: 429, headers: { 'retry-after': '7' } }),
      toAnswered({ status: 503, headers: { 'retry-after': '9' } }, { index: 1 }),
      toUnanswered('skipped', { status: 503 }, { index: 2 }),
    ];
    const { headers, responses } = await answer(outcomes);
    expect(headers['retry-after']).toBe('9');
    expect(
      responses.map((response) => (response['headers'] as Record<string, string>)['retry-after']),
    ).toEqual(['7', '9', '1']);
  });

  test('is absent if nothing may be retried', async () => {
    expect((await answer(MIXED)).headers).not.toHaveProperty('retry-after');
  });
});

test('names the honoured preferences in Preference-Applied, and Prefer in Vary', async () => {
  expect((await answer(MIXED, {}, { applied: ['return=minimal', 'handling=strict'] })).headers).toEqual({
    vary: 'Accept, Prefer',
    'cache-control': 'no-store',
    'preference-applied': 'return=minimal, handling=strict',
    'content-type': 'application/json; charset=utf-8',
  });
});

test('the href of an operation without a URL of its own is below the path of the endpoint', async () => {
  const response = await answer([toUnanswered('skipped', {}, { index: 5, url: '$a/x' })], {
    basePath: '/api',
  });
  expect(response.responses[0]).toMatchObject({ href: '/batch/operations/5' });
});
