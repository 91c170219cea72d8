import { isInheritable, isOptInHeader, isToken, toHyphens } from '@multistatus/wire';
import { checkChoice } from './check-choice.js';
import { describeValue } from './describe-value.js';
import type { HeaderOptions } from './header-options.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';

/** The header options with defaults applied and names in lower case. */
export interface ResolvedHeaders {
  readonly inherit: ReadonlySet<string>;
  readonly allow: ReadonlySet<string>;
  readonly deny: DeniedNames;
  /** `undefined` if outcomes show all headers except those that are omitted by default. */
  readonly expose: ReadonlySet<string> | undefined;
  readonly case: 'lower-case' | 'canonical';
}

/** Headers that are denied in addition to those that are by default. Underscores are written as hyphens. */
export interface DeniedNames {
  /** The headers of `deny` and of `inherit`. */
  readonly names: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

/** The names of all header options, in the order in which they are documented. */
export const HEADER_OPTION_NAMES: readonly (keyof HeaderOptions)[] = [
  'inherit',
  'allow',
  'deny',
  'expose',
  'case',
];

/**
 * Checks the header options of a batch and applies the defaults.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong type, or a header that the option cannot contain.
 */
export function resolveHeaders(options: HeaderOptions = {}): ResolvedHeaders {
  rejectUnknownOptions('batch.headers', options, { known: HEADER_OPTION_NAMES });
  checkChoice('batch.headers.case', options.case, { choices: ['lower-case', 'canonical'] });
  const inherit = readHeaderNames('batch.headers.inherit', options.inherit) ?? NO_NAMES;
  const allow = readHeaderNames('batch.headers.allow', options.allow) ?? NO_NAMES;
  const deny = readDenied(options.deny);
  const expose = readHeaderNames('batch.headers.expose', options.expose);
  checkEach(inherit, isInheritable, {
    option: 'batch.headers.inherit',
    reason: 'it belongs to a single request or connection',
  });
  checkEach(allow, isOptInHeader, {
    option: 'batch.headers.allow',
    reason: 'it delimits a message, names a host, or comes only from a proxy',
  });
  checkEach(deny.names, (name) => !allow.has(name), {
    option: 'batch.headers.deny',
    reason: 'batch.headers.allow contains it',
  });
  return Object.freeze({
    inherit,
    allow,
    deny: { ...deny, names: new Set([...deny.names, ...[...inherit].map(toHyphens)]) },
    expose,
    case: options.case ?? 'lower-case',
  });
}

const NO_NAMES: ReadonlySet<string> = new Set();

function readHeaderNames(option: string, names: unknown): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  const expected = "an array of header names, such as ['x-tenant']";
  return new Set(
    checkNames(option, names, { expected, isName: isHeaderName }).map((name) => name.toLowerCase()),
  );
}

/** @throws {TypeError} naming the first entry that is not a name. */
function checkNames(
  option: string,
  names: unknown,
  { expected, isName }: { readonly expected: string; readonly isName: (name: unknown) => name is string },
): readonly string[] {
  const entries: readonly unknown[] | undefined = Array.isArray(names) ? names : undefined;
  if (entries?.every(isName)) return entries;
  const wrong = entries === undefined ? names : entries.find((name) => !isName(name));
  throw new TypeError(`${option} must be ${expected}, got ${describeValue(wrong)}`);
}

function readDenied(names: unknown = []): DeniedNames {
  const isEntry = (name: unknown): name is string =>
    isHeaderName(typeof name === 'string' ? name.replace(/\*$/, '') : name);
  const expected = "an array of header names and prefixes, such as ['x-tenant', 'x-corp-*']";
  const entries = checkNames('batch.headers.deny', names, { expected, isName: isEntry }).map((name) =>
    toHyphens(name.toLowerCase()),
  );
  return {
    names: new Set(entries.filter((name) => !name.endsWith('*'))),
    prefixes: entries.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  };
}

/** An asterisk is legal in a name. Here it would be a prefix that the option does not take. */
function isHeaderName(name: unknown): name is string {
  return typeof name === 'string' && isToken(name) && !name.includes('*');
}

function checkEach(
  names: ReadonlySet<string>,
  isFit: (name: string) => boolean,
  { option, reason }: { readonly option: string; readonly reason: string },
): void {
  for (const name of names) {
    if (!isFit(name)) throw new TypeError(`${option} cannot contain ${name}: ${reason}`);
  }
}
