import { findUrlIssue } from '../operation/operation-url.js';
import type { BatchOptions } from './batch-options.js';
import { checkChoice } from './check-choice.js';
import { checkFunction } from './check-function.js';
import { describeValue } from './describe-value.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';
import { HEADER_OPTION_NAMES, type ResolvedHeaders, resolveHeaders } from './resolve-headers.js';
import { LIMIT_NAMES, type Limits, resolveLimits } from './resolve-limits.js';

type Defined<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };
/** Options that have a value even where none is given. */
type Filled = Defined<
  Pick<BatchOptions, 'defaultFormat' | 'execution' | 'basePath' | 'cookies' | 'status' | 'onError'>
>;

/** The options with every value filled in. */
export interface ResolvedOptions
  extends Filled,
    Pick<BatchOptions, 'allow' | 'transaction' | 'isSuccess' | 'onOutcome'> {
  readonly headers: ResolvedHeaders;
  readonly limits: Limits;
}

const CHOICES = {
  defaultFormat: ['json', 'xml'],
  execution: ['parallel', 'sequential'],
  cookies: ['lift', 'drop', 'include'],
} as const;
const STATUSES = ['multi-status', 'ok-or-multi-status'] as const;
const FUNCTIONS = ['allow', 'transaction', 'isSuccess', 'onOutcome', 'onError'] as const;
const GROUPS = { limits: LIMIT_NAMES, headers: HEADER_OPTION_NAMES };
const OPTION_NAMES = [...Object.keys(CHOICES), ...FUNCTIONS, 'basePath', 'status', ...Object.keys(GROUPS)];

/**
 * Checks the options of a batch and fills in the defaults.
 *
 * @throws {TypeError} for an unknown option, or a value of the wrong kind.
 * @throws {RangeError} for a limit out of its range.
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
  const { defaultFormat = 'json', execution = 'parallel', basePath = '' } = options;
  const { cookies = 'lift', status = 'multi-status' } = options;
  if (typeof status !== 'function') {
    checkChoice(`${owner}.status`, status, { choices: STATUSES, alternative: ' or a function' });
  }
  checkBasePath(basePath);
  const { allow, transaction, isSuccess, onOutcome, onError = report } = options;
  return Object.freeze({
    defaultFormat,
    execution,
    basePath,
    allow,
    cookies,
    transaction,
    isSuccess,
    status,
    onOutcome,
    onError: quietly(onError),
    headers: resolveHeaders(options.headers),
    limits: resolveLimits(options.limits),
  });
}

function checkBasePath(basePath: unknown): void {
  if (basePath === '') return;
  if (typeof basePath === 'string' && !/[?]|\/\/|\/$/.test(basePath) && findUrlIssue(basePath) === undefined)
    return;
  throw new TypeError(
    `batch.basePath must be a path without query and trailing slash, such as '/api', got ${describeValue(basePath)}`,
  );
}

/** As a framework does with an error that nobody handles. */
function report(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: nobody else would hear of it
  console.error(error);
}

/** A reporter that fails must not turn an answer into another. */
function quietly(report: (error: unknown) => unknown): (error: unknown) => void {
  return (error) => {
    // There is nobody left to tell what goes wrong in it.
    new Promise((resolve) => resolve(report(error))).catch(() => undefined);
  };
}
