import { suggestNames } from '@multistatus/wire';

/** The limits of a reader. All are integers from 1 up. */
export interface ReadLimits {
  /**
   * Length of the text in bytes. A text given as a string counts one byte per UTF-16 code unit.
   *
   * @defaultValue 33_554_432 (32 MiB)
   */
  readonly maxBytes?: number | undefined;
  /**
   * Nesting depth of elements or JSON values, at most 1000. The root is level 1. Bodies are not counted.
   *
   * @defaultValue 64
   */
  readonly maxDepth?: number | undefined;
  /**
   * Number of XML elements and attributes, or of JSON objects and arrays outside bodies.
   *
   * @defaultValue 2_000_000
   */
  readonly maxElements?: number | undefined;
  /**
   * Number of responses.
   *
   * @defaultValue 1_000_000
   */
  readonly maxResponses?: number | undefined;
}

/** Limits with the defaults applied. */
export type ResolvedReadLimits = { readonly [Name in keyof ReadLimits]-?: number };

const DEFAULTS: ResolvedReadLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxDepth: 64,
  maxElements: 2_000_000,
  maxResponses: 1_000_000,
};
// Code that processes the elements recurses. A thousand levels are safe on any stack.
const MAXIMUMS: Partial<ResolvedReadLimits> = { maxDepth: 1000 };

/** The option names of all limits, in the order of {@link ReadLimits}. */
export const READ_LIMITS: readonly (keyof ReadLimits)[] = Object.keys(DEFAULTS) as (keyof ReadLimits)[];

/**
 * Checks limits and applies the defaults.
 *
 * @throws {RangeError} if a limit is not an integer from 1 up, or `maxDepth` exceeds 1000.
 * @throws {TypeError} if an option is neither a limit nor one of the `known` ones.
 */
export function resolveReadLimits(
  options: ReadLimits = {},
  known: readonly string[] = [],
): ResolvedReadLimits {
  const limits = { ...DEFAULTS };
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name)) continue;
    if (!isLimit(name)) {
      const all = [...READ_LIMITS, ...known];
      throw new TypeError(`${name} is not an option; ${suggestNames(name, { kind: 'options', known: all })}`);
    }
    if (value !== undefined) limits[name] = checkLimit(name, value);
  }
  return limits;
}

function isLimit(name: string): name is keyof ReadLimits {
  return Object.hasOwn(DEFAULTS, name);
}

function checkLimit(name: keyof ReadLimits, value: unknown): number {
  const maximum = MAXIMUMS[name] ?? Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > maximum) {
    throw new RangeError(`${name} must be an integer from 1 to ${maximum}, got ${String(value)}`);
  }
  return value;
}
