import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Operation } from '#core/operation/operation.js';
import { type Plan, planBatch } from '#core/plan/plan.js';
import type { Issue } from '#core/problem/issue.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { toOperation } from '../outcomes.js';

/** An operation in short: what it needs, its group, and what it needs for a value. */
interface Short {
  readonly dependencies?: readonly string[];
  readonly values?: readonly string[];
  readonly group?: string;
}

/** Returns operations by id, in the order of the members. */
function toOperations(shorts: Readonly<Record<string, Short>>): Operation[] {
  return Object.entries(shorts).map(([id, { dependencies = [], values = [], group }], index) =>
    toOperation({
      index,
      id,
      atomicityGroup: group,
      dependencies: [
        ...dependencies.map((name) => ({ name, pointer: `#/${id}/needs/${name}`, isReference: false })),
        ...values.map((name) => ({ name, pointer: `#/${id}/values/${name}`, isReference: true })),
      ],
    }),
  );
}

function planOf(shorts: Readonly<Record<string, Short>>): Plan {
  const issues = new IssueCollector();
  const plan = planBatch(toOperations(shorts), issues);
  expect(issues.found).toEqual([]);
  return plan;
}

function issuesOf(shorts: Readonly<Record<string, Short>>): Issue[] {
  const issues = new IssueCollector();
  planBatch(toOperations(shorts), issues);
  return [...issues.found];
}

/** The ids in the order in which they run if they run one at a time; the members of a group in brackets. */
function orderOf(shorts: Readonly<Record<string, Short>>): string {
  const ids = Object.keys(shorts);
  return planOf(shorts)
    .map(({ isGroup, operations }) => {
      const members = operations.map((index) => ids[index]).join(' ');
      return isGroup ? `[${members}]` : members;
    })
    .join(' ');
}

