import type { Operation } from '@multistatus/core';
import type { AcceptedBatch, PlanStep } from '@multistatus/core/adapter';

/** How large the parts of a batch are to be. */
export interface PartSize {
  /** Operations or items. */
  readonly units: number;
  /** Bytes of JSON, as far as they can be known before it is written. */
  readonly bytes: number;
}

/**
 * Returns the parts of a batch that can run in different jobs, ordered by their first operation. Each contains everything that its
 * operations need: dependencies, referenced operations and the other members of their groups. A part exceeds `size` only if it cannot
 * be divided. Operations keep their indexes, and so do those of a plan step.
 *
 * A batch whose operations run one at a time, or that stops after failures, is one part.
 */
export function splitBatch(batch: AcceptedBatch, size: PartSize): readonly AcceptedBatch[] {
  const { operations, plan, allowed, isSequential, stopAfter } = batch;
  if (isSequential || stopAfter !== undefined) return [batch];
  const packed = packInOrder(componentsOf(plan, operations), size);
  if (packed.length === 1) return [batch];
  const isAllowed = new Set(allowed);
  return packed.map((steps) => {
    const indexes = steps.flatMap((step) => (plan[step] as PlanStep).operations).sort((a, b) => a - b);
    return {
      ...batch,
      operations: indexes.map((index) => operations[index] as Operation),
      plan: planOf(steps, plan),
      allowed: indexes.filter((index) => isAllowed.has(index)),
    };
  });
}

/** Steps that need each other, by their indexes in the plan. */
interface Component {
  readonly steps: number[];
  firstOperation: number;
  units: number;
  bytes: number;
}

/** Returns the connected components of a plan, ordered by their first operation. */
function componentsOf(plan: AcceptedBatch['plan'], operations: readonly Operation[]): readonly Component[] {
  const roots = rootsOf(plan);
  const components = new Map<number, Component>();
  for (const [index, step] of plan.entries()) {
    const root = roots[index] as number;
    let component = components.get(root);
    if (component === undefined) {
      component = { steps: [], firstOperation: Number.POSITIVE_INFINITY, units: 0, bytes: 0 };
      components.set(root, component);
    }
    component.steps.push(index);
    for (const each of step.operations) {
      component.firstOperation = Math.min(component.firstOperation, each);
      component.units += 1;
      component.bytes += sizeOf(operations[each] as Operation);
    }
  }
  return [...components.values()].sort((a, b) => a.firstOperation - b.firstOperation);
}

/** Returns, for each step, the step that stands for its component. */
function rootsOf(plan: AcceptedBatch['plan']): readonly number[] {
  const parents = plan.map((_step, index) => index);
  const rootOf = (step: number): number => {
    let root = step;
    while (parents[root] !== root) {
      // Each step on the way is moved closer to the root, so that long chains take linear time.
      parents[root] = parents[parents[root] as number] as number;
      root = parents[root] as number;
    }
    return root;
  };
  for (const [index, { dependencies }] of plan.entries()) {
    for (const dependency of dependencies) parents[rootOf(dependency)] = rootOf(index);
  }
  return plan.map((_step, index) => rootOf(index));
}

/** Returns the steps of each part, in the order of the plan. */
function packInOrder(components: readonly Component[], size: PartSize): readonly (readonly number[])[] {
  const parts: number[][] = [];
  let units = size.units;
  let bytes = size.bytes;
  for (const component of components) {
    units += component.units;
    bytes += component.bytes;
    if (units > size.units || bytes > size.bytes) {
      parts.push([]);
      ({ units, bytes } = component);
    }
    for (const step of component.steps) parts.at(-1)?.push(step);
  }
  return parts.map((steps) => steps.sort((a, b) => a - b));
}

function planOf(steps: readonly number[], plan: AcceptedBatch['plan']): AcceptedBatch['plan'] {
  const positions = new Map(steps.map((step, position) => [step, position]));
  return steps.map((index) => {
    const step = plan[index] as PlanStep;
    return { ...step, dependencies: step.dependencies.map((each) => positions.get(each) as number) };
  });
}

/** What the JSON of an operation has besides its texts. */
const BYTES_OF_MEMBERS = 160;

function sizeOf({ url, headers, body, references, dependencies }: Operation): number {
  let bytes = BYTES_OF_MEMBERS + url.length + Math.ceil((body?.byteLength ?? 0) / 3) * 4;
  for (const name in headers) bytes += name.length + (headers[name] as string).length + 6;
  return bytes + (references.length + dependencies.length) * BYTES_OF_MEMBERS;
}
