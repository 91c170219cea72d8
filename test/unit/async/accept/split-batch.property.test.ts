import { expect, test } from '@jest/globals';
import type { Operation } from '@multistatus/core';
import type { AcceptedBatch } from '@multistatus/core/adapter';
import fc from 'fast-check';
import { splitBatch } from '#async/accept/split-batch.js';
import { planBatch } from '#core/plan/plan.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { toOperation } from '../../core/outcomes.js';

const operation = fc.record({
  /** How far back the operations are that it needs; those before the first are ignored. */
  needs: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
  isReference: fc.boolean(),
  group: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 4 }),
  bodyBytes: fc.nat({ max: 2_000 }),
  isAllowed: fc.boolean(),
});
const scenario = fc.record({
  operations: fc.array(operation, { minLength: 1, maxLength: 60 }),
  size: fc.record({ units: fc.integer({ min: 1, max: 20 }), bytes: fc.integer({ min: 100, max: 20_000 }) }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** Returns a batch, or `undefined` if its operations depend on each other. */
function toBatch({ operations: drafts }: Scenario): AcceptedBatch | undefined {
  const operations: Operation[] = drafts.map(({ needs, isReference, group, bodyBytes }, index) =>
    toOperation({
      index,
      id: `o${index}`,
      atomicityGroup: group === null ? undefined : `g${group}`,
      body: new Uint8Array(bodyBytes),
      dependencies: needs
        .filter((back) => back <= index)
        .map((back) => ({ name: `o${index - back}`, pointer: '#', isReference })),
    }),
  );
  const issues = new IssueCollector();
  const plan = planBatch(operations, issues);
  if (issues.found.length > 0) return undefined;
  return {
    batchId: 'id',
    operations,
    plan,
    isSequential: false,
    stopAfter: undefined,
    allowed: drafts.flatMap(({ isAllowed }, index) => (isAllowed ? [index] : [])),
    format: 'json',
    answer: { format: 'json', mediaType: 'application/json', isMinimal: false, applied: [] },
    path: '/batch',
    host: undefined,
  };
}

test('everything that an operation needs is in its own part, and each operation is in one part', () => {
  fc.assert(
    fc.property(scenario, (drawn) => {
      const batch = toBatch(drawn);
      fc.pre(batch !== undefined);
      const parts = splitBatch(batch, drawn.size);
      const all = parts.flatMap(({ operations }) => operations);
      expect(all.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...batch.operations.keys()]);
      expect(parts.flatMap(({ allowed }) => allowed).sort((a, b) => a - b)).toEqual(batch.allowed);
      let lastFirst = -1;
      for (const { operations, plan } of parts) {
        const indexes = operations.map(({ index }) => index);
        expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
        expect(indexes[0]).toBeGreaterThan(lastFirst);
        lastFirst = indexes[0] ?? -1;
        const own = new Set(operations.flatMap(({ id, atomicityGroup }) => [id, atomicityGroup]));
        for (const { dependencies } of operations)
          for (const { name } of dependencies) expect(own).toContain(name);
        expect(plan.flatMap((step) => step.operations).sort((a, b) => a - b)).toEqual(indexes);
        // A plan of its own: the same steps in the same order, with dependencies on the same steps.
        const whole = batch.plan.filter(({ name }) => plan.some((step) => step.name === name));
        const named = (steps: typeof plan, within: typeof plan): unknown =>
          steps.map((step) => ({ ...step, dependencies: step.dependencies.map((at) => within[at]?.name) }));
        expect(named(plan, plan)).toEqual(named(whole, batch.plan));
      }
    }),
  );
});

test('a part is only larger than the size if all of it belongs together', () => {
  fc.assert(
    fc.property(scenario, (drawn) => {
      const batch = toBatch(drawn);
      fc.pre(batch !== undefined);
      const size = { ...drawn.size, bytes: Number.POSITIVE_INFINITY };
      const parts = splitBatch(batch, size);
      for (const [at, { operations, plan }] of parts.entries()) {
        const next = parts[at + 1];
        if (operations.length > size.units) {
          const first = splitBatch({ ...batch, operations: batch.operations, plan }, { units: 1, bytes: 1 });
          expect(first).toHaveLength(1);
        } else if (next !== undefined) {
          const [component] = splitBatch({ ...batch, plan: next.plan }, { units: 1, bytes: 1 });
          expect(operations.length + (component?.operations.length ?? 0)).toBeGreaterThan(size.units);
        }
      }
    }),
  );
});

test.each([{ isSequential: true }, { stopAfter: 1 }])('a batch that is %j is one part', (option) => {
  const operations = Array.from({ length: 10 }, () => ({
    needs: [],
    isReference: false,
    group: null,
    bodyBytes: 0,
    isAllowed: true,
  }));
  const size = { units: 2, bytes: 1_000 };
  const batch = toBatch({ operations, size }) as AcceptedBatch;
  expect(splitBatch(batch, { ...size, bytes: 1_000_000 })).toHaveLength(5);
  expect(splitBatch({ ...batch, ...option }, size)).toEqual([{ ...batch, ...option }]);
});

test('a chain of 100,000 operations is split without a deep call stack', () => {
  const operations = Array.from({ length: 100_000 }, (_, index) => toOperation({ index, id: `o${index}` }));
  const plan = operations.map(({ id }, index) => ({
    name: id,
    isGroup: false,
    operations: [index],
    dependencies: index === 0 ? [] : [index - 1],
    depth: index,
  }));
  const base = toBatch({
    operations: [{ needs: [], isReference: false, group: null, bodyBytes: 0, isAllowed: false }],
    size: { units: 1, bytes: 1 },
  });
  const batch = { ...(base as AcceptedBatch), operations, plan };
  expect(splitBatch(batch, { units: 50, bytes: 1_048_576 })).toHaveLength(1);
});