describe('planBatch', () => {
  test('returns no steps for no operations', () => {
    expect(planOf({})).toEqual([]);
  });

  test('keeps operations without dependencies in request order', () => {
    expect(planOf({ b: {}, a: {}, c: {} })).toEqual([
      { name: 'b', isGroup: false, operations: [0], dependencies: [], depth: 0 },
      { name: 'a', isGroup: false, operations: [1], dependencies: [], depth: 0 },
      { name: 'c', isGroup: false, operations: [2], dependencies: [], depth: 0 },
    ]);
  });

  test('is a plain value that can be printed and read back', () => {
    const plan = planOf({ cover: { values: ['album'] }, album: {}, x: { group: 'g' }, y: { group: 'g' } });
    expect(plan).toEqual([
      { name: 'album', isGroup: false, operations: [1], dependencies: [], depth: 0 },
      { name: 'cover', isGroup: false, operations: [0], dependencies: [0], depth: 1 },
      { name: 'g', isGroup: true, operations: [2, 3], dependencies: [], depth: 0 },
    ]);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test.each<[order: string, shorts: Record<string, Short>]>([
    // Whatever the order of listing: each after what it needs, the first listed first where that leaves a choice.
    ['a b', { a: {}, b: { dependencies: ['a'] } }],
    ['a b', { b: { dependencies: ['a'] }, a: {} }],
    ['a b c', { c: { dependencies: ['b'] }, b: { dependencies: ['a'] }, a: {} }],
    ['x b a', { x: {}, a: { dependencies: ['b'] }, b: {} }],
    ['b a z', { a: { dependencies: ['b'] }, b: {}, z: {} }],
    ['z b a', { a: { dependencies: ['b', 'z'] }, z: {}, b: {} }],
    [
      'a d b c e',
      {
        a: {},
        e: { dependencies: ['b', 'c'] },
        d: {},
        b: { dependencies: ['d'] },
        c: { dependencies: ['d'] },
      },
    ],
    // The same said twice, or in two ways, is one need.
    ['a b', { b: { dependencies: ['a', 'a'], values: ['a', 'a'] }, a: {} }],
    // A group is one step, where its first member is listed, though its members stand apart.
    ['[a c] b', { a: { group: 'g' }, b: {}, c: { group: 'g' } }],
    ['[a]', { a: { group: 'g' } }],
    [
      '[c b a]',
      { a: { group: 'g', dependencies: ['b'] }, b: { group: 'g', values: ['c'] }, c: { group: 'g' } },
    ],
    ['b [a c]', { a: { group: 'g' }, b: {}, c: { group: 'g', dependencies: ['b'] } }],
    // What needs the group, or a member of it, needs the whole group.
    ['[a c] b', { b: { dependencies: ['g'] }, a: { group: 'g' }, c: { group: 'g' } }],
    ['[a c] b', { b: { dependencies: ['a'] }, a: { group: 'g' }, c: { group: 'g' } }],
    ['[c] [a b]', { a: { group: 'g' }, b: { group: 'g', dependencies: ['c'] }, c: { group: 'h' } }],
    [
      '[c d] [a b]',
      { a: { group: 'g', values: ['d'] }, b: { group: 'g' }, c: { group: 'h' }, d: { group: 'h' } },
    ],
    ['[a] b [c]', { c: { group: 'h', dependencies: ['b'] }, b: { dependencies: ['g'] }, a: { group: 'g' } }],
  ])('returns the order %s for %j', (order, shorts) => {
    expect(orderOf(shorts)).toBe(order);
  });

  test('lists the dependencies of a step as indexes of the plan, each once, in ascending order', () => {
    const plan = planOf({
      last: { dependencies: ['z', 'g', 'a', 'y'] },
      z: {},
      y: { group: 'g' },
      x: { group: 'g' },
      a: {},
    });
    expect(plan.map(({ name }) => name)).toEqual(['z', 'g', 'a', 'last']);
    expect(plan.at(-1)?.dependencies).toEqual([0, 1, 2]);
  });

  test('counts as depth the longest chain of dependencies, with a group as one step', () => {
    const plan = planOf({
      a: {},
      b: { dependencies: ['a'] },
      c: { dependencies: ['a', 'b'] },
      m: { group: 'g', dependencies: ['b'] },
      n: { group: 'g', dependencies: ['m'] },
      d: { dependencies: ['n', 'a'] },
    });
    expect(plan.map(({ name, depth }) => `${name} ${depth}`)).toEqual(['a 0', 'b 1', 'c 2', 'g 2', 'd 3']);
  });

  test('does not change the operations', () => {
    const operations = toOperations({ b: { dependencies: ['a'], group: 'g' }, a: { group: 'g' } });
    const before = structuredClone(operations);
    planBatch(operations, new IssueCollector());
    expect(operations).toEqual(before);
  });

  test.each<[shorts: Record<string, Short>, pointers: string[], code: string, detail: string]>([
    [
      { a: { dependencies: ['x'] } },
      ['#/a/needs/x'],
      'unknown-dependency',
      'No operation or group of this batch is called x',
    ],
    [
      { a: { values: ['x'] } },
      ['#/a/values/x'],
      'unknown-reference',
      'No operation of this batch is called x',
    ],
    [{ a: { values: ['g'] }, b: { group: 'g' } }, ['#/a/values/g'], 'unknown-reference', 'is called g'],
    [
      { a: { dependencies: ['a'] } },
      ['#/a/needs/a'],
      'self-dependency',
      'An operation cannot depend on itself',
    ],
    [{ a: { values: ['a'] } }, ['#/a/values/a'], 'self-dependency', 'An operation cannot depend on itself'],
    [
      { a: { dependencies: ['a'], group: 'g' } },
      ['#/a/needs/a'],
      'self-dependency',
      'cannot depend on itself',
    ],
    [
      { a: { dependencies: ['g'], group: 'g' } },
      ['#/a/needs/g'],
      'self-dependency',
      'cannot depend on its own group',
    ],
    [
      { a: { dependencies: ['constructor'] } },
      ['#/a/needs/constructor'],
      'unknown-dependency',
      'is called constructor',
    ],
    [
      { a: { dependencies: ['__proto__'] } },
      ['#/a/needs/__proto__'],
      'unknown-dependency',
      'is called __proto__',
    ],
    [{ a: { dependencies: ['A'] } }, ['#/a/needs/A'], 'unknown-dependency', 'is called A'],
    [{ a: { dependencies: [''] } }, ['#/a/needs/'], 'unknown-dependency', 'is called '],
  ])('reports for %j at %j the issue %s', (shorts, pointers, code, detail) => {
    const issues = issuesOf(shorts);
    expect(issues.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(issues).toEqual([{ pointer: pointers[0], code, detail: expect.stringContaining(detail) }]);
  });

  test.each<[names: string, pointer: string, shorts: Record<string, Short>]>([
    ['a -> b -> a', '#/a/needs/b', { a: { dependencies: ['b'] }, b: { dependencies: ['a'] } }],
    ['a -> b -> a', '#/a/values/b', { a: { values: ['b'] }, b: { dependencies: ['a'] } }],
    [
      'b -> c -> b',
      '#/b/needs/c',
      { a: { dependencies: ['b'] }, b: { dependencies: ['c'] }, c: { dependencies: ['b'] } },
    ],
    [
      'a -> c -> b -> a',
      '#/a/needs/c',
      { a: { dependencies: ['c'] }, b: { dependencies: ['a'] }, c: { dependencies: ['b'] } },
    ],
    [
      'a -> b -> a',
      '#/a/needs/b',
      { x: {}, a: { dependencies: ['x', 'b'] }, b: { dependencies: ['x', 'a'] } },
    ],
    // Inside of one group.
    [
      'a -> b -> a',
      '#/a/needs/b',
      { a: { group: 'g', dependencies: ['b'] }, b: { group: 'g', values: ['a'] } },
    ],
    // By promotion: no member waits for itself, yet each group waits for the other.
    [
      'g -> h -> g',
      '#/a/needs/c',
      {
        a: { group: 'g', dependencies: ['c'] },
        b: { group: 'g' },
        c: { group: 'h' },
        d: { group: 'h', dependencies: ['b'] },
      },
    ],
    [
      'g -> x -> g',
      '#/b/needs/x',
      { a: { group: 'g' }, b: { group: 'g', dependencies: ['x'] }, x: { dependencies: ['a'] } },
    ],
    ['x -> g -> x', '#/x/needs/g', { x: { dependencies: ['g'] }, b: { group: 'g', values: ['x'] } }],
  ])('names the cycle %s at %s', (names, pointer, shorts) => {
    expect(issuesOf(shorts)).toEqual([
      {
        pointer,
        code: 'dependency-cycle',
        detail: `These depend on each other and could never start: ${names}`,
      },
    ]);
  });

  test('names each of several cycles, and no operation that only waits for one', () => {
    const issues = issuesOf({
      a: { dependencies: ['b'] },
      b: { dependencies: ['a'] },
      free: {},
      c: { dependencies: ['d', 'free'] },
      d: { dependencies: ['c'] },
      waits: { dependencies: ['a', 'c'] },
      m: { group: 'g', dependencies: ['n'] },
      n: { group: 'g', dependencies: ['m'] },
    });
    expect(issues.map(({ detail }) => String(detail.split(': ')[1])).toSorted()).toEqual([
      'a -> b -> a',
      'c -> d -> c',
      'm -> n -> m',
    ]);
  });

  test('names only the first steps of a long cycle', () => {
    const ring = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`r${index}`, { dependencies: [`r${(index + 1) % 12}`] }]),
    );
    expect(issuesOf(ring)[0]?.detail).toBe(
      `These depend on each other and could never start: ${Object.keys(ring).slice(0, 10).join(' -> ')} -> … (12 in all)`,
    );
    const fitting = { ...ring, r9: { dependencies: ['r0'] } };
    expect(issuesOf(fitting)[0]?.detail).toMatch(/: r0 -> .* -> r9 -> r0$/);
  });

  test('reports all issues at once', () => {
    const issues = issuesOf({
      a: { dependencies: ['x', 'a'] },
      b: { dependencies: ['c', 'y'] },
      c: { dependencies: ['b'] },
      d: { group: 'g', dependencies: ['g'] },
    });
    expect(issues.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '#/a/needs/x unknown-dependency',
      '#/a/needs/a self-dependency',
      '#/b/needs/y unknown-dependency',
      '#/d/needs/g self-dependency',
      '#/b/needs/c dependency-cycle',
    ]);
  });

  test('truncates a name that it quotes', () => {
    expect(issuesOf({ a: { dependencies: ['x'.repeat(5_000)] } })[0]?.detail.length).toBeLessThan(200);
  });
});

