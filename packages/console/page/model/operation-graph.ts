import type { WireOperation } from '@multistatus/client';
import { parseBase } from '@multistatus/wire';

/** What the graph needs of an operation. */
export type GraphOperation = Pick<
  WireOperation,
  'id' | 'method' | 'url' | 'headers' | 'dependsOn' | 'atomicityGroup' | 'references'
> & { readonly index: number };

/** What is started as a whole: an operation, or a group. Numbers are positions in the list of operations. */
export interface Unit {
  /** The name of the group; `undefined` for an operation that is in none. */
  readonly group: string | undefined;
  readonly members: number[];
}

/** That an operation can only start after something else has succeeded. */
export interface Edge {
  /** The position of the operation that must succeed first; `undefined` if it is the whole unit. */
  readonly from: number | undefined;
  readonly fromUnit: number;
  /** The position of the operation that waits. */
  readonly to: number;
  readonly toUnit: number;
  /** True if it also takes a value: by `references`, or by `$id`. */
  hasValue: boolean;
  /** Why there is this edge, in the words of the batch: `dependsOn`, `$album/photos`. */
  readonly reasons: string[];
}

/** The operations of a batch with what they depend on. */
export interface OperationGraph {
  readonly operations: readonly GraphOperation[];
  readonly units: readonly Unit[];
  /** The unit of each operation. */
  readonly unitOf: readonly number[];
  readonly edges: readonly Edge[];
}

/** Reads what operations depend on, as the server does. Names that no operation has are ignored. */
export function toGraph(operations: readonly GraphOperation[]): OperationGraph {
  const units: Unit[] = [];
  const groups = new Map<string, number>();
  const positions = new Map<string, number>();
  const unitOf = operations.map(({ id, atomicityGroup }, position) => {
    positions.set(id, position);
    const known = atomicityGroup === undefined ? undefined : groups.get(atomicityGroup);
    if (known !== undefined) {
      units[known]?.members.push(position);
      return known;
    }
    const unit = units.push({ group: atomicityGroup, members: [position] }) - 1;
    if (atomicityGroup !== undefined) groups.set(atomicityGroup, unit);
    return unit;
  });
  const edges = new Map<string, Edge>();
  for (const [to, operation] of operations.entries()) {
    for (const { name, reason, hasValue } of dependenciesOf(operation)) {
      const from = positions.get(name);
      const fromUnit = from === undefined ? groups.get(name) : unitOf[from];
      if (fromUnit === undefined || from === to) continue;
      const key = `${from ?? `u${fromUnit}`} ${to}`;
      const toUnit = unitOf[to] ?? 0;
      const edge = edges.get(key) ?? { from, fromUnit, to, toUnit, hasValue: false, reasons: [] };
      edge.hasValue ||= hasValue;
      edge.reasons.push(reason);
      edges.set(key, edge);
    }
  }
  return { operations, units, unitOf, edges: [...edges.values()] };
}

interface NamedDependency {
  readonly name: string;
  readonly reason: string;
  readonly hasValue: boolean;
}

function* dependenciesOf({
  url,
  headers = {},
  dependsOn = [],
  references = [],
}: GraphOperation): Iterable<NamedDependency> {
  for (const name of dependsOn) yield { name, reason: 'dependsOn', hasValue: false };
  for (const { at, from, value } of references) {
    yield { name: from, reason: `${value} → ${at}`, hasValue: true };
  }
  const base = parseBase(url);
  if (base !== undefined) yield { name: base.id, reason: url, hasValue: true };
  for (const [name, value] of Object.entries(headers)) {
    const tag = /^if-(?:none-)?match$/i.test(name) ? parseBase(value) : undefined;
    if (tag?.rest === '') yield { name: tag.id, reason: `${name}: ${value}`, hasValue: true };
  }
}
