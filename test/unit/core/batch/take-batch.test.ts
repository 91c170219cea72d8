import { describe, expect, jest, test } from '@jest/globals';
import { BatchProblem } from '@multistatus/core';
import type {
  AcceptedBatch,
  AsyncPreferences,
  AttachedAsync,
  Dispatch,
  EnvelopeResponse,
} from '@multistatus/core/adapter';
import { limitsOfAsync } from '#core/options/resolve-async.js';
import { resolveLimits } from '#core/options/resolve-limits.js';
import { toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { toEnvelope } from '../to-envelope.js';
import { attaching } from './attaching.js';

const attach = attaching();
const ACCEPTED: EnvelopeResponse = { status: 202, headers: { location: '/batch/monitors/x' }, body: '{}' };
const dispatch: Dispatch = async () => toAnswer({ status: 200 });

interface Taken extends AsyncPreferences {
  readonly batch: AcceptedBatch;
}

/** Returns the function of an endpoint that takes batches, and what it has taken. */
function taking(answer: () => Promise<EnvelopeResponse> = async () => ACCEPTED): {
  readonly taken: Taken[];
  readonly take: AttachedAsync['take'];
} {
  const taken: Taken[] = [];
  const take: AttachedAsync['take'] = (work, _request, preferences) => {
    if (work.kind === 'batch') taken.push({ ...preferences, batch: work.batch });
    return answer();
  };
  return { taken, take };
}

function toText(count: number, member: object = {}): string {
  const requests = Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    url: `/${index}`,
    ...member,
  }));
  return JSON.stringify({ requests });
}

function later(text: string, headers: Readonly<Record<string, string>> = {}): ReturnType<typeof toEnvelope> {
  return toEnvelope({ text, headers: { prefer: 'respond-async', ...headers }, hasMonitors: true });
}

function problemOf({ body }: EnvelopeResponse): Readonly<Record<string, unknown>> {
  return JSON.parse(body as string) as Readonly<Record<string, unknown>>;
}

