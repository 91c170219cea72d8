import { splitOutsideQuotes } from '@multistatus/wire';

/** What the Prefer header of a request asks for (RFC 7240, OData 4.01), as far as this library can do it. */
export interface Preferences {
  /** `minimal` or `representation`; neither where both are asked for (section 4.2). */
  readonly return: 'minimal' | 'representation' | undefined;
  /** Whether nothing may run unless everything may (section 4.4); neither where both are asked for. */
  readonly handling: 'strict' | 'lenient' | undefined;
  /** Whether the rest runs after a failure. */
  readonly continueOnError: boolean | undefined;
}

// At most one run of white space before each fixed character: two side by side would take the square of the time.
const PREFERENCE =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?\s*(?:;.*)?$/s;

/** Reads the Prefer header. What it does not know is left out, as section 2 wants; of two of one name the first counts. */
export function parsePrefer(header: string | undefined): Preferences {
  const values = new Map<string, string[]>();
  for (const part of splitOutsideQuotes(header ?? '', ',')) {
    const match = PREFERENCE.exec(part.trim());
    if (match === null) continue;
    const [, name = '', quoted, bare = ''] = match;
    const key = name.toLowerCase().replace(/^odata\./, '');
    const present = values.get(key);
    if (present === undefined) values.set(key, [quoted ?? bare]);
    else present.push(quoted ?? bare);
  }
  const [continues] = values.get('continue-on-error') ?? [];
  return {
    return: oneOf(values.get('return'), ['minimal', 'representation']),
    handling: oneOf(values.get('handling'), ['strict', 'lenient']),
    continueOnError: continues === undefined ? undefined : continues.toLowerCase() !== 'false',
  };
}

/** The first of the values, if it is known and the opposite is not asked for as well. */
function oneOf<Value extends string>(
  values: readonly string[] = [],
  known: readonly [Value, Value],
): Value | undefined {
  return known.every((value) => values.includes(value))
    ? undefined
    : known.find((value) => value === values[0]);
}
