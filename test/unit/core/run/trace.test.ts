import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Dispatch } from '#core/operation/dispatch.js';
import { BATCH_WORDS } from '#core/operation/run-words.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import { run } from '#core/run/run-plan.js';
import {
  type BatchTrace,
  type OperationTrace,
  traceBatch,
  traceError,
  traceOperation,
  traceSkipped,
} from '#core/run/trace.js';
import { validateBatch } from '#core/validate/validate-batch.js';
import { tell, toAnswer, toAnswered, toOperation, toUnanswered } from '../outcomes.js';
import { settled } from '../settled.js';
import { type RunSettings, startBatch } from '../start-run.js';
import { toDecoded } from '../to-decoded.js';

type Heard = [event: string, trace: OperationTrace & BatchTrace];

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
const undo: (() => void)[] = [];

/** Notes every event of a channel, as it is told, until the test ends. */
function listen(name: 'batch' | 'operation', events: readonly string[] = EVENTS): Heard[] {
  const heard: Heard[] = [];
  for (const event of events) {
    const note = (message: unknown): void => void heard.push([event, message as Heard[1]]);
    const each = channel(`tracing:multistatus:${name}:${event}`);
    each.subscribe(note);
    undo.push(() => each.unsubscribe(note));
  }
  return heard;
}

function namesOf(heard: readonly Heard[]): string[] {
  return heard.map(([event, { id }]) => `${event} ${id}`);
}

afterEach(() => {
  for (const each of undo.splice(0)) each();
  jest.restoreAllMocks();
});

describe('traceOperation', () => {
  const operation = toOperation({ id: 'a', url: '/a' });
  const trace = (): OperationTrace => ({
    batchId: 'x',
    id: 'a',
    index: 0,
    method: 'GET',
    url: '/a',
    headers: {},
  });

  test('publishes start and end at once, asyncStart and asyncEnd with the outcome, all with one object', async () => {
    const heard = listen('operation');
    const snapshots: unknown[] = [];
    const start = channel('tracing:multistatus:operation:start');
    const snap = (message: unknown): void => void snapshots.push({ ...(message as object) });
    start.subscribe(snap);
    undo.push(() => start.unsubscribe(snap));
    let own: OperationTrace | undefined;
    let finish: () => void = () => undefined;
    const outcome = toAnswered({ status: 404 }, operation);
    const inFlight = traceOperation('x', operation, (given) => {
      own = given;
      return new Promise((resolve) => {
        finish = () => resolve(outcome);
      });
    });
    expect(namesOf(heard)).toEqual(['start a', 'end a']);
    expect(snapshots).toEqual([trace()]);
    finish();
    expect(await inFlight).toBe(outcome);
    expect(namesOf(heard)).toEqual(['start a', 'end a', 'asyncStart a', 'asyncEnd a']);
    for (const [, message] of heard) expect(message).toBe(own);
    expect(own?.outcome).toMatchObject({ id: 'a', status: 404, result: 'failed', executed: true });
  });

  test('creates nothing without subscribers, not even a promise', () => {
    const promise = Promise.resolve(toAnswered({}));
    const run = jest.fn((_trace: OperationTrace | undefined) => promise);
    expect(traceOperation('x', operation, run)).toBe(promise);
    expect(run).toHaveBeenCalledWith(undefined);
    expect(() => traceError(undefined, new Error('boom'))).not.toThrow();
  });

  test.each(EVENTS)('is traced for a subscriber of %s alone', async (event) => {
    const heard = listen('operation', [event]);
    await traceOperation('x', operation, async (own) => {
      traceError(own, new Error('boom'));
      return toUnanswered('failed');
    });
    expect(heard.map(([name]) => name)).toEqual([event]);
  });

  test('publishes an error with what was thrown, before the outcome is set', async () => {
    const heard = listen('operation');
    const error = new Error('boom');
    let own: OperationTrace | undefined;
    await traceOperation('x', operation, async (given) => {
      own = given;
      traceError(own, error);
      expect(own).toEqual({ ...trace(), error });
      return toUnanswered('failed');
    });
    expect(namesOf(heard)).toEqual(['start a', 'error a', 'end a', 'asyncStart a', 'asyncEnd a']);
    expect(own?.error).toBe(error);
  });
});

