import { distance } from 'fastest-levenshtein';
import { describeValue } from './describe-value.js';

/** The names of the known options, and of those that belong one level deeper, by the name of their group. */
export interface KnownOptions {
  readonly known: readonly string[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Checks that an options object has only known members. `owner` is its full name: `batch`, or a group of options such as
 * `batch.limits`.
 *
 * @throws {TypeError} if `options` is not an object, or has an unknown member; the message suggests a similar name.
 */
export function rejectUnknownOptions(
  owner: string,
  options: object,
  { known, groups = {} }: KnownOptions,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const subject = owner.includes('.') ? owner : `${owner} options`;
    throw new TypeError(`${subject} must be an object, got ${describeValue(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = findNear(name, { known, groups });
    const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
    throw new TypeError(`${owner}.${name} is not an option; ${hint}`);
  }
}

/** Returns the option whose name is most similar to `name`, with its group, such as `limits.maxOperations`. */
function findNear(name: string, { known, groups = {} }: KnownOptions): string | undefined {
  const grouped = Object.entries(groups).flatMap(([group, names]) =>
    names.map((own) => ({ own, path: `${group}.${own}` })),
  );
  const [near] = [...known.map((own) => ({ own, path: own })), ...grouped]
    .filter(({ own }) => isNear(own.toLowerCase(), name.toLowerCase()))
    .sort((a, b) => distance(a.own, name) - distance(b.own, name));
  return near?.path;
}

/** Checks whether one name contains the other, or they differ by at most two edits (Levenshtein distance). */
function isNear(a: string, b: string): boolean {
  if (b.length < 3) return false;
  return a.includes(b) || b.includes(a) || distance(a, b) <= 2;
}
