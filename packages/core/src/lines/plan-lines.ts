import type { Operation } from '../operation/operation.js';
import type { Limits } from '../options/resolve-limits.js';
import { findDependencyIssue, type NamedStep } from '../plan/find-dependency-issue.js';
import { type Plan, planBatch } from '../plan/plan.js';
import { toPointer } from '../problem/issue.js';
import { IssueCollector } from '../problem/issue-collector.js';
import { type Line, refused } from './line.js';
import { issuesOf, overLimit } from './line-problem.js';

/** The operations of lines, with the steps in which they run. */
export interface PlannedLines {
  readonly operations: readonly Operation[];
  readonly plan: Plan;
}

/**
 * Plans lines of which all names are known now. Refuses each line that depends on a name that there is not, on itself, or on a cycle, and
 * each that is too deep; the others run. Takes time linear in lines and dependencies.
 *
 * `settled` has earlier operations that lines depend on; they are part of the result. In order of their indexes, as are the lines.
 */
export function planLines(
  lines: readonly Line[],
  { limits, settled = [] }: { readonly limits: Limits; readonly settled?: readonly Operation[] | undefined },
): PlannedLines {
  const steps = new Map<string, NamedStep>(settled.map((operation) => [operation.id, { operation }]));
  for (const { operation, hasId } of lines) {
    const { id, atomicityGroup } = operation;
    if (hasId) steps.set(id, { operation });
    if (atomicityGroup !== undefined) steps.set(atomicityGroup, { operation: undefined });
  }
  const numbers = new Map(lines.map(({ operation, number }) => [operation.index, number]));
  const known = lines.map((line) => withKnownNames(line, steps));
  let operations = inOrder([...settled, ...known]);
  const issues = new IssueCollector();
  let plan = planBatch(operations, issues);
  if (issues.found.length > 0) {
    const planned = new Set(plan.flatMap((step) => step.operations));
    operations = operations.map((operation) =>
      planned.has(operation.index) ? operation : inCycle(operation, numbers.get(operation.index) ?? 0),
    );
    plan = planBatch(operations, new IssueCollector());
  }
  return { operations: withinDepth(operations, plan, { limits, numbers }), plan };
}

/** Returns an operation, refused if it depends on something that there is not. */
function withKnownNames({ operation, number }: Line, steps: ReadonlyMap<string, NamedStep>): Operation {
  const issues = operation.dependencies.flatMap((dependency) => {
    const issue = findDependencyIssue(dependency, operation, steps.get(dependency.name));
    return issue === undefined ? [] : [{ pointer: dependency.pointer, ...issue }];
  });
  if (issues.length === 0) return operation;
  return refused(operation, issuesOf(issues, { index: operation.index, number }));
}

function inCycle(operation: Operation, number: number): Operation {
  const { index, dependencies } = operation;
  const pointer = dependencies[0]?.pointer ?? toPointer('requests', index);
  const detail = 'It depends on itself over others, or on an operation that does';
  return refused(operation, issuesOf([{ pointer, code: 'dependency-cycle', detail }], { index, number }));
}

function withinDepth(
  operations: readonly Operation[],
  plan: Plan,
  { limits, numbers }: { readonly limits: Limits; readonly numbers: ReadonlyMap<number, number> },
): readonly Operation[] {
  const depths = new Map<number, number>();
  for (const { depth, operations: members } of plan)
    if (depth > limits.maxDependencyDepth) for (const index of members) depths.set(index, depth);
  if (depths.size === 0) return operations;
  return operations.map((operation) => {
    const depth = depths.get(operation.index);
    return depth === undefined
      ? operation
      : tooDeep(operation, { depth, limits, line: numbers.get(operation.index) });
  });
}

/** Returns an operation that is refused because too many others would have to run before it. */
export function tooDeep(
  operation: Operation,
  {
    depth,
    limits,
    line = 0,
  }: { readonly depth: number; readonly limits: Limits; readonly line: number | undefined },
): Operation {
  const unit = 'levels of dependencies';
  return refused(
    operation,
    overLimit(limits, { limit: 'maxDependencyDepth', actual: depth, unit, pointer: '#', line }),
  );
}

function inOrder(operations: readonly Operation[]): readonly Operation[] {
  return operations.toSorted((one, other) => one.index - other.index);
}
