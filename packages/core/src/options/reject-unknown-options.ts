import { suggestNames } from '@multistatus/wire';
import { describeValue } from './describe-value.js';

/** The names of the known options, and of those that belong one level deeper, by the name of their group. */
export interface KnownOptions {
  /** The names that the object may have. */
  readonly known: readonly string[];
  /** The names of the options in groups such as `limits`, which messages suggest. @defaultValue none */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Checks that an options object has only known members. `owner` is its full name: `batch`, or a group of options such as
 * `batch.limits`.
 *
 * @throws {TypeError} if `options` is not an object, or has an unknown member; the message suggests a similar name and lists all.
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
    const nested = Object.entries(groups).flatMap(([group, names]) => names.map((own) => `${group}.${own}`));
    throw new TypeError(
      `${owner}.${name} is not an option; ${suggestNames(name, { kind: 'options', known, nested })}`,
    );
  }
}
