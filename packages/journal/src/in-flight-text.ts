import type { ClaimedUnit } from '@multistatus/core/adapter';

/** Returns the text that a store keeps of the units that are in flight: each as a list of its number and its digest. */
export function writeInFlight(claims: Iterable<ClaimedUnit>): string {
  const tuples: (readonly [unit: number, digest?: string])[] = [];
  for (const { unit, digest } of claims) tuples.push(digest === undefined ? [unit] : [unit, digest]);
  return JSON.stringify(tuples);
}

/** Returns the units that {@link writeInFlight} has written, by their number. */
export function readInFlight(text: string): Map<number, ClaimedUnit> {
  const tuples = (text === '' ? [] : JSON.parse(text)) as readonly (readonly [
    unit: number,
    digest?: string,
  ])[];
  return new Map(tuples.map(([unit, digest]) => [unit, { unit, digest }]));
}