describe('traceBatch', () => {
  test('has the outcomes in request order from asyncStart on', async () => {
    const heard = listen('batch');
    const own: BatchTrace = { batchId: 'x', request: { outer: 1 }, operations: 2 };
    const outcomes = [toAnswered({}, { id: 'a' }), toUnanswered('skipped', {}, { id: 'b' })];
    const inFlight = traceBatch(own, async () => outcomes);
    expect(heard.map(([event]) => event)).toEqual(['start', 'end']);
    expect(await inFlight).toBe(outcomes);
    expect(heard.map(([event]) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(own.outcomes?.map(({ id, status }) => `${id} ${status}`)).toEqual(['a 200', 'b 503']);
    expect(own.request).toEqual({ outer: 1 });
  });

  test('creates nothing without subscribers', () => {
    const own: BatchTrace = { batchId: 'x', request: undefined, operations: 0 };
    const promise = Promise.resolve([]);
    expect(traceBatch(own, () => promise)).toBe(promise);
    expect(own).toEqual({ batchId: 'x', request: undefined, operations: 0 });
  });
});

describe('traceSkipped', () => {
  test('publishes start and end of an operation that did not run, with its outcome', () => {
    const heard = listen('operation');
    traceSkipped('x', toUnanswered('skipped', { status: 424, executed: false }, { id: 'a', url: '/a' }));
    expect(namesOf(heard)).toEqual(['start a', 'end a']);
    expect(heard[0]![1]).toMatchObject({
      batchId: 'x',
      index: 0,
      method: 'GET',
      url: '/a',
      outcome: { status: 424, executed: false },
    });
  });

  test('publishes nothing without subscribers', () => {
    expect(() => traceSkipped('x', toUnanswered('skipped'))).not.toThrow();
  });
});

describe('a run', () => {
  test('calls a target within the context that is bound to the start of its operation', async () => {
    const storage = new AsyncLocalStorage<string>();
    const start = channel('tracing:multistatus:operation:start');
    start.bindStore(storage, (message) => `span of ${(message as OperationTrace).id}`);
    const enter = channel('multistatus:enter');
    enter.bindStore(storage, (message) => `span of ${(message as OperationTrace).id}`);
    undo.push(() => {
      start.unbindStore(storage);
      enter.unbindStore(storage);
    });
    const seen: string[] = [];
    const dispatch: Dispatch = async ({ context }) => {
      seen.push(`${context.id}: ${storage.getStore()}`);
      await settled();
      seen.push(`${context.id}: ${storage.getStore()}`);
      return toAnswer();
    };
    const settings: RunSettings = {
      dispatch,
      options: {
        allow: async () => {
          await settled();
          return true;
        },
        transaction: (_group, runMembers) => runMembers(1),
      },
    };
    const requests = [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'c', atomicityGroup: 'g' }];
    await startBatch(requests, settings).outcomes;
    expect(seen.toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c'].map((id) => `${id}: span of ${id}`));
    expect(storage.getStore()).toBeUndefined();
  });

  test('adds the headers that a subscriber sets to those of the operation', async () => {
    const start = channel('tracing:multistatus:operation:start');
    const propagate = (message: unknown): void => {
      const { headers, id } = message as OperationTrace;
      headers['traceparent'] = `span of ${id}`;
    };
    start.subscribe(propagate);
    undo.push(() => start.unsubscribe(propagate));
    const sent: unknown[] = [];
    const dispatch: Dispatch = async ({ headers }) => {
      sent.push(headers);
      return toAnswer();
    };
    const inherited = Object.freeze({ traceparent: 'of the client', host: 'localhost' });
    const settings: RunSettings = { dispatch, headersOf: () => inherited };
    await startBatch([{ id: 'a' }, { id: 'b' }], settings).outcomes;
    expect(sent).toEqual([
      { traceparent: 'span of a', host: 'localhost' },
      { traceparent: 'span of b', host: 'localhost' },
    ]);
  });

  test('is within the context that is bound to the start of its batch', async () => {
    const storage = new AsyncLocalStorage<string>();
    const start = channel('tracing:multistatus:batch:start');
    start.bindStore(storage, (message) => `span of ${(message as BatchTrace).batchId}`);
    undo.push(() => start.unbindStore(storage));
    const seen: unknown[] = [];
    const { plan, operations } = validateBatch(
      toDecoded({
        requests: [
          { method: 'GET', url: '/' },
          { method: 'GET', url: '/', dependsOn: ['0'] },
        ],
      }),
      resolveOptions({}, []),
    );
    await traceBatch({ batchId: 'x', request: undefined, operations: 2 }, () =>
      run(plan, operations, {
        batchId: 'x',
        words: BATCH_WORDS,
        dispatch: async () => {
          seen.push(storage.getStore());
          return toAnswer();
        },
        options: resolveOptions({}, []),
        outer: undefined,
        host: undefined,
        headersOf: () => ({}),
        allowed: new Set(),
        isSequential: false,
        stopAfter: undefined,
        onOutcome: () => undefined,
      }),
    );
    expect(seen).toEqual(['span of x', 'span of x']);
  });

  test('publishes the URL as dispatched, and what the target threw', async () => {
    const heard = listen('operation');
    const requests = [
      { id: 'a', method: 'POST', url: '/a' },
      { id: 'b', url: '$a/x' },
    ];
    const run = startBatch(requests);
    run.calls[0]!.answer(toAnswer({ status: 201, headers: { location: '/a/1' } }));
    await settled();
    const error = new Error('boom');
    run.calls[1]!.fail(error);
    await run.outcomes;
    expect(namesOf(heard)).toEqual([
      ...['start a', 'end a', 'asyncStart a', 'asyncEnd a'],
      ...['start b', 'end b', 'error b', 'asyncStart b', 'asyncEnd b'],
    ]);
    expect(heard.at(-1)![1]).toMatchObject({
      batchId: 'batch',
      url: '/a/1/x',
      error,
      outcome: { status: 500 },
    });
  });

  test.each<[label: string, requests: object[], status: number]>([
    ['what depends on a failure', [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }], 404],
    [
      'a reference that leads nowhere',
      [
        { id: 'a', method: 'POST' },
        { id: 'b', url: '$a' },
      ],
      200,
    ],
    [
      'what was rolled back',
      [
        { id: 'a', atomicityGroup: 'g' },
        { id: 'b', atomicityGroup: 'g' },
      ],
      404,
    ],
  ])('publishes every operation once, also %s', async (_label, requests, status) => {
    const heard = listen('operation', ['start', 'end']);
    const run = startBatch(requests, { options: { transaction: (_group, runMembers) => runMembers(1) } });
    run.calls[0]!.answer(toAnswer({ status }));
    const outcomes = await run.outcomes;
    expect(outcomes.map(tell)[1]).toMatch(/^skipped /);
    expect(namesOf(heard)).toEqual(['start a', 'end a', 'start b', 'end b']);
    expect(heard.at(-1)![1].outcome).toMatchObject({ id: 'b', status: 424 });
  });

  test('publishes nothing without subscribers', async () => {
    const publish = EVENTS.map((event) =>
      jest.spyOn(channel(`tracing:multistatus:operation:${event}`), 'publish'),
    );
    const started = startBatch([{}, {}]);
    for (const { answer } of started.calls) answer(toAnswer());
    await started.outcomes;
    for (const each of publish) expect(each).not.toHaveBeenCalled();
  });
});
