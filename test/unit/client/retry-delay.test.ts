import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mayResend } from '#client/may-resend.js';
import { DEFAULT_RETRY, resolveRetry } from '#client/resolve-retry.js';
import { retryDelay } from '#client/retry-delay.js';
import { createStillClock, NOW } from './still-clock.js';

const half = resolveRetry({ clock: createStillClock(0.5) });

describe('the wait before the next try', () => {
  test.each<[string, number, readonly (string | undefined)[], number | undefined]>([
    ['is a part of the base at first', 1, [], 125],
    ['doubles its bound', 2, [], 250],
    ['is none where no try is left', 3, [], undefined],
    ['adds to the seconds that the server asks for', 1, ['2'], 2_125],
    ['goes by the longest that is asked for', 1, ['1', undefined, '3'], 3_125],
    ['knows dates', 1, [new Date(NOW + 5_000).toUTCString()], 5_125],
    ['takes a date of the past for now', 1, [new Date(NOW - 5_000).toUTCString()], 125],
    ['leaves what is neither aside', 1, ['soon', '-1', '1.5x', ''], 125],
    ['is at most the longest allowed', 1, ['30'], 30_000],
    ['is none where the server asks for longer', 1, ['31'], undefined],
  ])('%s', (_title, tries, retryAfter, expected) => {
    expect(retryDelay(half, { tries, retryAfter })).toBe(expected);
  });

  test('is none without the option', () => {
    expect(retryDelay(undefined, { tries: 1, retryAfter: [] })).toBeUndefined();
    expect(resolveRetry(undefined)).toBeUndefined();
  });

  test('lies anywhere from 0 to its bound, and never beyond maxDelayMs', () => {
    const options = fc.record({
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      baseDelayMs: fc.nat(10_000),
      maxDelayMs: fc.nat(60_000),
      tries: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(options, ({ random, tries, ...bounds }) => {
        const retry = resolveRetry({ ...bounds, maxTries: 100, clock: createStillClock(random) });
        const delayMs = retryDelay(retry, { tries, retryAfter: [] });
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(
          Math.min(bounds.maxDelayMs, bounds.baseDelayMs * 2 ** (tries - 1)),
        );
      }),
    );
  });
});

describe('what may be sent again', () => {
  test.each<[string, Parameters<typeof mayResend>[0], boolean, boolean]>([
    ['429', { status: 429, executed: true }, true, true],
    ['503 with Retry-After', { status: 503, executed: true, retryAfter: '1' }, true, true],
    ['503 without', { status: 503, executed: true }, false, false],
    ['503 of the batch, not started', { status: 503, executed: false }, true, true],
    ['504 of the batch, not known whether it ran', { status: 504, executed: 'unknown' }, false, true],
    ['500 of the batch, not known whether it ran', { status: 500, executed: 'unknown' }, false, true],
    ['no outcome', { executed: 'unknown' }, false, true],
    ['502', { status: 502, executed: true }, false, true],
    ['504', { status: 504, executed: true }, false, true],
    ['500', { status: 500, executed: true }, false, false],
    ['404', { status: 404, executed: true }, false, false],
    ['403 of the batch', { status: 403, executed: false }, false, false],
    ['424 of the batch', { status: 424, executed: false }, false, false],
    ['200', { status: 200, executed: true }, false, false],
  ])('%s', (_title, ending, ifHarmful, ifHarmless) => {
    expect([mayResend(ending, false), mayResend(ending, true)]).toEqual([ifHarmful, ifHarmless]);
  });
});

test('the clock of the platform waits no longer than until the abort', async () => {
  const controller = new AbortController();
  const { clock } = DEFAULT_RETRY;
  await clock.wait(1, controller.signal);
  const waiting = clock.wait(86_400_000, controller.signal);
  controller.abort();
  await waiting;
  await clock.wait(86_400_000, controller.signal);
});
