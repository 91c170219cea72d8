import { editDistance } from './edit-distance.js';

/** The most edits between a name and the one that was meant. Short names are more often similar by accident. */
const MAX_EDITS = 2;
const MAX_EDITS_OF_SHORT = 1;
const SHORT_LENGTH = 4;

/**
 * Returns the end of a message about a name that is not known: first the name that was probably meant, if one is similar, then all
 * names. `kind` is what the names are, in the plural: "options".
 *
 * `nested` are names that belong one level deeper, with their group: `limits.maxOperations`. They are suggested, but not listed.
 *
 * @example
 * ```ts
 * suggestNames('onerror', { kind: 'options', known: ['path', 'onError'] }); // 'did you mean onError? The options are path, onError'
 * ```
 */
export function suggestNames(
  name: string,
  {
    kind,
    known,
    nested = [],
  }: { readonly kind: string; readonly known: readonly string[]; readonly nested?: readonly string[] },
): string {
  const near = nearestName(name, [...known, ...nested]);
  const list = `${kind} are ${known.join(', ')}`;
  return near === undefined ? `the ${list}` : `did you mean ${near}? The ${list}`;
}

/**
 * Returns the candidate that is most similar to a name, or `undefined` if none is. Of a candidate like
 * `limits.maxItems`, only the last part is compared.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const own = candidate.slice(candidate.lastIndexOf('.') + 1);
    const edits = editsBetween(own.toLowerCase(), name.toLowerCase());
    if (edits === undefined || edits >= least) continue;
    nearest = candidate;
    least = edits;
  }
  return nearest;
}

/** Returns how many edits two names are apart, or `undefined` if they are not similar: too many, and none contains the other. */
function editsBetween(known: string, name: string): number | undefined {
  const difference = Math.abs(known.length - name.length);
  const contains = Math.min(known.length, name.length) > 2 && (known.includes(name) || name.includes(known));
  if (contains) return difference;
  const most = Math.min(known.length, name.length) <= SHORT_LENGTH ? MAX_EDITS_OF_SHORT : MAX_EDITS;
  // A client may send a name of any length, so one that cannot be similar is not compared.
  if (difference > most) return undefined;
  const edits = areSwapped(known, name) ? 1 : editDistance(known, name);
  // Half of the name must be right.
  return edits <= most && edits * 2 < Math.max(known.length, name.length) ? edits : undefined;
}

/** Checks whether two texts differ only in two neighbouring characters that are swapped. */
function areSwapped(one: string, other: string): boolean {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at];
  return one !== other && isSwapped && one.slice(at + 2) === other.slice(at + 2);
}