describe('a batch with Prefer: respond-async', () => {
  test('is passed on when it has been accepted, within the limits of the option async', async () => {
    const { taken, take } = taking();
    const { batch } = attach({ limits: { maxOperations: 2 } }, { take });
    const text = toText(3);
    const headers = { prefer: 'respond-async, wait=3, return=minimal' };
    expect(await batch.handle(later(text, headers), dispatch)).toEqual({
      ...ACCEPTED,
      sendTimeoutMs: 30_000,
    });
    const [first] = taken;
    expect(first).toMatchObject({
      waitSeconds: 3,
      batch: { path: '/batch', answer: { format: 'json', isMinimal: true, applied: ['return=minimal'] } },
    });
    expect(first?.batch.operations).toHaveLength(3);
    expect(first?.toContent().map((part) => Buffer.from(part).toString())).toEqual([text]);
    await batch.handle(later(toText(1)), dispatch);
    expect(taken[1]?.waitSeconds).toBe(0);
  });

  test.each<[what: string, text: string, headers: Record<string, string>, expected: object]>([
    ['too many operations', toText(1_001), {}, { status: 413, limit: 'maxOperations', max: 1_000 }],
    [
      'a body that is too long',
      ' '.repeat(100_001),
      {},
      { status: 413, limit: 'maxBodyBytes', max: 100_000 },
    ],
    ['an invalid operation', toText(1, { url: 'x' }), {}, { status: 400, title: 'The batch is not valid' }],
    ['a condition', toText(1), { 'if-match': '*' }, { status: 400 }],
    ['a format that nothing writes', toText(1), { accept: 'image/png' }, { status: 406 }],
    [
      'an operation that is not allowed',
      toText(1),
      { prefer: 'respond-async, handling=strict' },
      { status: 403 },
    ],
  ])('is refused as any other: %s', async (_what, text, headers, expected) => {
    const { taken, take } = taking();
    const { batch } = attach({ allow: () => false }, { take });
    expect(problemOf(await batch.handle(later(text, headers), dispatch))).toMatchObject(expected);
    expect(taken).toEqual([]);
  });

  test('is refused with the problem that takes its place, and an unknown error is hidden', async () => {
    const onError = jest.fn();
    const refused = new BatchProblem('queue-full', 'wait', { headers: { 'retry-after': '7' } });
    const { batch } = attach(
      {},
      taking(() => Promise.reject(refused)),
    );
    const response = await batch.handle(later(toText(1)), dispatch);
    expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    const broken = attach(
      { onError },
      taking(() => Promise.reject(new Error('secret'))),
    );
    const hidden = await broken.batch.handle(later(toText(1)), dispatch);
    expect(hidden.status).toBe(500);
    expect(hidden.body).not.toContain('secret');
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test('needs a key if the endpoint requires one; its operations then have theirs', async () => {
    const { taken, take } = taking();
    const { batch } = attach({ idempotency: { required: true } }, { take });
    expect(await batch.handle(later(toText(1)), dispatch)).toMatchObject({
      status: 400,
      headers: { link: '</batch>; rel="describedby"' },
    });
    const requests = [
      { id: 'a', method: 'POST', url: '/a' },
      { id: 'b', method: 'GET', url: '/b' },
      { method: 'POST', url: '/c', headers: { 'Idempotency-Key': '"own"' } },
      { method: 'POST', url: '/same' },
      { method: 'POST', url: '/same' },
    ];
    await batch.handle(later(JSON.stringify({ requests }), { 'idempotency-key': '"k"' }), dispatch);
    expect(taken[0]?.batch.operations.map(({ headers }) => headers['idempotency-key'])).toEqual([
      '"k:a"',
      undefined,
      '"own"',
      undefined,
      undefined,
    ]);
  });

  test('gives up its place as soon as it is kept', async () => {
    let end = (): void => undefined;
    const waiting = new Promise<EnvelopeResponse>((resolve) => {
      end = () => resolve(ACCEPTED);
    });
    const { taken, take } = taking(() => waiting);
    const { batch } = attach({ limits: { maxConcurrentRequests: 1 } }, { take });
    const first = batch.handle(later(toText(1)), dispatch);
    await settled();
    expect(await batch.handle(later(toText(1)), dispatch)).toMatchObject({ status: 503 });
    taken[0]?.onKept();
    const synchronous = await batch.handle(toEnvelope({ text: toText(1) }), dispatch);
    expect(synchronous.status).toBe(207);
    end();
    expect(await first).toMatchObject({ status: 202 });
    expect(await batch.handle(toEnvelope({ text: toText(1) }), dispatch)).toMatchObject({ status: 207 });
  });

  test('is answered at once on a route without the option monitors, and onError is called once', async () => {
    const onError = jest.fn();
    const { taken, take } = taking();
    const { batch } = attach({ onError }, { take });
    for (const envelope of [later(toText(1)), later(toText(1))]) {
      const response = await batch.handle({ ...envelope, hasMonitors: false }, dispatch);
      expect(response.status).toBe(207);
      expect(response.headers).not.toHaveProperty('preference-applied');
    }
    const described = await batch.handle({ ...later(''), method: 'GET', hasMonitors: false }, dispatch);
    expect(JSON.parse(described.body as string)).not.toHaveProperty('async');
    expect(taken).toEqual([]);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(String(onError.mock.calls[0]?.[0])).toContain("respondAsync({ monitors: '/monitors'");
    const named = attach({}, { take, monitors: '/monitors' });
    expect(named.batch.answerMonitor).toBeUndefined();
    const response = await named.batch.handle({ ...later(toText(1)), hasMonitors: false }, dispatch);
    expect(response.status).toBe(202);
  });
});

describe('an endpoint with the option async', () => {
  test('is described with it', async () => {
    const { batch } = attach({ basePath: '/api' });
    const { body } = await batch.handle({ ...later(''), method: 'GET', url: '/batch/?a' }, dispatch);
    expect(JSON.parse(body as string)).toMatchObject({ async: { monitor: '/api/batch/monitors/{id}' } });
  });

  test.each<[what: string, limits: object, text: string, suggested: string | undefined]>([
    [
      'too many operations',
      { maxOperations: 2 },
      toText(3),
      'send it with Prefer: respond-async, which allows 1000 operations',
    ],
    ['far too many operations', { maxOperations: 2 }, toText(1_001), undefined],
    ['a body that is too long', { maxBodyBytes: 9 }, toText(1), 'respond-async, which allows 100000 bytes'],
    ['a URL that is too long', { maxUrlLength: 1 }, toText(1), undefined],
  ])('suggests it to a batch that it would take: %s', async (_what, limits, text, suggested) => {
    const { batch } = attach({ limits });
    const headers = { 'content-length': String(Buffer.byteLength(text)) };
    const problem = problemOf(await batch.handle(toEnvelope({ text, headers, hasMonitors: true }), dispatch));
    expect(problem['status']).toBe(413);
    if (suggested === undefined) expect(problem['detail']).not.toContain('respond-async');
    else expect(problem['detail']).toContain(suggested);
  });

  test('keeps a lower limit of unsafe operations', () => {
    const limits = { maxOperations: 500, maxBodyBytes: 1 };
    expect(limitsOfAsync(resolveLimits(), limits)).toMatchObject({
      maxOperations: 500,
      maxUnsafeOperations: 500,
      maxBodyBytes: 1,
      maxUrlLength: 8_192,
    });
    const lower = resolveLimits({ maxUnsafeOperations: 20 });
    expect(limitsOfAsync(lower, limits)).toMatchObject({ maxUnsafeOperations: 20 });
  });

  test('answers requests for monitors, with the time limit of its clients', async () => {
    const answered: string[] = [];
    const answerMonitor: AttachedAsync['answerMonitor'] = async ({ method }, path) => {
      answered.push(`${method} ${path}`);
      return { status: 404, headers: {}, body: undefined };
    };
    const { batch } = attach({ limits: { sendTimeoutMs: 5 } }, { answerMonitor });
    const response = await batch.answerMonitor?.({ ...toEnvelope(), method: 'GET' }, '/monitors/x');
    expect(response).toEqual({ status: 404, headers: {}, body: undefined, sendTimeoutMs: 5 });
    expect(answered).toEqual(['GET /monitors/x']);
  });
});
