/**
 * Returns how many characters must be inserted, removed or replaced to turn one text into the other (Levenshtein). Only for short
 * texts: takes time in proportion to the product of their lengths.
 *
 * Not a library, because loading one would take a fifth of the time of importing `@multistatus/client`.
 */
export function editDistance(one: string, other: string): number {
  // The distances between what has been read of `one` and each beginning of `other`.
  let row = Array.from({ length: other.length + 1 }, (_, length) => length);
  for (let read = 0; read < one.length; read += 1) {
    const next = [read + 1];
    for (let at = 0; at < other.length; at += 1) {
      const replaced = (row[at] ?? 0) + (one[read] === other[at] ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
