import { isToken } from '../http/field-syntax.js';
import { isInheritable, isOptInHeader } from '../http/header-policy.js';
import { findUrlIssue } from '../operation/operation-url.js';
import type { BatchOptions } from './batch-options.js';
import { checkFunction } from './check-function.js';
import { describeValue } from './describe-value.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';
import { LIMIT_NAMES, type Limits, resolveLimits } from './resolve-limits.js';

type Defined<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };
/** Options that have a value even where none is given. */
type Filled = Defined<
  Pick<
    BatchOptions,
    'defaultFormat' | 'execution' | 'basePath' | 'setCookie' | 'envelopeStatus' | 'headerNames' | 'onError'
  >
>;

/** The options with every value filled in, and names of headers in lower case. */
export interface ResolvedOptions
  extends Filled,
    Pick<BatchOptions, 'allow' | 'transaction' | 'isSuccess' | 'onOutcome'> {
  readonly inheritHeaders: ReadonlySet<string>;
  readonly allowOperationHeaders: ReadonlySet<string>;
  readonly outcomeHeaders: ReadonlySet<string> | undefined;
  readonly limits: Limits;
}

const CHOICES = {
  defaultFormat: ['json', 'xml'],
  execution: ['parallel', 'sequential'],
  setCookie: ['lift', 'drop', 'include'],
  envelopeStatus: ['multi-status', 'ok-or-multi-status'],
  headerNames: ['lower-case', 'canonical'],
} as const;
const FUNCTIONS = ['allow', 'transaction', 'isSuccess', 'onOutcome', 'onError'] as const;
const HEADER_LISTS = ['inheritHeaders', 'allowOperationHeaders', 'outcomeHeaders'] as const;
const OPTION_NAMES = [...Object.keys(CHOICES), ...FUNCTIONS, ...HEADER_LISTS, 'basePath', ...LIMIT_NAMES];

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
  rejectUnknownOptions(owner, options, [...OPTION_NAMES, ...adapterOptions]);
  checkChoices(options, owner);
  for (const name of FUNCTIONS) checkFunction(`${owner}.${name}`, options[name]);
  const { defaultFormat = 'json', execution = 'parallel', setCookie = 'lift' } = options;
  const { envelopeStatus = 'multi-status', headerNames = 'lower-case', basePath = '' } = options;
  checkBasePath(basePath);
  const { allow, transaction, isSuccess, onOutcome, onError = report } = options;
  const [inheritHeaders, allowOperationHeaders, outcomeHeaders] = HEADER_LISTS.map((name) =>
    readHeaderNames(name, options[name]),
  );
  checkEach('inheritHeaders', inheritHeaders, isInheritable);
  checkEach('allowOperationHeaders', allowOperationHeaders, isOptInHeader);
  return Object.freeze({
    defaultFormat,
    execution,
    basePath,
    allow,
    inheritHeaders: inheritHeaders ?? new Set<string>(),
    allowOperationHeaders: allowOperationHeaders ?? new Set<string>(),
    setCookie,
    transaction,
    isSuccess,
    envelopeStatus,
    headerNames,
    outcomeHeaders,
    onOutcome,
    onError: quietly(onError),
    limits: resolveLimits(options),
  });
}

function checkChoices(options: BatchOptions, owner: string): void {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = options[name as keyof typeof CHOICES];
    const isFunction = name === 'envelopeStatus' && typeof value === 'function';
    if (value === undefined || isFunction || (choices as readonly unknown[]).includes(value)) continue;
    const wanted = choices.map((choice) => `'${choice}'`).join(' or ');
    throw new TypeError(
      `${owner}.${name} must be ${wanted}${name === 'envelopeStatus' ? ' or a function' : ''}, got ${describeValue(value)}`,
    );
  }
}

function checkBasePath(basePath: unknown): void {
  if (basePath === '') return;
  if (typeof basePath === 'string' && !/[?]|\/\/|\/$/.test(basePath) && findUrlIssue(basePath) === undefined)
    return;
  throw new TypeError(
    `batch.basePath must be a path without query and trailing slash, such as '/api', got ${describeValue(basePath)}`,
  );
}

function readHeaderNames(option: string, names: unknown): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string' && isToken(name))) {
    return new Set((names as string[]).map((name) => name.toLowerCase()));
  }
  throw new TypeError(`batch.${option} must be an array of header names, such as ['x-tenant']`);
}

function checkEach(
  option: string,
  names: ReadonlySet<string> | undefined,
  isFit: (name: string) => boolean,
): void {
  for (const name of names ?? []) {
    if (!isFit(name)) throw new TypeError(`batch.${option} cannot hold ${name}: see the README on headers`);
  }
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
