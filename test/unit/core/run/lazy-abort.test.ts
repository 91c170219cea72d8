import { describe, expect, test } from '@jest/globals';
import type { ActiveOperation } from '#core/operation/active-operation.js';
import { abortOf, LazyAbort } from '#core/run/lazy-abort.js';
import { onAbort, RunningOperation } from '#core/run/running-operation.js';
import { toOperation } from '../outcomes.js';

const context = (): ActiveOperation =>
  new RunningOperation(
    toOperation({ id: 'a' }),
    { batchId: 'batch', transaction: undefined },
    new LazyAbort(),
  );

describe('LazyAbort', () => {
  test('gives one signal, whenever it is asked for', () => {
    const early = new LazyAbort();
    const { signal } = early;
    expect(signal.aborted).toBe(false);
    early.abort();
    expect(early.signal).toBe(signal);
    expect(signal.aborted).toBe(true);

    const late = new LazyAbort();
    late.abort();
    expect(late.signal.aborted).toBe(true);
    expect(late.signal.reason).toMatchObject({ name: 'AbortError' });
  });

  test('tells its listener before those of the signal: the connection is gone when a handler hears', () => {
    const heard: string[] = [];
    const abort = new LazyAbort();
    abort.signal.addEventListener('abort', () => heard.push('handler'));
    abort.listener = () => heard.push('connection');
    abort.abort();
    expect(heard).toEqual(['connection', 'handler']);
  });
});

describe('LiveContext', () => {
  test('is to be listed, copied, inherited from and wrapped, its signal included', () => {
    const live = context();
    expect(Object.keys(live).toSorted()).toEqual([
      'batchId',
      'id',
      'index',
      'signal',
      'summary',
      'transaction',
    ]);
    const { signal } = live;
    expect(signal).toBeInstanceOf(AbortSignal);
    expect({ ...live }.signal).toBe(signal);
    expect((Object.create(live) as ActiveOperation).signal).toBe(signal);
    expect(new Proxy(live, {}).signal).toBe(signal);
  });

  test('lets its signal be replaced, as any property', () => {
    const live = context() as { signal: AbortSignal };
    const other = AbortSignal.abort();
    live.signal = other;
    expect(live.signal).toBe(other);
  });

  test('onAbort hears without a signal being made, and of a context that has only a signal', () => {
    const heard: string[] = [];
    const live = context();
    onAbort(live, () => heard.push('live'));
    abortOf(live)?.abort();
    const controller = new AbortController();
    const plain = { batchId: 'b', id: 'a', index: 0, transaction: undefined, summary: undefined };
    onAbort({ ...plain, signal: controller.signal }, () => heard.push('plain'));
    controller.abort();
    expect(heard).toEqual(['live', 'plain']);
  });
});
