import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Batch,
  type BatchResult,
  createBatch,
  isBatchError,
  type RetryOptions,
  send,
} from '@multistatus/client';
import { answer, answerResponses, type Misbehaviour, ok, serveMisbehaving } from '../misbehaving-server.js';
import type { Traffic } from '../serve-traffic.js';
import { createStillClock } from '../still-clock.js';

let traffic: Traffic | undefined;
afterEach(async () => {
  await traffic?.close();
  traffic = undefined;
});

/** A GET `0` and a POST `1`. */
function createPair(): Batch {
  const batch = createBatch();
  batch.request('0').get('/a');
  batch.request('1').post('/b', {});
  return batch;
}

/** Sends the pair to a server that answers each try as it is told, the last one for ever. */
async function sendTo(tries: readonly Misbehaviour[], retry?: RetryOptions): Promise<BatchResult> {
  let count = 0;
  traffic = await serveMisbehaving((res, ids) => {
    tries[Math.min(count, tries.length - 1)]?.(res, ids);
    count += 1;
  });
  return send(createPair(), { url: traffic.url, retry });
}

const statusesOf = ({ outcomes }: BatchResult): unknown[] =>
  [...outcomes.values()].map(({ status, executed }) => [status, executed]);
const fine = answerResponses((ids) => ids.map(ok));
const retry = { clock: createStillClock() };

describe('a batch of which no outcome is known rejects, and is sent once', () => {
  test.each<[string, Misbehaviour, unknown]>([
    ['404 and HTML', answer(404, 'text/html', ''), { executed: false, status: 404 }],
    [
      '413 and a problem',
      answer(413, 'application/problem+json', {
        type: 'urn:multistatus:problem:limit-exceeded',
        title: 'x',
        executed: false,
        limit: 'maxOperations',
      }),
      { executed: false, status: 413, problem: { limit: 'maxOperations' } },
    ],
    ['200 and HTML', answer(200, 'text/html', '<p>'), { executed: 'unknown', status: 200 }],
    ['500 and HTML', answer(500, 'text/html', ''), { executed: 'unknown', status: 500 }],
    [
      'half a document',
      answer(207, 'application/json', '{"responses":[{'),
      { executed: 'unknown', status: 207 },
    ],
    [
      '400 and outcomes of which one cannot be read',
      answer(400, 'application/json', {
        responses: [
          { href: '/a', id: '0', status: 200 },
          { href: '/b', id: '1', status: 1000 },
        ],
      }),
      { executed: 'unknown', status: 400 },
    ],
    [
      '400 and XML in which an outcome has no status',
      answer(
        400,
        'application/xml',
        '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href></D:response></D:multistatus>',
      ),
      { executed: 'unknown', status: 400 },
    ],
    [
      '400 and other JSON',
      answer(400, 'application/json', { message: 'no' }),
      { executed: false, status: 400 },
    ],
    ['a connection that ends', (res) => void res.destroy(), { executed: 'unknown', status: undefined }],
  ])('%s', async (_title, misbehave, expected) => {
    const error: unknown = await sendTo([misbehave]).catch((reason: unknown) => reason);
    expect(isBatchError(error)).toBe(true);
    expect(error).toMatchObject(expected as object);
    expect(traffic?.seen).toEqual(['GET /batch', 'POST /batch']);
  });
});

test.each<[string, (ids: readonly string[]) => readonly object[]]>([
  ['missing', () => [ok('0')]],
  ['there twice', () => [ok('0'), ok('1'), ok('1')]],
  ['of an unknown id', () => [ok('0'), ok('x')]],
])('an outcome that is %s is a failure that says so', async (_title, toResponses) => {
  const result = await sendTo([answerResponses(toResponses)]);
  expect(statusesOf(result)).toEqual([
    [200, true],
    [502, 'unknown'],
  ]);
  expect(result.of('1').problem?.type).toBe('urn:multistatus:problem:no-outcome');
  expect(() => result.throwIfFailed()).toThrow('1 failed: /b 502 The outcome of operation "1" is unknown');
});

