import { splitOutsideQuotes } from '@multistatus/wire';

/** The preferences of a request (RFC 7240, OData 4.01) that this library supports. `undefined`: not requested. */
export interface Preferences {
  /** `undefined` also if both are requested (section 4.2). `representation` is the default behaviour. */
  readonly return: 'minimal' | 'representation' | undefined;
  /**
   * `strict`: no operation runs unless all are allowed to (section 4.4). `undefined` also if both are requested.
   * `lenient` is the default behaviour.
   */
  readonly handling: 'strict' | 'lenient' | undefined;
  /** True if the remaining operations run after a failure; false if the batch stops. */
  readonly continueOnError: boolean | undefined;
  /** True if the client prefers to be answered before everything has run (section 4.1). */
  readonly respondAsync: boolean;
  /** The seconds that the client is willing to wait for the answer (section 4.3); `undefined` if they are not a whole number. */
  readonly wait: number | undefined;
}

// No two adjacent patterns match the same white space: such a regular expression would take quadratic time.
const PREFERENCE =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?\s*(?:;.*)?$/s;

const NO_PREFERENCES: Preferences = {
  return: undefined,
  handling: undefined,
  continueOnError: undefined,
  respondAsync: false,
  wait: undefined,
};

/**
 * Returns the preferences of a Prefer header. Unknown preferences are ignored, and if a name occurs twice, the first
 * value counts (RFC 7240 section 2).
 */
export function parsePrefer(header: string | undefined): Preferences {
  if (header === undefined) return NO_PREFERENCES;
  const values = new Map<string, string[]>();
  for (const part of splitOutsideQuotes(header, ',')) {
    const match = PREFERENCE.exec(part.trim());
    if (match === null) continue;
    const [, name = '', quoted, bare = ''] = match;
    const key = name.toLowerCase().replace(/^odata\./, '');
    const present = values.get(key);
    if (present === undefined) values.set(key, [quoted ?? bare]);
    else present.push(quoted ?? bare);
  }
  const [continueOnError] = values.get('continue-on-error') ?? [];
  const [wait = ''] = values.get('wait') ?? [];
  return {
    return: oneOf(values.get('return'), ['minimal', 'representation']),
    handling: oneOf(values.get('handling'), ['strict', 'lenient']),
    continueOnError: continueOnError === undefined ? undefined : continueOnError.toLowerCase() !== 'false',
    respondAsync: values.has('respond-async'),
    wait: /^\d{1,9}$/.test(wait) ? Number(wait) : undefined,
  };
}

/** Returns the first of the values if it is one of two opposites and the other one is not among the values as well. */
function oneOf<Value extends string>(
  values: readonly string[] = [],
  opposites: readonly [Value, Value],
): Value | undefined {
  return opposites.every((value) => values.includes(value))
    ? undefined
    : opposites.find((value) => value === values[0]);
}
