import type { FormatIndex } from '../formats/format-index.js';
import { stripBasePath } from '../operation/base-path.js';
import { findUrlIssue } from '../operation/operation-url.js';
import type { AsyncSupport } from './async-support.js';
import type { BatchOptions } from './batch-options.js';
import { checkBoolean } from './check-boolean.js';
import { checkChoice } from './check-choice.js';
import { checkFunction } from './check-function.js';
import { describeValue } from './describe-value.js';
import { type BatchErrorContext, identityOf } from './error-context.js';
import { type ResolvedIdempotency, resolveIdempotency } from './idempotency-options.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';
import { checkAsync } from './resolve-async.js';
import { resolveFormats } from './resolve-formats.js';
import { HEADER_OPTION_NAMES, type ResolvedHeaders, resolveHeaders } from './resolve-headers.js';
import { LIMIT_NAMES, type Limits, resolveLimits } from './resolve-limits.js';

type Defined<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };
/** The options that have a default value. */
type WithDefaults = Defined<
  Pick<BatchOptions, 'execution' | 'basePath' | 'cookies' | 'status' | 'timings' | 'onError'>
>;

/** The options with defaults applied. */
export interface ResolvedOptions
  extends WithDefaults,
    Pick<
      BatchOptions,
      'defaultFormat' | 'root' | 'allow' | 'transaction' | 'isSuccess' | 'onOutcome' | 'journal'
    > {
  readonly formats: FormatIndex;
  readonly headers: ResolvedHeaders;
  readonly limits: Limits;
  readonly idempotency: ResolvedIdempotency;
  readonly async: AsyncSupport | undefined;
}

const CHOICES = {
  execution: ['parallel', 'sequential'],
  cookies: ['lift', 'drop', 'include'],
} as const;
const STATUSES = ['multi-status', 'ok-or-multi-status'] as const;
const FUNCTIONS = ['allow', 'transaction', 'isSuccess', 'onOutcome', 'onError'] as const;
const GROUPS = { limits: LIMIT_NAMES, headers: HEADER_OPTION_NAMES };
const OPTION_NAMES = [
  'formats',
  'defaultFormat',
  ...Object.keys(CHOICES),
  ...FUNCTIONS,
  'basePath',
  'root',
  'status',
  'timings',
  'journal',
  'idempotency',
  'async',
  ...Object.keys(GROUPS),
];

/**
 * Checks the options of a batch and applies the defaults. `adapterOptions` are the names of further options, which only the
 * adapter reads.
 *
 * @throws {TypeError} for an unknown option, or a value of the wrong type.
 * @throws {RangeError} for a limit that is out of range.
 */
export function resolveOptions(
  options: BatchOptions,
  adapterOptions: readonly string[],
  owner: 'batch' | 'bulk' = 'batch',
): ResolvedOptions {
  rejectUnknownOptions(owner, options, { known: [...OPTION_NAMES, ...adapterOptions], groups: GROUPS });
  for (const [name, choices] of Object.entries(CHOICES)) {
    checkChoice(`${owner}.${name}`, options[name as keyof typeof CHOICES], { choices });
  }
  for (const name of FUNCTIONS) checkFunction(`${owner}.${name}`, options[name]);
  const { defaultFormat, execution = 'parallel', basePath = '' } = options;
  const { cookies = 'lift', status = 'multi-status', timings = false } = options;
  checkBoolean(`${owner}.timings`, timings);
  if (typeof status !== 'function') {
    checkChoice(`${owner}.status`, status, { choices: STATUSES, alternative: ' or a function' });
  }
  if (basePath !== '') checkPrefix('basePath', basePath);
  const root = resolveRoot(options, basePath);
  checkAsync(owner, options);
  const { allow, transaction, isSuccess, onOutcome, onError = report, journal, async } = options;
  return Object.freeze({
    formats: resolveFormats(owner, options),
    defaultFormat,
    execution,
    basePath,
    root,
    allow,
    cookies,
    transaction,
    isSuccess,
    status,
    timings,
    onOutcome,
    onError: quietly(onError),
    headers: resolveHeaders(options.headers),
    limits: resolveLimits(options.limits),
    journal,
    idempotency: resolveIdempotency(owner, options),
    async,
  });
}

/** Returns the option `root` without a slash at its end. */
function resolveRoot({ root }: Pick<BatchOptions, 'root'>, basePath: string): string | undefined {
  if (root === undefined) return undefined;
  if (root !== '/') checkPrefix('root', root);
  const path = root === '/' ? '' : root;
  if (stripBasePath(`${path}/`, basePath) !== undefined) return path;
  throw new TypeError(`batch.root must begin with batch.basePath, ${basePath}, got ${describeValue(root)}`);
}

function checkPrefix(name: 'basePath' | 'root', path: unknown): void {
  if (typeof path === 'string' && !/[?]|\/\/|\/$/.test(path) && findUrlIssue(path) === undefined) return;
  throw new TypeError(
    `batch.${name} must be a path without query and trailing slash, such as '/api', got ${describeValue(path)}`,
  );
}

/** Prints an error, as frameworks do with errors that nobody handles. */
function report(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the error would be lost otherwise
  console.error(error);
}

/** Wraps the option `onError` so that its own failure cannot change an answer. */
function quietly(
  report: (error: unknown, context: BatchErrorContext) => unknown,
): (error: unknown, context: BatchErrorContext) => void {
  return (error, context) => {
    const { operation } = context;
    const reported = operation === undefined ? context : { ...context, operation: identityOf(operation) };
    // There is nobody left to report this failure to.
    new Promise((resolve) => resolve(report(error, reported))).catch(() => undefined);
  };
}
