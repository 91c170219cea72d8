import { describe, expect, test } from '@jest/globals';
import type { ActiveOperation } from '#core/operation/active-operation.js';
import { LazySignal } from '#core/run/lazy-signal.js';
import { onAbort, RunningOperation } from '#core/run/running-operation.js';
import { toOperation } from '../outcomes.js';

const context = (): ActiveOperation =>
  new RunningOperation(
    toOperation({ id: 'a' }),
    { batchId: 'batch', transaction: undefined, principal: undefined },
    new LazySignal(),
  );

describe('LazySignal', () => {
  test('has one signal, whether it is read before or after the abort', () => {
    const early = new LazySignal();
    const { signal } = early;
    expect(signal.aborted).toBe(false);
    early.abort();
    expect(early.signal).toBe(signal);
    expect(signal.aborted).toBe(true);

    const late = new LazySignal();
    late.abort();
    expect(late.signal.aborted).toBe(true);
    expect(late.signal.reason).toMatchObject({ name: 'AbortError' });
  });

  test('calls its listener before those of the signal: the connection is closed when a handler is notified', () => {
    const called: string[] = [];
    const lazySignal = new LazySignal();
    lazySignal.signal.addEventListener('abort', () => called.push('handler'));
    lazySignal.listener = () => called.push('connection');
    lazySignal.abort();
    expect(called).toEqual(['connection', 'handler']);
  });
});

describe('RunningOperation', () => {
  test('can be listed, copied, inherited from and wrapped, its signal included', () => {
    const live = context();
    expect(Object.keys(live).toSorted()).toEqual([
      'batchId',
      'id',
      'index',
      'nestedType',
      'principal',
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

  test('lets its signal be replaced, like any property', () => {
    const live = context() as { signal: AbortSignal };
    const other = AbortSignal.abort();
    live.signal = other;
    expect(live.signal).toBe(other);
  });

  test('onAbort calls its listener for a lazy signal, and for a context that has an ordinary one', () => {
    const called: string[] = [];
    const live = context();
    onAbort(live, () => called.push('live'));
    LazySignal.of(live)?.abort();
    const controller = new AbortController();
    const plain = {
      batchId: 'b',
      id: 'a',
      index: 0,
      transaction: undefined,
      principal: undefined,
      summary: undefined,
    };
    onAbort({ ...plain, signal: controller.signal }, () => called.push('plain'));
    controller.abort();
    expect(called).toEqual(['live', 'plain']);
  });
});
