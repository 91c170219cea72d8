import type { AsyncSupport } from '../options/async-support.js';
import { checkBoolean } from '../options/check-boolean.js';
import { checkFunction } from '../options/check-function.js';
import { describeValue } from '../options/describe-value.js';
import { rejectUnknownOptions } from '../options/reject-unknown-options.js';
import { fillLimits } from '../options/resolve-limits.js';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.js';
import type { BulkLimitOptions, BulkOptions } from './bulk-options.js';
import { type CompileSchema, checkAjv } from './compile-with.js';
import { checkItemSchema } from './item-schema.js';
import { createItemValidator, type ItemValidator } from './item-validator.js';

const DEFAULT_LIMITS = {
  maxItems: 1_000,
  maxItemBytes: 1_048_576,
  maxBodyBytes: 1_048_576,
  concurrency: 100,
  itemTimeoutMs: 10_000,
  bulkTimeoutMs: 25_000,
  maxResponseBytes: 33_554_432,
  maxJsonDepth: 64,
  maxConcurrentRequests: 64,
  maxBytesUnderWay: 268_435_456,
  bodyTimeoutMs: 30_000,
  sendTimeoutMs: 30_000,
} as const;
const MAY_BE_INFINITE = ['maxItems', 'maxBodyBytes', 'bulkTimeoutMs'] as const;
/** The options that a bulk endpoint has in common with a batch endpoint. */
const SHARED_OPTIONS = [
  'formats',
  'defaultFormat',
  'status',
  'timings',
  'onOutcome',
  'onError',
  'transaction',
  'journal',
  'idempotency',
  'async',
] as const;
const BULK_OPTIONS = [
  'item',
  'ajv',
  'href',
  'handle',
  'handleMany',
  'atomic',
  'key',
  'validateAll',
  'propstats',
] as const;

/** The limits of a bulk endpoint with the defaults filled in. */
export type BulkLimits = Readonly<Record<keyof BulkLimitOptions, number>>;

/** The options of a bulk endpoint, checked and with the defaults filled in, but without a validator of its items. */
export interface BulkSettings<Item, Extra extends object>
  extends Pick<BulkOptions<Item, Extra>, 'href' | 'handle' | 'handleMany' | 'key'> {
  readonly isAtomic: boolean;
  readonly validatesAll: boolean;
  readonly reportsPropstats: boolean;
  /** True if nothing can run before the whole list has arrived. */
  readonly needsWholeList: boolean;
  /** For a list or an answer that is held in memory: all are finite. */
  readonly limits: BulkLimits;
  /** For NDJSON with an NDJSON answer: those that the options set to `Infinity` are infinite. */
  readonly streamLimits: BulkLimits;
  /** For a list that is answered later; `undefined` without the option `async`. */
  readonly laterLimits: BulkLimits | undefined;
  /** The options that a bulk endpoint has in common with a batch endpoint. */
  readonly shared: ResolvedOptions;
}

/** The options of a bulk endpoint that runs. */
export interface ResolvedBulkOptions<Item, Extra extends object> extends BulkSettings<Item, Extra> {
  readonly validate: ItemValidator<Item>;
}

/**
 * Checks the options of a bulk endpoint, fills in the defaults, and creates the validator of its items.
 *
 * @throws {TypeError} also for a JSON Schema, if there is neither the option `ajv` nor `compileSchema`. Errors of Ajv pass
 * through if the schema does not compile. For the rest see {@link resolveBulkSettings}.
 */
export function resolveBulkOptions<Item, Extra extends object>(
  options: BulkOptions<Item, Extra>,
  compileSchema?: CompileSchema,
): ResolvedBulkOptions<Item, Extra> {
  const settings = resolveBulkSettings(options);
  const validate = createItemValidator(options.item, options.ajv, compileSchema);
  return Object.freeze({ ...settings, validate });
}

/**
 * Checks the options of a bulk endpoint and fills in the defaults. Compiles no schema.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong kind, or options that exclude each other.
 * @throws {RangeError} for a limit out of its range.
 */
export function resolveBulkSettings<Item, Extra extends object>(
  options: BulkOptions<Item, Extra>,
): BulkSettings<Item, Extra> {
  rejectUnknownOptions('bulk', options, {
    known: [...BULK_OPTIONS, ...SHARED_OPTIONS, 'limits'],
    groups: { limits: Object.keys(DEFAULT_LIMITS) },
  });
  const { href, handle, handleMany, key, atomic = false, validateAll = false } = options;
  for (const name of ['href', 'handle', 'handleMany'] as const) checkFunction(`bulk.${name}`, options[name]);
  for (const name of ['atomic', 'validateAll', 'propstats'] as const)
    checkBoolean(`bulk.${name}`, options[name]);
  if ((handle === undefined) === (handleMany === undefined)) {
    throw new TypeError('bulk needs either handle, called for each item, or handleMany, called once for all');
  }
  if (key !== undefined && typeof key !== 'string')
    throw new TypeError(
      `bulk.key must be the name of a member of items, such as 'id', got ${describeValue(key)}`,
    );
  if (atomic && options.transaction === undefined)
    throw new TypeError('bulk.atomic requires the option transaction, such as pgTransaction(pool)');
  const isEachAtomic = options.idempotency?.everyOperation === true;
  if (!atomic && !isEachAtomic && options.transaction !== undefined)
    throw new TypeError('bulk.transaction requires atomic: true, or idempotency: { everyOperation: true }');
  if (isEachAtomic && handleMany !== undefined)
    throw new TypeError(
      'bulk.idempotency.everyOperation requires handle, because handleMany runs all items at once',
    );
  checkItemSchema(options.item);
  checkAjv(options.ajv);
  const streamLimits = fillLimits('bulk.limits', options.limits, {
    defaults: DEFAULT_LIMITS,
    unbounded: MAY_BE_INFINITE,
  });
  const shared = resolveOptions(
    Object.fromEntries(SHARED_OPTIONS.map((name) => [name, options[name]])),
    [],
    'bulk',
  );
  if (shared.async !== undefined && shared.async.monitors === undefined) {
    throw new TypeError(
      "bulk.async needs a path for its monitors, because bulk() is the handler of a route and does not see requests for them: write respondAsync({ monitors: '/monitors', ... }) and app.use('/monitors', batchMonitors({ ... }))",
    );
  }
  const limits = toFinite(streamLimits);
  return {
    href,
    handle,
    handleMany,
    key,
    isAtomic: atomic,
    validatesAll: validateAll,
    reportsPropstats: options.propstats === true,
    needsWholeList: atomic || validateAll || key !== undefined || handleMany !== undefined,
    limits,
    streamLimits,
    laterLimits: shared.async && toLater(limits, shared.async),
    shared,
  };
}

function toLater(limits: BulkLimits, { limits: { maxOperations, maxBodyBytes } }: AsyncSupport): BulkLimits {
  return { ...limits, maxItems: maxOperations, maxBodyBytes };
}

function toFinite(limits: BulkLimits): BulkLimits {
  const finite = { ...limits };
  for (const name of MAY_BE_INFINITE) {
    if (finite[name] === Number.POSITIVE_INFINITY) finite[name] = DEFAULT_LIMITS[name];
  }
  return finite;
}
