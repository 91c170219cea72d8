import type { ClaimedUnit } from '@multistatus/core/adapter';

/**
 * Claimed units as JSON: the number of the first, and either its digest, or how many units without a digest follow it. A list that
 * is handled at once has thousands of them, and each write has the whole text.
 */
type ClaimTuple = [first: number, more?: string | number];

/** Returns the text that a store keeps of the units that are in flight, except those in `settled`. */
export function writeInFlight(claims: Iterable<ClaimedUnit>, settled: ReadonlySet<number>): string {
  const tuples: ClaimTuple[] = [];
  for (const { unit, digest } of claims) {
    if (settled.has(unit)) continue;
    if (digest !== undefined) {
      tuples.push([unit, digest]);
      continue;
    }
    const last = tuples.at(-1);
    const following = last?.[1] ?? 0;
    if (last !== undefined && typeof following === 'number' && unit === last[0] + following + 1) {
      last[1] = following + 1;
    } else {
      tuples.push([unit]);
    }
  }
  return JSON.stringify(tuples);
}

/** Returns the units that {@link writeInFlight} has written, by their number. */
export function readInFlight(text: string): Map<number, ClaimedUnit> {
  const tuples = (text === '' ? [] : JSON.parse(text)) as readonly ClaimTuple[];
  const claimed = new Map<number, ClaimedUnit>();
  for (const [first, more] of tuples) {
    const last = typeof more === 'number' ? first + more : first;
    const digest = typeof more === 'string' ? more : undefined;
    for (let unit = first; unit <= last; unit += 1) claimed.set(unit, { unit, digest });
  }
  return claimed;
}
