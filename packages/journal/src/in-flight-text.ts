import type { ClaimedUnit } from '@multistatus/core/adapter';

/** A claimed unit as JSON: its number, 1 if it is transactional, and its digest. */
type ClaimTuple = readonly [unit: number, isTransactional: 0 | 1, digest?: string];

/** Returns the text that a store keeps of the units that are in flight. */
export function writeInFlight(claims: Iterable<ClaimedUnit>): string {
  const tuples: ClaimTuple[] = [];
  for (const { unit, isTransactional, digest } of claims) {
    tuples.push(
      digest === undefined ? [unit, isTransactional ? 1 : 0] : [unit, isTransactional ? 1 : 0, digest],
    );
  }
  return JSON.stringify(tuples);
}

/** Returns the units that {@link writeInFlight} has written, by their number. */
export function readInFlight(text: string): Map<number, ClaimedUnit> {
  const tuples = (text === '' ? [] : JSON.parse(text)) as readonly ClaimTuple[];
  return new Map(
    tuples.map(([unit, isTransactional, digest]) => [
      unit,
      { unit, isTransactional: isTransactional === 1, digest },
    ]),
  );
}