test('an answer that has lost outcomes, as its summary says, keeps the others', async () => {
  const summary = { total: 2, succeeded: 2, failed: 0, other: 0 };
  const result = await sendTo([answer(207, 'application/json', { summary, responses: [ok('0')] })]);
  expect(statusesOf(result)).toEqual([
    [200, true],
    [502, 'unknown'],
  ]);
  expect(result.of('1').problem?.detail).toContain('broke off before it');
});

test('an outcome has the trailers of its answer', async () => {
  const withTrailers = (id: string): object => ({ ...ok(id), trailers: { 'x-sum': ['1', '2'] } });
  const result = await sendTo([
    answerResponses(([first = '', second = '']) => [withTrailers(first), ok(second)]),
  ]);
  expect([...result.of('0').trailers]).toEqual([['x-sum', '1, 2']]);
  expect([...result.of('1').trailers]).toEqual([]);
});

test('an outcome has the timing of its answer', async () => {
  const timing = { startMs: 0, durationMs: 1.5 };
  const result = await sendTo([
    answerResponses(([first = '', second = '']) => [{ ...ok(first), timing }, ok(second)]),
  ]);
  expect(result.of('0').timing).toEqual(timing);
  expect(result.of('1').timing).toBeUndefined();
});

test('outcomes in another order stand in the order of the batch', async () => {
  const result = await sendTo([answerResponses((ids) => ids.map(ok).toReversed())]);
  expect([...result.outcomes.keys()]).toEqual(['0', '1']);
  expect(result.reading.document.responses.map(({ id }) => id)).toEqual(['0', '1']);
});

describe('with retry', () => {
  test('a batch that got lost goes again for what does no harm twice', async () => {
    const result = await sendTo([(res) => void res.destroy(), fine], retry);
    expect(statusesOf(result)).toEqual([
      [200, true],
      [502, 'unknown'],
    ]);
    expect(traffic?.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
  });

  test.each([429, 503])('a batch that is refused by a %d goes again as a whole', async (status) => {
    const busy: Misbehaviour = (res) => void res.writeHead(status, { 'retry-after': '1' }).end();
    const result = await sendTo([busy, busy, fine], retry);
    expect(statusesOf(result)).toEqual(Array(2).fill([200, true]));
  });

  test('a batch that is refused for ever rejects in the end, saying that nothing ran', async () => {
    const sending = sendTo([answer(429, 'text/plain', '')], retry);
    await expect(sending).rejects.toMatchObject({ executed: false, status: 429 });
    expect(traffic?.seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch', 'POST /batch']);
  });

  test('what is known stays known when a later try is refused or lost', async () => {
    const partly = answerResponses((ids) =>
      ids.map((id) => (id === '0' ? { ...ok(id), status: 503, headers: { 'retry-after': '1' } } : ok(id))),
    );
    expect(statusesOf(await sendTo([partly, answer(400, 'text/plain', '')], retry))).toEqual([
      [503, true],
      [200, true],
    ]);
    await traffic?.close();
    expect(statusesOf(await sendTo([partly, (res) => void res.destroy()], retry))).toEqual([
      [502, 'unknown'],
      [200, true],
    ]);
  });
});

test('a signal ends the batch with its reason, also while it waits', async () => {
  const abort = new AbortController();
  const silent: Misbehaviour = () => abort.abort('enough');
  traffic = await serveMisbehaving(silent);
  const { url } = traffic;
  await expect(send(createPair(), { url, signal: abort.signal })).rejects.toBe('enough');
  await traffic.close();
  traffic = await serveMisbehaving(answer(429, 'text/plain', ''));
  const later = new AbortController();
  const clock = {
    ...createStillClock(),
    wait: () => {
      later.abort('no more');
      return new Promise<void>(() => {});
    },
  };
  const options = { url: traffic.url, signal: later.signal, retry: { clock } };
  await expect(send(createPair(), options)).rejects.toBe('no more');
});
