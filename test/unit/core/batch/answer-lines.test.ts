import { channel, tracingChannel } from 'node:diagnostics_channel';
import { describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/core';
import { createBatchEndpoint, type Dispatch } from '@multistatus/core/adapter';
import fc from 'fast-check';
import { toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { toEnvelope } from '../to-envelope.js';

interface Line {
  readonly index: number;
  readonly id: string;
  readonly status: number;
  readonly href: string;
  readonly body?: { readonly type?: string; readonly detail?: string };
}

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

const HUGE = 2_000_000;
const LIMITS = {
  maxOperations: HUGE,
  maxUnsafeOperations: HUGE,
  maxBodyBytes: 1_000_000_000,
  batchTimeoutMs: 600_000,
};
const ok: Dispatch = async ({ url }) =>
  toAnswer({ body: JSON.stringify({ url }), headers: { 'content-type': 'application/json' } });

async function* streamOf(pieces: Pieces): AsyncGenerator<string | Uint8Array> {
  yield* pieces;
}

function toRequest(
  pieces: Pieces,
  more: Parameters<typeof toEnvelope>[0] = {},
): ReturnType<typeof toEnvelope> {
  return toEnvelope({
    ...more,
    headers: { 'content-type': 'application/jsonl', ...more.headers },
    body: { kind: 'stream', stream: streamOf(pieces) as AsyncIterable<Uint8Array> },
  });
}

function toText(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function* linesOf(body: unknown): AsyncGenerator<Line> {
  for await (const piece of body as AsyncIterable<string>)
    for (const line of piece.split('\n')) if (line !== '') yield JSON.parse(line) as Line;
}

async function gather(lines: AsyncIterable<Line>): Promise<Line[]> {
  const gathered: Line[] = [];
  for await (const line of lines) gathered.push(line);
  return gathered;
}

/** Returns the responses, in order of their indexes, without the summary. */
async function run(
  pieces: Pieces,
  options: BatchOptions = { limits: LIMITS },
  dispatch = ok,
): Promise<Line[]> {
  const { status, body } = await createBatchEndpoint(options).handle(toRequest(pieces), dispatch);
  expect(status).toBe(207);
  const lines = await gather(linesOf(body));
  expect(lines.at(-1)).toMatchObject({ summary: { total: lines.length - 1 } });
  return lines.slice(0, -1).toSorted((one, other) => one.index - other.index);
}

function slugOf({ body }: Line): string | undefined {
  return body?.type?.replace('urn:multistatus:problem:', '');
}

describe('backpressure', () => {
  test('no further lines are read while as many run as may, or while nobody reads their outcomes', async () => {
    let sent = 0;
    const lines = async function* (): AsyncGenerator<string> {
      for (; sent < 1_000; sent += 1) yield toText([{ method: 'GET', url: `/${sent}` }]);
    };
    const open: (() => void)[] = [];
    const dispatch: Dispatch = () => new Promise((resolve) => open.push(() => resolve(toAnswer())));
    const endpoint = createBatchEndpoint({ limits: { ...LIMITS, concurrency: 3 } });
    const { body } = await endpoint.handle(toRequest(lines()), dispatch);
    const answer = linesOf(body);
    const first = answer.next();
    await settled();
    expect(open).toHaveLength(3);
    expect(sent).toBeLessThan(6);
    for (const resolve of open.splice(0)) resolve();
    await first;
    await settled();
    const before = sent;
    await settled();
    expect(sent).toBe(before);
    expect(sent).toBeLessThan(10);
    await answer.return(undefined);
  });

  test('named lines are answered with their bodies although an endpoint may hold few bytes', async () => {
    const lines = function* (): Generator<string> {
      for (let id = 0; id < 2_000; id += 1) yield toText([{ id: `r${id}`, method: 'GET', url: `/${id}` }]);
    };
    const limits = {
      ...LIMITS,
      maxOperationResponseBytes: 2_000,
      maxBytesUnderWay: 20_000,
      maxResponseBytes: 100,
    };
    const responses = await run(lines(), { limits });
    expect(responses).toHaveLength(2_000);
    expect(responses.every(({ status, body }) => status === 200 && body !== undefined)).toBe(true);
  });
});

test('what has arrived of a first line counts towards maxBytesUnderWay, and no longer once it has ended', async () => {
  const endpoint = createBatchEndpoint({ limits: { maxBytesUnderWay: 1_000 } });
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const line = JSON.stringify({ method: 'GET', url: '/a', headers: { 'x-long': 'x'.repeat(900) } });
  async function* slow(): AsyncGenerator<string> {
    yield line.slice(0, 800);
    await ended;
    yield `${line.slice(800)}\n`;
  }
  const slowly = endpoint.handle(toRequest(slow()), ok);
  await settled();
  const refused = await endpoint.handle(toRequest([line]), ok);
  expect(refused.status).toBe(503);
  expect(JSON.parse(refused.body as string)).toMatchObject({ limit: 'maxBytesUnderWay', max: 1_000 });
  end();
  await gather(linesOf((await slowly).body));
  const next = await endpoint.handle(toRequest([line]), ok);
  expect(next.status).toBe(207);
  await gather(linesOf(next.body));
});

test('a body that is announced to be too long is refused before anything of it runs', async () => {
  let calls = 0;
  const dispatch: Dispatch = async () => {
    calls += 1;
    return toAnswer();
  };
  const line = toText([{ method: 'GET', url: '/a' }]);
  const endpoint = createBatchEndpoint({ limits: { maxBodyBytes: line.length } });
  const post = (pieces: Pieces, length: number): ReturnType<typeof endpoint.handle> =>
    endpoint.handle(toRequest(pieces, { headers: { 'content-length': String(length) } }), dispatch);
  const refused = await post([line, line], 2 * line.length);
  expect(refused.status).toBe(413);
  expect(JSON.parse(refused.body as string)).toMatchObject({
    limit: 'maxBodyBytes',
    actual: 2 * line.length,
  });
  expect(calls).toBe(0);
  const { status, body } = await post([line], line.length);
  expect([status, (await gather(linesOf(body))).length]).toEqual([207, 2]);
});

test('a byte order mark alone on the first line is no line', async () => {
  const responses = await run([`\ufeff\r\n${toText([{ method: 'GET', url: '/a' }])}`]);
  expect(responses.map(({ status }) => status)).toEqual([200]);
  const empty = await createBatchEndpoint({}).handle(toRequest(['\ufeff']), ok);
  expect(empty.status).toBe(400);
});

describe('what is remembered', () => {
  test('a reference into a body that is too large to be kept is not resolved', async () => {
    const fill = [{ at: '/url/v', from: 'a', value: '/body/url' }];
    const lines = [
      { id: 'a', method: 'GET', url: '/a' },
      { method: 'GET', url: '/{v}', references: fill },
      { method: 'GET', url: '$a', dependsOn: ['a'] },
    ];
    const kept = await run([toText(lines)]);
    expect(kept.map(({ status }) => status)).toEqual([200, 200, 200]);
    const forgotten = await run([toText(lines)], { limits: { maxOperationResponseBytes: 20 } });
    expect(forgotten.map((line) => slugOf(line))).toEqual([undefined, 'reference-unresolved', undefined]);
  });

  test('lines that wait are bounded: a further one is refused, and none of them runs', async () => {
    const ran: string[] = [];
    const waiting = { method: 'GET', url: '/waits', dependsOn: ['last'] };
    const responses = await run(
      [waiting, waiting, { id: 'last', method: 'GET', url: '/last' }].map((line) => toText([line])),
      { limits: { maxBytesUnderWay: 80 } },
      async ({ url }) => {
        ran.push(url);
        return toAnswer();
      },
    );
    expect(ran).toEqual(['/last']);
    expect(responses.map((line) => slugOf(line))).toEqual(['not-started', 'no-capacity', undefined]);
  });
});

describe('an early end', () => {
  const hanging: Dispatch = ({ context }) =>
    new Promise((_resolve, reject) =>
      context.signal.addEventListener('abort', () => reject(new Error('aborted'))),
    );

  test('a batch that times out ends what runs, and says what did not', async () => {
    const lines = [
      { method: 'GET', url: '/hangs' },
      { method: 'GET', url: '/waits', dependsOn: ['never'] },
    ];
    async function* endless(): AsyncGenerator<string> {
      yield toText(lines);
      await new Promise(() => undefined);
    }
    const responses = await run(
      endless(),
      { limits: { batchTimeoutMs: 20, bodyTimeoutMs: 10_000 }, onError: () => undefined },
      hanging,
    );
    expect(responses.map((line) => slugOf(line))).toEqual([
      'operation-timeout',
      'not-started',
      'not-started',
    ]);
    expect(responses[2]?.body?.detail).toContain('this operation and all after it did not run');
  });

  test('a client that leaves aborts what runs, and gives back its place', async () => {
    const client = new AbortController();
    let wasAborted = false;
    const dispatch: Dispatch = ({ context }) =>
      new Promise(() => context.signal.addEventListener('abort', () => (wasAborted = true)));
    const endpoint = createBatchEndpoint({ limits: { maxConcurrentRequests: 1 } });
    const request = toRequest([toText([{ method: 'GET', url: '/a' }])], { signal: client.signal });
    const left = gather(linesOf((await endpoint.handle(request, dispatch)).body));
    await settled();
    const refused = await endpoint.handle(toRequest([toText([{ method: 'GET', url: '/a' }])]), ok);
    expect(refused.status).toBe(503);
    client.abort();
    expect(wasAborted).toBe(true);
    await left;
    const next = await endpoint.handle(toRequest([toText([{ method: 'GET', url: '/a' }])]), ok);
    expect(next.status).toBe(207);
    await gather(linesOf(next.body));
  });

  test('an endpoint that drains finishes what runs, and starts no line that has not arrived or waits', async () => {
    const open: (() => void)[] = [];
    const dispatch: Dispatch = () => new Promise((resolve) => open.push(() => resolve(toAnswer())));
    const endpoint = createBatchEndpoint({ limits: { bodyTimeoutMs: 100 } });
    async function* endless(): AsyncGenerator<string> {
      yield toText([
        { method: 'GET', url: '/runs' },
        { method: 'GET', url: '/waits', dependsOn: ['never'] },
      ]);
      await new Promise(() => undefined);
    }
    const answer = gather(linesOf((await endpoint.handle(toRequest(endless()), dispatch)).body));
    await settled();
    const drained = endpoint.drain();
    for (const resolve of open) resolve();
    const lines = await answer;
    expect(lines.slice(0, -1).map((line) => [line.index, line.status, slugOf(line)])).toEqual([
      [0, 200, undefined],
      [1, 503, 'not-started'],
      [2, 503, 'not-started'],
    ]);
    expect(lines[2]?.body?.detail).toContain('The server is shutting down');
    await drained;
  });

  test('a body that stops arriving ends the batch: what waits for its end does not run', async () => {
    async function* cut(): AsyncGenerator<string> {
      yield toText([
        { method: 'GET', url: '/runs' },
        { method: 'GET', url: '/waits', atomicityGroup: 'g' },
      ]);
      await new Promise(() => undefined);
    }
    const transaction: BatchOptions['transaction'] = async () => {
      throw new Error('nothing may begin');
    };
    const responses = await run(cut(), { limits: { bodyTimeoutMs: 20 }, transaction });
    expect(responses.map((line) => slugOf(line))).toEqual([undefined, 'not-started', 'incomplete-body']);
  });
});

test('operations are traced within their batch, which ends when its last line has', async () => {
  const events: string[] = [];
  const batches = tracingChannel('multistatus:batch');
  const note = (name: string) => (message: unknown) => {
    const { operations, url } = message as { operations?: number; url?: string };
    events.push(`${name} ${url ?? operations}`);
  };
  const subscribers = { start: note('start'), asyncStart: note('end') };
  batches.subscribe(subscribers as never);
  const operations = channel('tracing:multistatus:operation:start');
  const onOperation = note('operation');
  operations.subscribe(onOperation);
  await run([
    toText([
      { method: 'GET', url: '/a' },
      { method: 'GET', url: '/b' },
    ]),
  ]);
  await settled();
  batches.unsubscribe(subscribers as never);
  operations.unsubscribe(onOperation);
  expect(events).toEqual(['start 0', 'operation /a', 'operation /b', 'end 2']);
});

test('onOutcome is called with the outcome of each line', async () => {
  const seen: [number, number][] = [];
  const onOutcome: BatchOptions['onOutcome'] = ({ index, status }) => void seen.push([index, status]);
  const lines = `{\n${toText([
    { method: 'GET', url: '/a', dependsOn: ['b'] },
    { id: 'b', method: 'GET', url: '/b' },
  ])}`;
  await run([lines], { onOutcome });
  expect(seen.toSorted(([one], [other]) => one - other)).toEqual([
    [0, 400],
    [1, 200],
    [2, 200],
  ]);
});

describe('any lines, in any pieces', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const line = fc.oneof(
    fc
      .record(
        {
          method: fc.constantFrom('GET', 'POST', 'get'),
          url: fc.constantFrom('/x', '/y?z=ü', '$a', '$b/c', 'x', '/{v}'),
          id: name,
          custom_id: name,
          dependsOn: fc.array(name, { maxLength: 2 }),
          atomicityGroup: fc.constantFrom('g', 'h', 'a'),
          body: fc.constantFrom(1, null, { a: 'ü' }),
        },
        { requiredKeys: ['method', 'url'] },
      )
      .map((value) => JSON.stringify(value)),
    fc.constantFrom('', '  ', '{', 'null', '7', '{"a":1}\r', '{"id":"\\ud800","method":"GET","url":"/x"}'),
  );

  test('each is answered exactly once, the same whether they run as they arrive or are read first', async () => {
    const transaction: BatchOptions['transaction'] = (_group, go) => go({});
    const endpoint = createBatchEndpoint({ transaction, onError: () => undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        async (lines, sizes) => {
          const text = Buffer.from(lines.join('\n'));
          const pieces: Uint8Array[] = [];
          for (let at = 0; at < text.length; ) {
            const size = sizes.next().value as number;
            pieces.push(text.subarray(at, at + size));
            at += size;
          }
          const total = lines.filter((each) => each.trim() !== '').length;
          const streamed = await endpoint.handle(toRequest(pieces), ok);
          const whole = await endpoint.handle(
            toRequest(pieces, { headers: { accept: 'application/json' } }),
            ok,
          );
          if (total === 0) {
            expect([streamed.status, whole.status]).toEqual([400, 400]);
            return;
          }
          const all = (await gather(linesOf(streamed.body))).slice(0, -1);
          const ordered = all.toSorted((one, other) => one.index - other.index);
          expect(ordered.map(({ index }) => index)).toEqual(
            Array.from({ length: total }, (_each, index) => index),
          );
          const { responses } = JSON.parse(whole.body as string) as { responses: Line[] };
          expect(ordered.map((each) => [each.id, each.status, slugOf(each)])).toEqual(
            responses.map((each) => [each.id, each.status, slugOf(each)]),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
