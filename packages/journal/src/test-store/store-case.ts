import { randomBytes, randomUUID } from 'node:crypto';
import type { BatchStore, BeginRequest, EntryWrite, StoredUnit } from '../batch-store.js';

/** One requirement of `BatchStore`, as a test. */
export interface StoreCase {
  /** The requirement. It is unique in its list. */
  readonly name: string;
  /** Rejects with an `AssertionError` if the store does not meet it. */
  readonly run: () => Promise<void>;
}

/** Requirements, by their names. */
export type CheckedRequirements = Readonly<Record<string, (store: BatchStore) => Promise<void>>>;

/** Long enough for every case. */
export const HOUR_MS = 3_600_000;

/** Returns the name of an entry that nobody else uses. */
export function newRef(): string {
  return randomBytes(32).toString('base64url');
}

/** Returns a request of a new owner, with a lease that does not end within a case. */
export function beginOf(ref: string, change: Partial<BeginRequest> = {}): BeginRequest {
  return {
    ref,
    owner: randomUUID(),
    fingerprint: 'fingerprint',
    about: 'about',
    leaseMs: HOUR_MS,
    keepMs: HOUR_MS,
    ...change,
  };
}

/** Returns the first write of an owner. */
export function writeOf(owner: string, change: Partial<EntryWrite> = {}): EntryWrite {
  return { owner, sequence: 1, leaseMs: HOUR_MS, keepMs: HOUR_MS, inFlight: '', outcomes: [], ...change };
}

/** Returns the outcome `text` for each of the units. */
export function outcomesOf(text: string, ...units: readonly number[]): readonly StoredUnit[] {
  return units.map((unit) => ({ unit, outcome: `${text} ${unit}` }));
}

/** Begins an entry that does not exist, and returns its owner. */
export async function beginNew(
  store: BatchStore,
  ref: string,
  change: Partial<BeginRequest> = {},
): Promise<string> {
  const request = beginOf(ref, change);
  const begun = await store.begin(request);
  if (begun.state !== 'begun') throw new Error(`A new entry is ${begun.state}`);
  return request.owner;
}

/** Asks until the answer is accepted, and returns it: only the store knows when a time has passed. Gives up after 20 seconds. */
export async function askUntil<Answer>(
  ask: () => Promise<Answer>,
  isAccepted: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (isAccepted(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`Still ${JSON.stringify(answer)} after 20 seconds`);
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
}