describe('planBatch of 20 000 operations', () => {
  const COUNT = 20_000;

  /** Counts the steps of work: look-ups in maps and sets, numbers queued, and elements that the queue moves. */
  function workOf(operations: readonly Operation[]): number {
    let work = 0;
    const countOne = (): void => {
      work += 1;
    };
    const restores = [
      spy(Array.prototype, 'splice', (list, [start]) => {
        work += (list as unknown[]).length - (start as number);
      }),
      spy(Map.prototype, 'get', countOne),
      spy(Map.prototype, 'set', countOne),
      spy(Set.prototype, 'has', countOne),
      spy(Set.prototype, 'add', countOne),
      spy(Array.prototype, 'push', countOne),
    ];
    const issues = new IssueCollector();
    try {
      planBatch(operations, issues);
    } finally {
      for (const restore of restores) restore();
    }
    return work;
  }

  /** Calls `listener` before each call of a method; returns what ends it. A spy of jest would keep every call. */
  function spy(
    owner: object,
    name: string,
    listener: (self: unknown, args: readonly unknown[]) => void,
  ): () => void {
    const methods = owner as Record<string, (...args: unknown[]) => unknown>;
    const original = methods[name]!;
    methods[name] = function (this: unknown, ...args: unknown[]): unknown {
      listener(this, args);
      return original.apply(this, args);
    };
    return () => {
      methods[name] = original;
    };
  }

  function toMany(
    dependenciesOf: (index: number) => readonly number[],
    groupOf?: (index: number) => string,
  ): Operation[] {
    return Array.from({ length: COUNT }, (_, index) =>
      toOperation({
        index,
        id: `o${index}`,
        atomicityGroup: groupOf?.(index),
        dependencies: dependenciesOf(index).map((dependency) => ({
          name: `o${dependency}`,
          pointer: '#',
          isReference: false,
        })),
      }),
    );
  }

  test.each<[label: string, operations: () => Operation[]]>([
    ['one after another', () => toMany((index) => (index === 0 ? [] : [index - 1]))],
    ['one before another', () => toMany((index) => (index === COUNT - 1 ? [] : [index + 1]))],
    ['all after the first', () => toMany((index) => (index === 0 ? [] : [0]))],
    ['all after the last', () => toMany((index) => (index === COUNT - 1 ? [] : [COUNT - 1]))],
    [
      'the last after all',
      () => toMany((index) => (index === COUNT - 1 ? [...Array(COUNT - 1).keys()] : [])),
    ],
    ['in one ring', () => toMany((index) => [(index + 1) % COUNT])],
    ['in rings of two', () => toMany((index) => [index % 2 === 0 ? index + 1 : index - 1])],
    ['all waiting for one ring', () => toMany((index) => [index === 0 ? 1 : 0])],
    [
      'in one group, one after another',
      () =>
        toMany(
          (index) => (index === 0 ? [] : [index - 1]),
          () => 'g',
        ),
    ],
    [
      'in groups that need each other',
      () =>
        toMany(
          (index) => (index < 2 ? [] : [index - 2]),
          (index) => `g${index >> 1}`,
        ),
    ],
    // The first half becomes ready one by one, each before all that is ready already.
    [
      'the first half after the second, pairwise',
      () => toMany((index) => (index < COUNT / 2 ? [index + COUNT / 2] : [])),
    ],
  ])('takes linear time, %s', (_label, operations) => {
    expect(workOf(operations())).toBeLessThan(60 * COUNT);
  });
});

