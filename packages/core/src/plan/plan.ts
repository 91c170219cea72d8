import { atOnce } from '@multistatus/wire';
import type { Dependency, Operation } from '../operation/operation.js';
import type { IssueCollector } from '../problem/issue-collector.js';
import { findDependencyIssue, type NamedStep } from './find-dependency-issue.js';
import { findCycles, topologicalSort } from './topological-sort.js';

/**
 * A unit of execution: one operation, or a whole atomicity group. A plain value that can be printed and compared.
 *
 * @example
 * ```ts
 * // [{ name: 'album', isGroup: false, operations: [0], dependencies: [], depth: 0 },
 * //  { name: 'cover', isGroup: false, operations: [1], dependencies: [0], depth: 1 }]
 * ```
 */
export interface PlanStep {
  /** Id of the operation, or name of the group. */
  readonly name: string;
  /** True for an atomicity group, also for one with a single operation. */
  readonly isGroup: boolean;
  /** Indexes of its operations in the whole batch, in the order in which they run. */
  readonly operations: readonly number[];
  /** Indexes in the plan of the steps that must succeed first; all are lower than its own. */
  readonly dependencies: readonly number[];
  /** Length of the longest chain of steps that must run before it; 0 if it has no dependencies. */
  readonly depth: number;
}

/** The steps of a batch, in the order in which a sequential run executes them. */
export type Plan = readonly PlanStep[];

/** A step whose index in the plan is not known yet. */
interface Draft {
  readonly name: string;
  readonly isGroup: boolean;
  readonly operations: Operation[];
  /** The steps that must succeed first, each with the dependency that requires it. */
  readonly dependencies: Map<Draft, Dependency>;
}

/** What a name in a batch stands for: a group, or an operation with the step that contains it. */
interface Named extends NamedStep {
  readonly draft: Draft;
}

const NO_DEPENDENCIES: readonly never[] = [];

/** A step without dependencies. A class for the same reason as `AnsweredOutcome`. */
class IndependentStep implements PlanStep {
  readonly name: string;
  readonly isGroup = false;
  readonly operations: readonly number[];
  readonly dependencies = NO_DEPENDENCIES;
  readonly depth = 0;

  constructor({ id, index }: Operation) {
    this.name = id;
    this.operations = Array.of(index); // not [index], which is a literal
  }
}

/** How many names of a cycle an issue lists. */
const MAX_NAMES = 10;

/**
 * Returns the plan of a batch: each step comes after its dependencies, otherwise steps keep the order of the request.
 *
 * To depend on a member of a group is to depend on the whole group. Adds to `issues` every unknown name, every operation
 * that depends on itself, and every cycle; the plan may only be used if there are no issues. Takes time linear in operations
 * and dependencies.
 */
export function planBatch(operations: readonly Operation[], issues: IssueCollector): Plan {
  return planOfSingles(operations) ?? atOnce(planInSteps(operations, issues));
}

/** Returns the plan of operations without dependencies and groups, as most are; `undefined` for any others. */
export function planOfSingles(operations: readonly Operation[]): Plan | undefined {
  for (const { dependencies, atomicityGroup } of operations) {
    if (dependencies.length > 0 || atomicityGroup !== undefined) return undefined;
  }
  return operations.map((operation) => new IndependentStep(operation));
}

/** Does what {@link planBatch} does, in steps, for operations that {@link planOfSingles} has no plan for. */
export function* planInSteps(
  operations: readonly Operation[],
  issues: IssueCollector,
): Generator<void, Plan, undefined> {
  const { drafts, names } = yield* draftSteps(operations);
  /** For each operation, the members of its own group that it depends on. */
  const inner = new Map<Operation, Map<Operation, Dependency>>();
  for (const operation of operations) {
    const own = names.get(operation.id);
    for (const dependency of operation.dependencies) {
      if (issues.isFull) break;
      const named = names.get(dependency.name);
      const issue = findDependencyIssue(dependency, operation, named);
      if (issue !== undefined) issues.add(dependency.pointer, issue.code, issue.detail);
      else if (named === undefined || own === undefined) continue;
      else if (named.draft !== own.draft) own.draft.dependencies.set(named.draft, dependency);
      else if (named.operation !== undefined) {
        inner.set(operation, (inner.get(operation) ?? new Map()).set(named.operation, dependency));
      }
    }
    yield;
  }
  for (const draft of drafts) {
    if (draft.isGroup) yield* sortMembers(draft.operations, inner, issues);
  }
  return yield* toPlan(drafts, issues);
}

