import { splitOutsideQuotes } from './split-outside-quotes.js';

/** What the Prefer header of a request asks for (RFC 7240), as far as this library can do it. */
export interface Preferences {
  /** `minimal` or `representation`; neither where both are asked for (section 4.2). */
  readonly return: 'minimal' | 'representation' | undefined;
}

// At most one run of white space before each fixed character: two side by side would take the square of the time.
const PREFERENCE =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?\s*(?:;.*)?$/s;

/** Reads the Prefer header. What it does not know is left out, as section 2 wants; of two of one name the first counts. */
export function parsePrefer(header: string | undefined): Preferences {
  const values = new Map<string, string>();
  const returns = new Set<string>();
  for (const part of splitOutsideQuotes(header ?? '', ',')) {
    const match = PREFERENCE.exec(part.trim());
    if (match === null) continue;
    const [, name = '', quoted, bare = ''] = match;
    const value = quoted ?? bare;
    if (name.toLowerCase() === 'return') returns.add(value);
    if (!values.has(name.toLowerCase())) values.set(name.toLowerCase(), value);
  }
  const wanted = returns.has('minimal') && returns.has('representation') ? undefined : values.get('return');
  return { return: wanted === 'minimal' || wanted === 'representation' ? wanted : undefined };
}
