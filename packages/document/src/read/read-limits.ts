/** What a reader takes in at most. */
export interface ReadLimits {
  /** Of the text, in bytes; a text given as a string counts one for each UTF-16 code unit. @default 33554432 (32 MiB) */
  readonly maxBytes?: number | undefined;
  /** How deep elements, or JSON values, nest, the root being 1; 1 to 1000. A body counts anew. @default 64 */
  readonly maxDepth?: number | undefined;
  /** Elements and attributes of XML; objects and arrays of JSON outside of bodies. @default 2000000 */
  readonly maxElements?: number | undefined;
  /** Responses. @default 1000000 */
  readonly maxResponses?: number | undefined;
}

/** Limits with every default in its place. */
export type ResolvedReadLimits = { readonly [Name in keyof ReadLimits]-?: number };

const DEFAULTS: ResolvedReadLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxDepth: 64,
  maxElements: 2_000_000,
  maxResponses: 1_000_000,
};
// Whoever works on the elements that were read recurses: a thousand levels are safe on any stack.
const HIGHEST: Partial<ResolvedReadLimits> = { maxDepth: 1000 };

/** The names of all limits. */
export const READ_LIMITS: readonly (keyof ReadLimits)[] = Object.keys(DEFAULTS) as (keyof ReadLimits)[];

/**
 * Gives every limit, checked.
 *
 * @throws {RangeError} if one is no integer from 1 up, or `maxDepth` exceeds 1000.
 * @throws {TypeError} if an option is none of the limits, save those that `known` names.
 */
export function resolveReadLimits(
  options: ReadLimits = {},
  known: readonly string[] = [],
): ResolvedReadLimits {
  const limits = { ...DEFAULTS };
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name)) continue;
    if (!isLimit(name)) {
      throw new TypeError(`${name} is no option; there are ${[...READ_LIMITS, ...known].join(', ')}`);
    }
    if (value !== undefined) limits[name] = checkLimit(name, value);
  }
  return limits;
}

function isLimit(name: string): name is keyof ReadLimits {
  return Object.hasOwn(DEFAULTS, name);
}

function checkLimit(name: keyof ReadLimits, value: unknown): number {
  const highest = HIGHEST[name] ?? Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > highest) {
    throw new RangeError(`${name} must be an integer from 1 to ${highest}, got ${String(value)}`);
  }
  return value;
}
