import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Dispatch, OperationAnswer } from '#core/operation/dispatch.js';
import type { Operation } from '#core/operation/operation.js';
import type { Outcome } from '#core/operation/outcome.js';
import { BATCH_WORDS } from '#core/operation/run-words.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import type { Transaction } from '#core/options/transaction.js';
import { type Plan, planBatch } from '#core/plan/plan.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { run } from '#core/run/run-plan.js';
import { slugOf, toAnswer, toOperation } from '../outcomes.js';
import { settled } from '../settled.js';

const MAX_OPERATIONS = 9;

const draft = fc.record({
  /** By rank, so that no operations wait for each other; their groups may. */
  dependencies: fc.array(fc.nat({ max: MAX_OPERATIONS - 1 }), { maxLength: 2 }),
  /** Says whether the first dependency is for a value, and whether the response has it. */
  wants: fc.constantFrom('nothing', 'nothing', 'a value', 'a missing value'),
  group: fc.constantFrom(undefined, undefined, undefined, 'g', 'h'),
  latency: fc.integer({ min: 0, max: 40 }),
  ending: fc.oneof(
    { arbitrary: fc.constantFrom(200, 201, 204), weight: 12 },
    { arbitrary: fc.constantFrom(302, 404, 500, 207, 999), weight: 3 },
    { arbitrary: fc.constantFrom('rejects', 'throws', 'never'), weight: 3 },
  ),
  /** True if the target settles when it is aborted, as `inject` does; otherwise it goes on. */
  heedsAbort: fc.boolean(),
  permission: fc.constantFrom('yes', 'yes', 'yes', 'yes', 'later', 'no', 'throws', 'hangs'),
});
const transaction = fc.constantFrom(
  ...([
    'passes',
    'passes',
    'passes',
    'begins slowly',
    'commits slowly',
    'wraps',
    'fails to begin',
    'throws',
  ] as const),
  ...([
    'fails to commit',
    'swallows',
    'never runs',
    'runs twice',
    'hangs',
    'does not wait',
    'rejects early',
  ] as const),
);
const scenario = fc.record({
  drafts: fc
    .array(draft, { minLength: 1, maxLength: MAX_OPERATIONS })
    .chain((drafts) =>
      fc
        .shuffledSubarray([...drafts.keys()], { minLength: drafts.length })
        .map((ranks) => drafts.map((each, index) => ({ ...each, rank: ranks[index]! }))),
    ),
  transactions: fc.record({ g: transaction, h: transaction }),
  asksAllow: fc.boolean(),
  is404Success: fc.boolean(),
  isSequential: fc.boolean(),
  stops: fc.constantFrom(false, false, true),
  concurrency: fc.integer({ min: 1, max: 4 }),
  operationTimeoutMs: fc.integer({ min: 20, max: 60 }),
  batchTimeoutMs: fc.integer({ min: 1, max: 300 }),
  clientLeavesAt: fc.option(fc.integer({ min: 0, max: 150 }), { nil: Number.POSITIVE_INFINITY, freq: 6 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function toOperations({ drafts }: Scenario): Operation[] {
  return drafts.map(({ dependencies, wants, group, rank }, index) => {
    const lower = dependencies.filter(
      (dependency) => dependency < drafts.length && drafts[dependency]!.rank < rank,
    );
    const isReference = wants !== 'nothing';
    const header = wants === 'a value' ? 'x-id' : 'x-missing';
    return toOperation({
      index,
      id: `o${index}`,
      atomicityGroup: group,
      dependencies: lower.map((dependency, place) => ({
        name:
          place > 0 && drafts[dependency]!.group !== undefined && drafts[dependency]!.group !== group
            ? drafts[dependency]!.group!
            : `o${dependency}`,
        pointer: '#',
        isReference: isReference && place === 0,
      })),
      references:
        isReference && lower[0] !== undefined
          ? [{ at: ['headers', 'x-r'], from: `o${lower[0]}`, value: ['headers', header] }]
          : [],
    });
  });
}

/** Watches a run while it is played, and holds it to what must be true at each moment. */
class Watch {
  readonly heard = new Map<string, Outcome>();
  /** Ids of operations that the target was entered for, and what it answered them with as success. */
  readonly entered = new Set<string>();
  readonly succeeded = new Set<string>();
  readonly refused = new Set<string>();
  readonly committed = new Set<string>();
  readonly errors: unknown[] = [];
  readonly client = new AbortController();
  readonly #scenario: Scenario;
  readonly #operations: readonly Operation[];
  /** Steps that hold a slot. */
  readonly #active = new Set<string>();
  hasEnded = false;

  constructor(scenarioToPlay: Scenario, operations: readonly Operation[]) {
    this.#scenario = scenarioToPlay;
    this.#operations = operations;
  }

  readonly dispatch: Dispatch = ({ context: { id, index, transaction: given, signal }, headers }) => {
    const { latency, ending, heedsAbort, group } = this.#scenario.drafts[index]!;
    const operation = this.#operations[index]!;
    expect(this.entered).not.toContain(id); // none runs twice
    expect(this.refused).not.toContain(id);
    expect(this.hasEnded || this.client.signal.aborted || signal.aborted).toBe(false);
    expect(this.heard.has(id)).toBe(false);
    for (const { name } of operation.dependencies) expect(this.#hasSucceeded(name, group)).toBe(true);
    if (this.#scenario.stops) {
      expect([...this.heard.values()].filter(({ result }) => result === 'failed')).toEqual([]);
    }
    expect(given).toBe(group === undefined ? undefined : `transaction of ${group}`);
    if (operation.references.length > 0)
      expect(headers['x-r']).toBe(`id of ${operation.references[0]!.from}`);
    this.entered.add(id);
    // A group holds the slot; its members run in it, one at a time.
    const leave = this.#enter(group === undefined ? id : `member of ${group}`, group === undefined, signal);
    if (ending === 'throws') {
      leave();
      throw new Error('boom');
    }
    return new Promise<OperationAnswer>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        if (heedsAbort) reject(signal.reason);
      });
      if (ending === 'never') return;
      setTimeout(() => {
        leave();
        if (ending === 'rejects') reject(new Error('boom'));
        else {
          if (this.#isSuccess(ending)) this.succeeded.add(id);
          resolve(toAnswer({ status: ending, headers: { 'x-id': `id of ${id}` } }));
        }
      }, latency);
    });
  };

  /** Notes that something is at work, until it leaves or is given up. */
  #enter(name: string, holdsSlot: boolean, signal: AbortSignal): () => void {
    const { isSequential, stops, concurrency } = this.#scenario;
    expect(this.#active).not.toContain(name);
    if (holdsSlot) {
      const slots = [...this.#active].filter((each) => !each.startsWith('member')).length + 1;
      expect(slots).toBeLessThanOrEqual(isSequential || stops ? 1 : concurrency);
    }
    this.#active.add(name);
    const leave = (): void => void this.#active.delete(name);
    signal.addEventListener('abort', leave);
    return leave;
  }

  #isSuccess(status: number): boolean {
    return (
      (status >= 200 && status < 300 && status !== 207) || (this.#scenario.is404Success && status === 404)
    );
  }

  /** Checks whether all dependencies have settled; in the own group, as far as it has run. */
  #hasSucceeded(name: string, ownGroup: string | undefined): boolean {
    const needed = this.#operations.find(({ id }) => id === name);
    if (needed !== undefined && ownGroup !== undefined && needed.atomicityGroup === ownGroup) {
      return this.succeeded.has(name);
    }
    const group = needed === undefined ? name : needed.atomicityGroup;
    return this.#operations
      .filter(({ id, atomicityGroup }) => (group === undefined ? id === name : atomicityGroup === group))
      .every(({ id }) => this.heard.get(id)?.result === 'succeeded');
  }

  readonly allow = ({ id, index }: Operation): boolean | Promise<boolean> => {
    const { permission } = this.#scenario.drafts[index]!;
    switch (permission) {
      case 'yes':
        return true;
      case 'later':
        return new Promise((resolve) => setTimeout(() => resolve(true), 5));
      case 'no':
        this.refused.add(id);
        return Promise.resolve(false);
      case 'throws':
        this.refused.add(id);
        throw new Error('cannot tell');
      case 'hangs':
        this.refused.add(id);
        return new Promise(() => undefined);
    }
  };

  readonly transact: Transaction = async ({ name, signal }, runMembers) => {
    const leave = this.#enter(name, true, signal);
    try {
      await this.#transact(name as 'g' | 'h', () => runMembers(`transaction of ${name}`));
    } finally {
      leave();
    }
  };

  async #transact(name: 'g' | 'h', runMembers: () => Promise<void>): Promise<void> {
    const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    switch (this.#scenario.transactions[name]) {
      case 'passes':
        await runMembers();
        break;
      case 'begins slowly':
        await wait(15);
        await runMembers();
        break;
      case 'commits slowly':
        await runMembers();
        await wait(15);
        break;
      case 'wraps':
        await runMembers().catch((cause: unknown) => {
          throw new Error('rolled back', { cause });
        });
        break;
      case 'fails to begin':
        await wait(3);
        throw new Error('no connection');
      case 'throws':
        throw new Error('no pool');
      case 'fails to commit':
        await runMembers();
        await wait(3);
        throw new Error('conflict');
      case 'swallows':
        await runMembers().catch(() => undefined);
        break;
      case 'never runs':
        await wait(3);
        return;
      case 'runs twice':
        await Promise.all([runMembers(), wait(4).then(runMembers)]);
        break;
      case 'hangs':
        await new Promise(() => undefined);
        break;
      case 'does not wait':
        runMembers().catch(() => undefined);
        return;
      case 'rejects early':
        runMembers().catch(() => undefined);
        await wait(2);
        throw new Error('connection lost');
    }
    this.committed.add(name);
  }

  readonly onOutcome = (outcome: Outcome): void => {
    expect(this.hasEnded).toBe(false);
    expect(this.heard.has(outcome.operation.id)).toBe(false);
    this.heard.set(outcome.operation.id, outcome);
  };
}

/** Plays a scenario in the time of the fake clock, timer by timer, with all that follows from each. */
async function play(
  each: Scenario,
  plan: Plan,
  operations: readonly Operation[],
): Promise<{ readonly watch: Watch; readonly outcomes: readonly Outcome[]; readonly endedAt: number }> {
  const begin = Date.now();
  const { asksAllow, is404Success, concurrency, operationTimeoutMs, batchTimeoutMs, clientLeavesAt } = each;
  const watch = new Watch(each, operations);
  const { client } = watch;
  if (Number.isFinite(clientLeavesAt)) setTimeout(() => client.abort(), clientLeavesAt);
  let outcomes: readonly Outcome[] | undefined;
  const options = {
    limits: { concurrency, operationTimeoutMs, batchTimeoutMs },
    transaction: watch.transact,
    allow: asksAllow ? watch.allow : undefined,
    isSuccess: is404Success
      ? (_: Operation, { status }: OperationAnswer) => status === 404 || undefined
      : undefined,
  };
  const failures: unknown[] = [];
  void run(plan, operations, {
    batchId: 'batch',
    words: BATCH_WORDS,
    dispatch: watch.dispatch,
    options: { ...resolveOptions(options, []), onError: (error) => void watch.errors.push(error) },
    outer: undefined,
    host: undefined,
    headersOf: ({ headers }) => headers,
    allowed: new Set(),
    isSequential: each.isSequential || each.stops,
    stopAfter: each.stops ? 1 : undefined,
    abort: client.signal,
    onOutcome: (outcome) => {
      try {
        watch.onOutcome(outcome);
      } catch (error) {
        failures.push(error);
      }
    },
  }).then((all) => {
    outcomes = all;
    watch.hasEnded = true;
  });
  let endedAt = 0;
  for (await settled(); outcomes === undefined && jest.getTimerCount() > 0; await settled()) {
    jest.advanceTimersToNextTimer();
    endedAt = Date.now() - begin;
  }
  expect(failures).toEqual([]);
  expect(outcomes).toBeDefined(); // no timer is left that could end the run
  expect(getEventListeners(client.signal, 'abort')).toEqual([]);
  // Playing the scenario to its end starts nothing more: the targets would notice.
  jest.runAllTimers();
  await settled();
  return { watch, outcomes: outcomes ?? [], endedAt };
}

let unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

beforeEach(() => {
  unhandled = [];
  process.on('unhandledRejection', note);
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  process.off('unhandledRejection', note);
  jest.useRealTimers();
});

test('whatever depends on what, and however targets and transactions behave: every outcome once, and as it was', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      const operations = toOperations(each);
      const issues = new IssueCollector();
      const plan = planBatch(operations, issues);
      fc.pre(issues.found.length === 0);
      const { watch, outcomes, endedAt } = await play(each, plan, operations);
      const { entered, refused, committed, heard, errors } = watch;
      const end = Math.min(each.batchTimeoutMs, each.clientLeavesAt);

      // What a test says inside of a target is caught by the run, as anything that a target throws.
      expect(errors.filter((error) => error instanceof Error && 'matcherResult' in error)).toEqual([]);
      expect(unhandled).toEqual([]);
      expect(outcomes.map(({ operation }) => operation.id)).toEqual(operations.map(({ id }) => id));
      expect(outcomes.map(({ operation }) => heard.get(operation.id))).toEqual(outcomes);
      expect(endedAt).toBeLessThanOrEqual(end);

      const byId = new Map(outcomes.map((outcome) => [outcome.operation.id, outcome]));
      for (const [id, outcome] of byId) {
        const slug = slugOf(outcome);
        seen.set(slug, (seen.get(slug) ?? 0) + 1);
        const { ending, group } = each.drafts[outcome.operation.index]!;
        if (outcome.kind === 'answered') {
          expect(outcome.answer.status).toBe(ending);
          expect(entered).toContain(id);
          expect(refused).not.toContain(id);
          continue;
        }
        expect(outcome.result).toBe('failed');
        const { problem } = outcome;
        // What is said not to have run has not, or was rolled back.
        if (problem['executed'] === false && slug !== 'rolled-back') expect(entered).not.toContain(id);
        if (problem['executed'] === 'unknown' && group === undefined) expect(entered).toContain(id);
        const because = (problem['because'] ?? []) as readonly string[];
        for (const cause of because) {
          expect(byId.has(cause)).toBe(true);
          // A value may be missing in the response of an operation that succeeded.
          if (slug !== 'reference-unresolved') expect(byId.get(cause)?.result).not.toBe('succeeded');
        }
        if (slug === 'failed-dependency') {
          expect(because).not.toEqual([]);
          expect(because).not.toContain(id);
        }
        if (slug === 'stopped') expect([each.stops, because.length]).toEqual([true, 1]);
        if (slug === 'not-started') expect(endedAt === end || refused.has(id)).toBe(true);
        if (slug === 'rolled-back') expect(group).toBeDefined();
      }

      for (const name of ['g', 'h'] as const) {
        const results = outcomes
          .filter(({ operation }) => operation.atomicityGroup === name)
          .map(({ result }) => result);
        if (!results.includes('succeeded')) continue;
        expect(new Set(results)).toEqual(new Set(['succeeded']));
        expect(committed).toContain(name);
      }

      // Nothing is left out that could have run.
      if (endedAt < end && !each.stops) {
        for (const { id, dependencies, atomicityGroup, references } of operations) {
          const areReady = dependencies.every(({ name }) =>
            outcomes.every(
              ({ operation, result }) =>
                (operation.id !== name && operation.atomicityGroup !== name) || result === 'succeeded',
            ),
          );
          const isSingle = atomicityGroup === undefined && references.length === 0;
          if (isSingle && areReady && !refused.has(id)) {
            const neededGroups = dependencies.flatMap(
              ({ name }) => byId.get(name)?.operation.atomicityGroup ?? [],
            );
            const areGroupsWhole = outcomes.every(
              ({ operation, result }) =>
                !neededGroups.includes(operation.atomicityGroup ?? '') || result === 'succeeded',
            );
            if (areGroupsWhole) expect(entered).toContain(id);
          }
        }
      }
    }),
    { numRuns: 1_500 },
  );
  // The scenarios are no use if they do not get everywhere.
  for (const slug of [
    ...['answered', 'failed-dependency', 'stopped', 'not-started', 'operation-timeout', 'rolled-back'],
    ...['commit-failed', 'transaction-contract-broken', 'transaction-unavailable', 'reference-unresolved'],
    ...['not-allowed', 'internal', 'invalid-response'],
  ]) {
    expect([slug, (seen.get(slug) ?? 0) > 5]).toEqual([slug, true]);
  }
}, 120_000);