test('the order is that of a simple algorithm: always the first listed step whose dependencies are complete', () => {
  const shorts = fc
    .array(
      fc.record({ dependencies: fc.array(fc.nat({ max: 14 }), { maxLength: 3 }), group: fc.nat({ max: 9 }) }),
      {
        maxLength: 15,
      },
    )
    .chain((drafts) =>
      fc.shuffledSubarray([...drafts.keys()], { minLength: drafts.length }).map((ranks) => {
        // Each may need what has a lower rank: never a cycle of operations, in any order of listing.
        const entries = drafts.map(({ dependencies, group }, index): [string, Short] => {
          const lower = dependencies.filter(
            (dependency) => dependency < drafts.length && ranks[dependency]! < ranks[index]!,
          );
          const grouped = group < 3 ? { group: `g${group}` } : {};
          return [`o${index}`, { dependencies: lower.map((dependency) => `o${dependency}`), ...grouped }];
        });
        return Object.fromEntries(entries);
      }),
    );
  let valid = 0;
  fc.assert(
    fc.property(shorts, (each) => {
      const operations = toOperations(each);
      const expected = naiveOrder(each);
      const issues = new IssueCollector();
      const plan = planBatch(operations, issues);
      if (expected === undefined) {
        expect(issues.found.map(({ code }) => code)).toContain('dependency-cycle');
        return;
      }
      valid += 1;
      expect(issues.found).toEqual([]);
      expect(plan.map((step) => step.operations.map((index) => operations[index]!.id))).toEqual(expected);
      expect(
        plan.every(({ dependencies }, place) => dependencies.every((dependency) => dependency < place)),
      ).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  expect(valid).toBeGreaterThan(100);
});

/** The ids step by step; `undefined` if steps wait for each other. */
function naiveOrder(shorts: Readonly<Record<string, Short>>): string[][] | undefined {
  const ids = Object.keys(shorts);
  const stepOf = (id: string): string => shorts[id]?.group ?? id;
  const dependenciesOf = (id: string): readonly string[] => shorts[id]?.dependencies ?? [];
  const membersOf = (step: string): string[] => ids.filter((id) => stepOf(id) === step);
  const steps = pickInOrder([...new Set(ids.map(stepOf))], (step) =>
    membersOf(step)
      .flatMap(dependenciesOf)
      .map(stepOf)
      .filter((dependency) => dependency !== step),
  );
  return steps?.map(
    (step) =>
      pickInOrder(membersOf(step), (id) =>
        dependenciesOf(id).filter((dependency) => stepOf(dependency) === step),
      ) ?? [],
  );
}

/** Takes again and again the first name of which all that it needs has been taken. */
function pickInOrder(
  names: readonly string[],
  dependenciesOf: (name: string) => readonly string[],
): string[] | undefined {
  const order: string[] = [];
  while (order.length < names.length) {
    const next = names.find(
      (name) =>
        !order.includes(name) && dependenciesOf(name).every((dependency) => order.includes(dependency)),
    );
    if (next === undefined) return undefined;
    order.push(next);
  }
  return order;
}

test('a graph that cannot be planned always has an issue, and one that can has none', () => {
  const shorts = fc
    .array(
      fc.record({
        dependencies: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'g', 'h', 'x'), { maxLength: 2 }),
        values: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'g'), { maxLength: 1 }),
        group: fc.constantFrom(undefined, undefined, 'g', 'h'),
      }),
      { maxLength: 5 },
    )
    .map((drafts) =>
      Object.fromEntries(
        drafts.map(({ group, ...each }, index) => [
          'abcde'[index],
          group === undefined ? each : { ...each, group },
        ]),
      ),
    );
  const seen = new Set<string>();
  fc.assert(
    fc.property(shorts, (each: Record<string, Short>) => {
      const operations = toOperations(each);
      const issues = new IssueCollector();
      const plan = planBatch(operations, issues);
      for (const { code, pointer, detail } of issues.found) {
        seen.add(code);
        expect(pointer).toMatch(/^#\//);
        expect(detail).not.toBe('');
      }
      if (issues.found.length > 0) return;
      seen.add('none');
      expect(plan.flatMap((step) => step.operations).toSorted((a, b) => a - b)).toEqual([
        ...operations.keys(),
      ]);
      const done = new Set<string>();
      for (const step of plan) {
        for (const index of step.operations) {
          const { id, dependencies } = operations[index]!;
          for (const { name } of dependencies) expect(done).toContain(name);
          done.add(id);
        }
        done.add(step.name);
      }
    }),
    { numRuns: 2_000 },
  );
  expect([...seen].toSorted()).toEqual([
    'dependency-cycle',
    'none',
    'self-dependency',
    'unknown-dependency',
    'unknown-reference',
  ]);
});

test('a group may have more members than a function call can have arguments', () => {
  const operations = Array.from({ length: 200_000 }, (_, index) =>
    toOperation({ index, id: `${index}`, atomicityGroup: 'all', dependencies: [] }),
  );
  const [step, ...others] = planBatch(operations, new IssueCollector());
  expect(others).toEqual([]);
  expect(step?.operations.length).toBe(200_000);
  expect(step?.operations.at(-1)).toBe(199_999);
});
