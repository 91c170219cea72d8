import { describe, expect, test } from '@jest/globals';
import type { JobRequest, OperationInfo } from '@multistatus/core';
import {
  ClientConnection,
  type Dispatch,
  type JobHooks,
  type Outcome,
  type WorkPart,
} from '@multistatus/core/adapter';
import type { Operation } from '#core/operation/operation.js';
import { skippedOutcome } from '#core/operation/outcome.js';
import { tell, toAnswer, toOperation } from '../outcomes.js';
import { type Attached, attaching } from './attaching.js';
import { keepJob } from './open-job.js';

const attach = attaching();

/** Returns a part of a batch, with a step for each operation; those in a group share one. */
function toPart(...members: readonly Partial<Operation>[]): WorkPart {
  const operations = members.map((each) => toOperation({ method: 'POST', isNamed: true, ...each }));
  const names = [...new Set(operations.map(({ atomicityGroup, id }) => atomicityGroup ?? id))];
  const plan = names.map((name) => {
    const own = operations.filter(({ atomicityGroup, id }) => (atomicityGroup ?? id) === name);
    const needed = own.flatMap(({ dependencies }) => dependencies.map((each) => names.indexOf(each.name)));
    const isGroup = own[0]?.atomicityGroup !== undefined;
    return { name, isGroup, operations: own.map(({ index }) => index), dependencies: needed, depth: 0 };
  });
  const answer = { format: 'json', mediaType: 'application/json', isMinimal: false, applied: [] };
  const batch = {
    batchId: 'batch',
    operations,
    plan,
    isSequential: false,
    stopAfter: undefined,
    allowed: [],
    format: 'json',
    answer,
    path: '/batch',
    host: undefined,
  };
  return { kind: 'batch', batch };
}

function indexesOf(part: WorkPart): readonly number[] {
  return part.kind === 'batch' ? part.batch.operations.map(({ index }) => index) : [];
}

/** Runs a part in a job of its own, or in that of an entry. */
function run(
  { endpoint }: Attached,
  part: WorkPart,
  hooks: Pick<JobHooks, 'entry' | 'dispatch'> & Partial<JobHooks>,
): Promise<void> {
  const request: JobRequest = {
    isJob: true,
    principal: { user: 'ana' },
    headers: { 'x-forwarded-for': '192.0.2.7' },
  };
  return endpoint.run(part, {
    request,
    acceptedAt: performance.now(),
    drain: new ClientConnection(),
    abort: new ClientConnection(),
    ...hooks,
  });
}

const NEEDS_FIRST = { name: '70', pointer: '#', isReference: false };
const notRun = (operation: Operation): Outcome =>
  skippedOutcome(operation, 'cancelled', { detail: 'not run' });

async function outcomesOf(
  { endpoint }: Attached,
  part: WorkPart,
  entry: JobHooks['entry'],
): Promise<string[]> {
  const texts = await entry.read(0, 1_000);
  return endpoint
    .restore(part, texts, notRun)
    .map((outcome) => `${outcome.operation.index} ${tell(outcome)}`);
}

