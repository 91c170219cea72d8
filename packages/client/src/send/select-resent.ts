import { parseBase } from '@multistatus/wire';
import type { Ending } from '../may-resend.js';
import { fillReferences } from './fill-references.js';
import type { KnownOutcome } from './known-outcome.js';
import type { WireOperation } from './wire-operation.js';

/** What is known about a batch after a try. */
export interface ResendContext {
  /** All operations of the batch. */
  readonly operations: readonly WireOperation[];
  readonly outcomes: ReadonlyMap<string, KnownOutcome>;
  /** Checks whether an operation is to be sent again because of its own outcome. */
  readonly isDue: (ending: Ending, id: string) => boolean;
}

/**
 * Returns the operations to send again, in the form in which they are to be sent. None of them succeeded, and a second
 * run of them does no harm.
 *
 * - An operation is sent again if it was refused, or if it may have run and may run twice.
 * - An operation that did not run because of others (424) is sent again if all of those are.
 * - A group is sent again as a whole or not at all: only if none of its operations took effect.
 * - An operation with dependencies is sent again only if each of these succeeded or is sent again too. Values of those
 *   that succeeded are filled in.
 */
export function selectResent(context: ResendContext): WireOperation[] {
  const { operations, outcomes } = context;
  const succeeded = new Map<string, KnownOutcome>();
  const chosen = new Set<string>();
  for (const [id, outcome] of outcomes) {
    if (outcome.class === 'succeeded') succeeded.set(id, outcome);
    if (outcome.class === 'failed') chosen.add(id);
  }
  if (chosen.size === 0) return [];
  const plan: PlanState = { ...context, succeeded, chosen, named: groupByName(operations) };
  // Each removal may invalidate others that depend on it, so this repeats until nothing changes.
  for (let size = -1; size !== plan.chosen.size; ) {
    size = plan.chosen.size;
    for (const operation of operations) {
      if (plan.chosen.has(operation.id) && !isChosen(operation, plan)) dropUnit(operation, plan);
    }
  }
  return operations
    .filter(({ id }) => plan.chosen.has(id))
    .map((operation) => withoutSettled(operation, plan));
}

interface PlanState extends ResendContext {
  readonly succeeded: ReadonlyMap<string, KnownOutcome>;
  /** The ids of the operations that are candidates for sending again. */
  readonly chosen: Set<string>;
  /** Operations by their ids, and by the names of their groups. */
  readonly named: ReadonlyMap<string, readonly WireOperation[]>;
}

function groupByName(operations: readonly WireOperation[]): Map<string, WireOperation[]> {
  const named = new Map<string, WireOperation[]>();
  for (const operation of operations) {
    for (const name of [operation.id, operation.atomicityGroup]) {
      if (name === undefined) continue;
      const others = named.get(name);
      if (others === undefined) named.set(name, [operation]);
      else others.push(operation);
    }
  }
  return named;
}

function isChosen(operation: WireOperation, plan: PlanState): boolean {
  const { outcomes, chosen, succeeded, isDue } = plan;
  const outcome = outcomes.get(operation.id);
  if (outcome === undefined || !unitOf(operation, plan).every(({ id }) => chosen.has(id))) return false;
  const dependencies = (operation.dependsOn ?? []).flatMap((name) => plan.named.get(name) ?? []);
  if (!dependencies.every(({ id }) => chosen.has(id) || succeeded.has(id))) return false;
  if (!canBeFilled(operation, plan)) return false;
  if (isDue(outcome.ending, operation.id)) return true;
  const because = readBecause(outcome);
  return (
    outcome.ending.executed === false && because.length > 0 && because.every((name) => isResent(name, plan))
  );
}

function dropUnit(operation: WireOperation, plan: PlanState): void {
  for (const { id } of unitOf(operation, plan)) plan.chosen.delete(id);
}

/** Checks whether all values that an operation takes from others are known, or will be. */
function canBeFilled(
  { url, references = [], ...members }: WireOperation,
  { chosen, succeeded }: PlanState,
): boolean {
  const base = parseBase(url);
  // The server resolves `$id` with the response of that operation; the client could only guess.
  if (base !== undefined && !chosen.has(base.id)) return false;
  if (references.length === 0) return true;
  const isKnown = references.every(({ from }) => chosen.has(from) || succeeded.has(from));
  return isKnown && fillReferences({ ...members, url, references }, succeeded) !== undefined;
}

/** Returns an operation without dependencies on operations that are not sent again. */
function withoutSettled(operation: WireOperation, plan: PlanState): WireOperation {
  const { dependsOn = [], ...members } = fillReferences(operation, plan.succeeded) ?? operation;
  const names = dependsOn.filter((name) => isResent(name, plan));
  return { ...members, ...(names.length === 0 ? {} : { dependsOn: names }) };
}

/** Returns the names of the operations and groups because of which an operation did not run. */
export function readBecause({ response }: Pick<KnownOutcome, 'response'>): readonly string[] {
  const because = response.problem?.['because'];
  return Array.isArray(because) ? because.filter((name) => typeof name === 'string') : [];
}

/**
 * `name` is that of an operation or a group. One member decides for a group, which is sent as a whole or not at all.
 */
function isResent(name: string, { named, chosen }: PlanState): boolean {
  return (named.get(name) ?? []).some(({ id }) => chosen.has(id));
}

/** Returns the operations that are sent together: the group, or the operation alone. */
function unitOf(operation: WireOperation, { named }: PlanState): readonly WireOperation[] {
  const { atomicityGroup } = operation;
  return atomicityGroup === undefined ? [operation] : (named.get(atomicityGroup) ?? []);
}
