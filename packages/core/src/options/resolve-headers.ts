import { isInheritable, isOptInHeader, isToken } from '@multistatus/wire';
import { checkChoice } from './check-choice.js';
import type { HeaderOptions } from './header-options.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';

/** The header options with defaults applied and names in lower case. */
export interface ResolvedHeaders {
  readonly inherit: ReadonlySet<string>;
  readonly allow: ReadonlySet<string>;
  /** `undefined` if outcomes show all headers except those that are omitted by default. */
  readonly expose: ReadonlySet<string> | undefined;
  readonly case: 'lower-case' | 'canonical';
}

/** The names of all header options, in the order in which they are documented. */
export const HEADER_OPTION_NAMES: readonly (keyof HeaderOptions)[] = ['inherit', 'allow', 'expose', 'case'];

/**
 * Checks the header options of a batch and applies the defaults.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong type, or a header that the option cannot contain.
 */
export function resolveHeaders(options: HeaderOptions = {}): ResolvedHeaders {
  rejectUnknownOptions('batch.headers', options, { known: HEADER_OPTION_NAMES });
  checkChoice('batch.headers.case', options.case, { choices: ['lower-case', 'canonical'] });
  const inherit = readHeaderNames('batch.headers.inherit', options.inherit);
  const allow = readHeaderNames('batch.headers.allow', options.allow);
  const expose = readHeaderNames('batch.headers.expose', options.expose);
  checkEach('batch.headers.inherit', inherit, isInheritable);
  checkEach('batch.headers.allow', allow, isOptInHeader);
  return Object.freeze({
    inherit: inherit ?? new Set<string>(),
    allow: allow ?? new Set<string>(),
    expose,
    case: options.case ?? 'lower-case',
  });
}

function readHeaderNames(option: string, names: unknown): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string' && isToken(name))) {
    return new Set((names as string[]).map((name) => name.toLowerCase()));
  }
  throw new TypeError(`${option} must be an array of header names, such as ['x-tenant']`);
}

function checkEach(
  option: string,
  names: ReadonlySet<string> | undefined,
  isFit: (name: string) => boolean,
): void {
  for (const name of names ?? []) {
    if (!isFit(name)) throw new TypeError(`${option} cannot contain ${name}: see the README on headers`);
  }
}