function* draftSteps(
  operations: readonly Operation[],
): Generator<void, { drafts: Draft[]; names: Map<string, Named> }, undefined> {
  const drafts: Draft[] = [];
  const names = new Map<string, Named>();
  for (const operation of operations) {
    const { id, atomicityGroup } = operation;
    const group = atomicityGroup === undefined ? undefined : names.get(atomicityGroup);
    const draft: Draft = group?.draft ?? {
      name: atomicityGroup ?? id,
      isGroup: atomicityGroup !== undefined,
      operations: [],
      dependencies: new Map(),
    };
    draft.operations.push(operation);
    if (group === undefined) {
      drafts.push(draft);
      if (draft.isGroup) names.set(draft.name, { draft, operation: undefined });
    }
    names.set(id, { draft, operation });
    yield;
  }
  return { drafts, names };
}

function* sortMembers(
  members: Operation[],
  inner: ReadonlyMap<Operation, ReadonlyMap<Operation, Dependency>>,
  issues: IssueCollector,
): Generator<void, void, undefined> {
  const reader = {
    dependenciesOf: (member: Operation) => inner.get(member),
    nameOf: ({ id }: Operation) => id,
  };
  const sorted = yield* sort(members, reader, issues);
  for (const [index, member] of sorted.entries()) members[index] = member;
  members.length = sorted.length;
}

function* toPlan(drafts: readonly Draft[], issues: IssueCollector): Generator<void, Plan, undefined> {
  const reader = {
    dependenciesOf: ({ dependencies }: Draft) => dependencies,
    nameOf: ({ name }: Draft) => name,
  };
  const sorted = yield* sort(drafts, reader, issues);
  const stepIndexes = new Map(sorted.map((draft, stepIndex) => [draft, stepIndex]));
  const plan: PlanStep[] = [];
  for (const { name, isGroup, operations, dependencies } of sorted) {
    const needed = [...dependencies.keys()].map((draft) => stepIndexes.get(draft) ?? 0).sort((a, b) => a - b);
    const depth = needed.reduce((max, stepIndex) => Math.max(max, (plan[stepIndex]?.depth ?? 0) + 1), 0);
    plan.push({
      name,
      isGroup,
      operations: operations.map(({ index }) => index),
      dependencies: needed,
      depth,
    });
    yield;
  }
  return plan;
}

/** How {@link sort} reads the items that it sorts: their dependencies, and their names for messages. */
interface ItemReader<Item> {
  readonly dependenciesOf: (item: Item) => ReadonlyMap<Item, Dependency> | undefined;
  readonly nameOf: (item: Item) => string;
}

/** Sorts items so that each comes after its dependencies, and adds an issue for each cycle. Items in cycles are omitted. */
function* sort<Item>(
  items: readonly Item[],
  { dependenciesOf, nameOf }: ItemReader<Item>,
  issues: IssueCollector,
): Generator<void, Item[], undefined> {
  const indexes = new Map(items.map((item, index) => [item, index]));
  const dependencies: number[][] = [];
  for (const item of items) {
    const needed = [...(dependenciesOf(item)?.keys() ?? NO_DEPENDENCIES)];
    dependencies.push(needed.map((dependency) => indexes.get(dependency) ?? 0));
    yield;
  }
  const { order, cyclic } = topologicalSort(dependencies);
  yield;
  for (const cycle of findCycles(dependencies, cyclic)) {
    const members = cycle.map((index) => items[index] as Item);
    const dependency = dependenciesOf(members[0] as Item)?.get((members[1] ?? members[0]) as Item);
    const names = members.slice(0, MAX_NAMES).map(nameOf);
    const last = members.length > MAX_NAMES ? `… (${members.length} in all)` : nameOf(members[0] as Item);
    const detail = `These depend on each other and could never start: ${[...names, last].join(' -> ')}`;
    issues.add(dependency?.pointer ?? '#', 'dependency-cycle', detail);
  }
  return order.map((index) => items[index] as Item);
}