describe('a part of a batch in a worker', () => {
  test('runs with the indexes of the whole batch, in order of dependencies, and ends its entry', async () => {
    const seen: unknown[] = [];
    const attached = attach({
      transaction: (_group, run) => run('tx'),
      onOutcome: ({ index, id }, request) => seen.push([index, id, request]),
      allow: ({ index }, request) => (request as JobRequest).isJob && index !== 93,
    });
    const part = toPart(
      { index: 70 },
      { index: 82, dependencies: [NEEDS_FIRST] },
      { index: 90, atomicityGroup: 'g' },
      { index: 91, atomicityGroup: 'g' },
      { index: 93 },
    );
    const open = await keepJob(attached.journal, indexesOf(part));
    const entry = await open();
    const dispatched: unknown[] = [];
    const dispatch: Dispatch = async ({ url, headers, context }) => {
      const { index, principal, batchId } = context as OperationInfo;
      dispatched.push([url, index, principal, headers['x-forwarded-for'], batchId]);
      return toAnswer({ status: index === 70 ? 404 : 201 });
    };
    await run(attached, part, { entry, dispatch });
    const principal = { user: 'ana' };
    expect(dispatched).toEqual([
      ['/70', 70, principal, '192.0.2.7', 'batch'],
      ['/90', 90, principal, '192.0.2.7', 'batch'],
      ['/91', 91, principal, '192.0.2.7', 'batch'],
    ]);
    expect(await outcomesOf(attached, part, entry)).toEqual([
      '70 404',
      '82 skipped failed-dependency',
      '90 201',
      '91 201',
      '93 skipped not-allowed',
    ]);
    const request = { isJob: true, principal, headers: { 'x-forwarded-for': '192.0.2.7' } };
    expect(seen).toHaveLength(5);
    expect(seen).toContainEqual([82, '82', request]);
    await expect(open()).rejects.toThrow('ended');
  });

  test('has no time limit as a whole; each operation has one', async () => {
    const attached = attach({ limits: { batchTimeoutMs: 1 } });
    const part = toPart({ index: 5 });
    const entry = await (await keepJob(attached.journal, [5]))();
    const dispatch: Dispatch = () =>
      new Promise((resolve) => {
        setTimeout(() => resolve(toAnswer({ status: 200 })), 10);
      });
    await run(attached, part, { entry, dispatch });
    expect(await outcomesOf(attached, part, entry)).toEqual(['5 200']);
  });

  test('starts nothing more when it drains, and the next owner runs the rest', async () => {
    const attached = attach({ execution: 'sequential', limits: { concurrency: 1 } });
    const part = toPart({ index: 3 }, { index: 4 }, { index: 8 });
    const open = await keepJob(attached.journal, indexesOf(part));
    const drain = new ClientConnection();
    const ran: string[] = [];
    const dispatch: Dispatch = async ({ url }) => {
      ran.push(url);
      drain.close();
      return toAnswer({ status: 201 });
    };
    await run(attached, part, { entry: await open(), dispatch, drain });
    expect(ran).toEqual(['/3']);
    const entry = await open();
    expect(await outcomesOf(attached, part, entry)).toEqual([
      '3 201',
      '4 skipped cancelled',
      '8 skipped cancelled',
    ]);
    await run(attached, part, { entry, dispatch });
    expect(ran).toEqual(['/3', '/4', '/8']);
    expect(await outcomesOf(attached, part, entry)).toEqual(['3 201', '4 201', '8 201']);
  });

  test('aborts what runs: whether that took effect is unknown, and the rest is not kept', async () => {
    const attached = attach({ limits: { concurrency: 1 } });
    const part = toPart({ index: 3 }, { index: 4 });
    const open = await keepJob(attached.journal, indexesOf(part));
    const abort = new ClientConnection();
    const entry = await open();
    const dispatch: Dispatch = async () => {
      queueMicrotask(() => abort.close());
      return new Promise(() => undefined);
    };
    await run(attached, part, { entry, dispatch, abort });
    expect(await outcomesOf(attached, part, entry)).toEqual([
      '3 failed operation-timeout',
      '4 skipped cancelled',
    ]);
  });

  test.each<[method: string, isRepeatable: boolean, expected: readonly string[]]>([
    ['POST', false, ['3 failed interrupted', '4 201']],
    ['POST', true, ['3 201', '4 201']],
    ['PUT', false, ['3 201', '4 201']],
  ])('that was interrupted: %s, repeatable: %s', async (method, isRepeatable, expected) => {
    const attached = attach({ idempotency: { isRepeatable: () => isRepeatable } });
    const part = toPart({ index: 3, method }, { index: 4, method });
    const open = await keepJob(attached.journal, indexesOf(part));
    const first = await open();
    await first.claim([{ unit: 3 }]);
    await first.end(undefined);
    const entry = await open();
    expect(entry.isResumed).toBe(true);
    await run(attached, part, { entry, dispatch: async () => toAnswer({ status: 201 }) });
    expect(await outcomesOf(attached, part, entry)).toEqual(expected);
  });

  test('whose outcomes cannot be read is rejected, and its entry ends without a total', async () => {
    const errors: unknown[] = [];
    const attached = attach({ onError: (error) => errors.push(error) });
    const part = toPart({ index: 3 }, { index: 4 });
    const open = await keepJob(attached.journal, indexesOf(part));
    const first = await open();
    await first.claim([{ unit: 3 }]);
    await first.settle(3, { text: '{"version":1}', status: 200, result: 'succeeded' });
    await first.end(undefined);
    const dispatch: Dispatch = () => Promise.reject(new Error('nothing may run'));
    await expect(run(attached, part, { entry: await open(), dispatch })).rejects.toThrow(TypeError);
    expect(errors).toHaveLength(1);
    await expect(open()).resolves.toMatchObject({ isResumed: true });
  });

  test('is settled without being run, but for what has an outcome', async () => {
    const attached = attach();
    const part = toPart({ index: 3 }, { index: 4 }, { index: 900 });
    const open = await keepJob(attached.journal, indexesOf(part));
    const drain = new ClientConnection();
    const dispatch: Dispatch = async () => {
      drain.close();
      return toAnswer({ status: 201 });
    };
    await run(attach({ limits: { concurrency: 1 } }), part, { entry: await open(), dispatch, drain });
    const entry = await open();
    await attached.endpoint.settle(part, entry, notRun);
    const outcomes = ['3 201', '4 skipped cancelled', '900 skipped cancelled'];
    expect((await entry.read(0, 1_000)).size).toBe(3);
    expect(await outcomesOf(attached, part, entry)).toEqual(outcomes);
    await expect(open()).rejects.toThrow('ended');
  });

  test('of a list is none of a batch endpoint', () => {
    const { endpoint } = attach();
    const list = { kind: 'list' } as unknown as WorkPart;
    expect(() => endpoint.restore(list, new Map(), notRun)).toThrow(TypeError);
  });
});
