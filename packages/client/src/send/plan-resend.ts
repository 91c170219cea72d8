import { parseBase } from '@multistatus/wire';
import type { Ending } from '../may-resend.js';
import { fillReferences } from './fill-references.js';
import type { KnownOutcome } from './known-outcome.js';
import type { WireOperation } from './wire-operation.js';

/** What is known after a try. */
export interface ResendContext {
  /** All operations of the batch. */
  readonly operations: readonly WireOperation[];
  readonly outcomes: ReadonlyMap<string, KnownOutcome>;
  /** Whether an operation that ended so is to be sent again, as far as it depends on itself. */
  readonly isDue: (ending: Ending, id: string) => boolean;
}

/**
 * Gives the operations to be sent again, as they are to be sent: none of what succeeded, and nothing of which a second
 * run could do harm.
 *
 * - One that was turned away, or may have run and may do so twice, goes by its own outcome.
 * - One that did not run because of others (424) goes if all of those go.
 * - A group goes as a whole or not at all: only if none of it took effect.
 * - What depends on an operation goes only if that succeeded or goes too; values of one that succeeded are filled in.
 */
export function planResend(context: ResendContext): WireOperation[] {
  const { operations, outcomes } = context;
  const isOfClass = (wanted: KnownOutcome['class']) => (entry: [string, KnownOutcome]) =>
    entry[1].class === wanted;
  const plan: PlanState = {
    ...context,
    succeeded: new Map([...outcomes].filter(isOfClass('succeeded'))),
    chosen: new Set([...outcomes].filter(isOfClass('failed')).map(([id]) => id)),
    named: groupByName(operations),
  };
  // Each removal can take away what others stand on: until nothing changes.
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
  /** Ids of what goes again, as far as is known. */
  readonly chosen: Set<string>;
  /** Operations by their ids, and by the names of their groups. */
  readonly named: ReadonlyMap<string, readonly WireOperation[]>;
}

function groupByName(operations: readonly WireOperation[]): Map<string, WireOperation[]> {
  const named = new Map<string, WireOperation[]>();
  for (const operation of operations) {
    for (const name of [operation.id, operation.atomicityGroup]) {
      if (name !== undefined) named.set(name, [...(named.get(name) ?? []), operation]);
    }
  }
  return named;
}

function isChosen(operation: WireOperation, plan: PlanState): boolean {
  const { outcomes, chosen, succeeded, isDue } = plan;
  const outcome = outcomes.get(operation.id);
  if (outcome === undefined || !unitOf(operation, plan).every(({ id }) => chosen.has(id))) return false;
  const needs = (operation.dependsOn ?? []).flatMap((name) => plan.named.get(name) ?? []);
  if (!needs.every(({ id }) => chosen.has(id) || succeeded.has(id))) return false;
  if (!canBeFilled(operation, plan)) return false;
  if (isDue(outcome.ending, operation.id)) return true;
  const because = readBecause(outcome);
  return outcome.ending.executed === false && because.length > 0 && because.every((name) => goes(name, plan));
}

function dropUnit(operation: WireOperation, plan: PlanState): void {
  for (const { id } of unitOf(operation, plan)) plan.chosen.delete(id);
}

/** Whether all that it takes from others is there, or will be. */
function canBeFilled(
  { url, references = [], ...rest }: WireOperation,
  { chosen, succeeded }: PlanState,
): boolean {
  const base = parseBase(url);
  // The server resolves `$id` by the response that it has; a client would have to guess.
  if (base !== undefined && !chosen.has(base.id)) return false;
  if (references.length === 0) return true;
  const isKnown = references.every(({ from }) => chosen.has(from) || succeeded.has(from));
  return isKnown && fillReferences({ ...rest, url, references }, succeeded) !== undefined;
}

/** Gives an operation without its dependencies on what is not sent again. */
function withoutSettled(operation: WireOperation, plan: PlanState): WireOperation {
  const { dependsOn = [], ...rest } = fillReferences(operation, plan.succeeded) ?? operation;
  const names = dependsOn.filter((name) => goes(name, plan));
  return { ...rest, ...(names.length === 0 ? {} : { dependsOn: names }) };
}

function readBecause({ response }: KnownOutcome): readonly string[] {
  const because = response.problem?.['because'];
  return Array.isArray(because) ? because.filter((name) => typeof name === 'string') : [];
}

/** Of a group, which goes as a whole or not at all, one member tells. */
function goes(name: string, { named, chosen }: PlanState): boolean {
  return (named.get(name) ?? []).some(({ id }) => chosen.has(id));
}

/** What goes together: the group, or the operation alone. */
function unitOf(operation: WireOperation, { named }: PlanState): readonly WireOperation[] {
  const { atomicityGroup } = operation;
  return atomicityGroup === undefined ? [operation] : (named.get(atomicityGroup) ?? []);
}
