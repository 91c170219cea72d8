import { describe, expect, test } from '@jest/globals';
import { type RespondAsyncOptions, respondAsync } from '@multistatus/async';
import { batchMonitors as onExpress } from '@multistatus/async/express';
import { batchMonitors as onKoa } from '@multistatus/async/koa';
import { memoryQueue } from '@multistatus/async/memory';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';

const queue = memoryQueue();
const VALID: RespondAsyncOptions = { queue, name: 'photos' };

test('the limits have defaults', () => {
  expect(respondAsync(VALID).settings.limits).toEqual({
    maxOperations: 100_000,
    maxBodyBytes: 16_777_216,
    jobSize: 50,
    maxQueuedJobs: 10_000,
    maxBatchesPerClient: 10,
    maxBytesPerClient: 268_435_456,
    maxWatchers: 1_000,
    maxWaitMs: 20_000,
    cancelGraceMs: 5_000,
    maxRunMs: 86_400_000,
    minPollMs: 0,
  });
});

describe('respondAsync refuses', () => {
  test.each<[options: unknown, message: RegExp]>([
    [undefined, /^respondAsync needs an object with queue and name/],
    [{ ...VALID, quee: 1 }, /respondAsync.*quee/],
    [{ name: 'photos' }, /^respondAsync\.queue must be a queue, such as memoryQueue\(\).*no method check$/],
    [{ queue: {}, name: 'photos' }, /^respondAsync\.queue must be a queue/],
    [{ queue }, /^respondAsync\.name must be 1 to 64 letters.*got undefined$/],
    [{ queue, name: 'a b' }, /^respondAsync\.name must be .*got "a b"$/],
    [{ queue, name: 'a'.repeat(65) }, /^respondAsync\.name must be/],
    [
      { ...VALID, monitors: 'monitors' },
      /^respondAsync\.monitors must be a path such as \/monitors.*got "monitors"$/,
    ],
    [{ ...VALID, monitors: '/monitors/' }, /^respondAsync\.monitors must be/],
    [{ ...VALID, monitors: '/a?b' }, /^respondAsync\.monitors must be/],
    [{ ...VALID, monitors: '/"><x' }, /^respondAsync\.monitors must be/],
    [{ ...VALID, capture: 'id' }, /respondAsync\.capture/],
    [{ ...VALID, restore: {} }, /respondAsync\.restore/],
    [{ ...VALID, appVersion: 7 }, /^respondAsync\.appVersion must be a text/],
    [{ ...VALID, limits: 7 }, /^respondAsync\.limits must be an object/],
    [{ ...VALID, limits: { maxOps: 7 } }, /respondAsync\.limits.*maxOps/],
  ])('%j', (options, message) => {
    expect(() => respondAsync(options as RespondAsyncOptions)).toThrow(TypeError);
    expect(() => respondAsync(options as RespondAsyncOptions)).toThrow(message);
  });

  test.each([
    ['maxOperations', 0],
    ['jobSize', 1_001],
    ['maxWaitMs', Number.POSITIVE_INFINITY],
    ['cancelGraceMs', -1],
    ['minPollMs', 1.5],
    ['maxRunMs', '1000'],
  ])('the limit %s: %p', (name, value) => {
    const options = { ...VALID, limits: { [name]: value } } as RespondAsyncOptions;
    expect(() => respondAsync(options)).toThrow(RangeError);
    expect(() => respondAsync(options)).toThrow(`respondAsync.limits.${name} must be an integer from `);
  });
});

test('the names of the endpoints of a journal are unique', () => {
  const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
  const other = createJournal({ store: memoryStore(), identify: () => 'ana' });
  batch({ journal, async: respondAsync(VALID) });
  batch({ journal: other, async: respondAsync(VALID) });
  expect(() => batch({ journal, async: respondAsync(VALID) })).toThrow(
    /^respondAsync\.name must be unique among the endpoints of a journal; "photos" is already used$/,
  );
  journal.close();
  other.close();
});

test('the store has to keep records', () => {
  const store = new Proxy(memoryStore(), {
    get: (target, name) => (name === 'records' ? undefined : Reflect.get(target, name)),
  });
  const journal = createJournal({ store, identify: () => 'ana' });
  expect(() => batch({ journal, async: respondAsync(VALID) })).toThrow(
    /^respondAsync needs a journal .* with a store that keeps records/,
  );
  journal.close();
});

test.each([
  ['Express', onExpress],
  ['Koa', onKoa],
] as const)('batchMonitors of %s checks its options', (_name, batchMonitors) => {
  const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
  expect(() => batchMonitors(undefined as never)).toThrow(/^batchMonitors\.journal must be the journal/);
  expect(() => batchMonitors({ journal: {} } as never)).toThrow(
    /^batchMonitors\.journal must be the journal/,
  );
  expect(() => batchMonitors({ journal, other: 1 } as never)).toThrow(/batchMonitors.*other/);
  journal.close();
});
