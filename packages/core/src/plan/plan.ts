import type { Dependency, Operation } from '../operation/operation.js';
import { type Issue, MAX_ISSUES } from '../problem/issue.js';
import { findDependencyIssue, type NamedStep } from './find-dependency-issue.js';
import { findCycles, topologicalSort } from './topological-sort.js';

/**
 * What is run as one: an operation, or a whole atomicity group. A plain value, to be printed or compared.
 *
 * @example
 * // [{ name: 'album', isGroup: false, operations: [0], needs: [], depth: 0 },
 * //  { name: 'cover', isGroup: false, operations: [1], needs: [0], depth: 1 }]
 */
export interface PlanStep {
  /** Id of the operation, or name of the group. */
  readonly name: string;
  readonly isGroup: boolean;
  /** Indexes of its operations in the batch, in the order in which they run. */
  readonly operations: readonly number[];
  /** Places in the plan of the steps that have to succeed first; all are lower than its own. */
  readonly dependencies: readonly number[];
  /** How many steps at most have to run one after another before it; 0 if it needs none. */
  readonly depth: number;
}

/** All steps of a batch, in the order in which they run if they run one at a time. */
export type Plan = readonly PlanStep[];

/** A step before it has its place. */
interface Draft {
  readonly name: string;
  readonly isGroup: boolean;
  readonly operations: Operation[];
  /** For each step that this one needs, the need that says so. */
  readonly dependencies: Map<Draft, Dependency>;
}

/** What a name in a batch stands for: an operation and the step that it is in, or a group. */
interface Named extends NamedStep {
  readonly draft: Draft;
}

const NONE: readonly never[] = [];

/** A step that waits for none. Made by a constructor, as `AnsweredOutcome` is, and for its reason. */
class LoneStep implements PlanStep {
  readonly name: string;
  readonly isGroup = false;
  readonly operations: readonly number[];
  readonly dependencies = NONE;
  readonly depth = 0;

  constructor({ id, index }: Operation) {
    this.name = id;
    this.operations = Array.of(index); // as [index] is a literal
  }
}

/** Of a longer cycle only so many names are told. */
const MAX_TOLD = 10;

/**
 * Puts the operations of a batch in order: each after all that it needs, and in request order where that leaves a choice.
 *
 * What needs a member of a group needs the whole group. Notes in `issues` every name that nothing has, every operation
 * that needs itself, and cycles; the plan may only be used if no fault was noted. Linear in operations and needs.
 */
export function planBatch(operations: readonly Operation[], issues: Issue[]): Plan {
  if (
    operations.every(
      ({ dependencies, atomicityGroup }) => dependencies.length === 0 && atomicityGroup === undefined,
    )
  ) {
    return operations.map((operation) => new LoneStep(operation));
  }
  const { drafts, names } = draftSteps(operations);
  /** For each operation, the members of its own group that it needs. */
  const inner = new Map<Operation, Map<Operation, Dependency>>();
  for (const operation of operations) {
    const own = names.get(operation.id);
    for (const dependency of operation.dependencies) {
      if (issues.length >= MAX_ISSUES) break;
      const named = names.get(dependency.name);
      const issue = findDependencyIssue(dependency, operation, named);
      if (issue !== undefined) issues.push(issue);
      else if (named === undefined || own === undefined) continue;
      else if (named.draft !== own.draft) own.draft.dependencies.set(named.draft, dependency);
      else if (named.operation !== undefined) {
        inner.set(operation, (inner.get(operation) ?? new Map()).set(named.operation, dependency));
      }
    }
  }
  for (const draft of drafts) {
    if (draft.isGroup) sortMembers(draft.operations, inner, issues);
  }
  return toPlan(drafts, issues);
}

function draftSteps(operations: readonly Operation[]): { drafts: Draft[]; names: Map<string, Named> } {
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
  }
  return { drafts, names };
}

function sortMembers(
  members: Operation[],
  inner: ReadonlyMap<Operation, ReadonlyMap<Operation, Dependency>>,
  issues: Issue[],
): void {
  const reader = {
    dependenciesOf: (member: Operation) => inner.get(member),
    nameOf: ({ id }: Operation) => id,
  };
  const sorted = sort(members, reader, issues);
  members.splice(0, members.length, ...sorted);
}

function toPlan(drafts: readonly Draft[], issues: Issue[]): Plan {
  const reader = {
    dependenciesOf: ({ dependencies }: Draft) => dependencies,
    nameOf: ({ name }: Draft) => name,
  };
  const sorted = sort(drafts, reader, issues);
  const places = new Map(sorted.map((draft, place) => [draft, place]));
  const plan: PlanStep[] = [];
  for (const { name, isGroup, operations, dependencies } of sorted) {
    const needed = [...dependencies.keys()].map((draft) => places.get(draft) ?? 0).sort((a, b) => a - b);
    const depth = needed.reduce((most, place) => Math.max(most, (plan[place]?.depth ?? 0) + 1), 0);
    plan.push({
      name,
      isGroup,
      operations: operations.map(({ index }) => index),
      dependencies: needed,
      depth,
    });
  }
  return plan;
}

/** How what is to be sorted tells what it needs, each with the need that says so, and what it is called. */
interface ItemReader<Item> {
  readonly dependenciesOf: (item: Item) => ReadonlyMap<Item, Dependency> | undefined;
  readonly nameOf: (item: Item) => string;
}

/** Puts each item after those that it needs, and notes the cycles that keep items out of any order. */
function sort<Item>(
  items: readonly Item[],
  { dependenciesOf, nameOf }: ItemReader<Item>,
  issues: Issue[],
): Item[] {
  const places = new Map(items.map((item, place) => [item, place]));
  const dependencies = items.map((item) =>
    [...(dependenciesOf(item)?.keys() ?? NONE)].map((dependency) => places.get(dependency) ?? 0),
  );
  const { order, cyclic } = topologicalSort(dependencies);
  for (const cycle of findCycles(dependencies, cyclic)) {
    const ring = cycle.map((place) => items[place] as Item);
    const dependency = dependenciesOf(ring[0] as Item)?.get((ring[1] ?? ring[0]) as Item);
    const told = ring.slice(0, MAX_TOLD).map(nameOf);
    const last = ring.length > MAX_TOLD ? `… (${ring.length} in all)` : nameOf(ring[0] as Item);
    issues.push({
      pointer: dependency?.pointer ?? '#',
      code: 'dependency-cycle',
      detail: `These wait for each other and could never start: ${[...told, last].join(' -> ')}`,
    });
  }
  return order.map((place) => items[place] as Item);
}
