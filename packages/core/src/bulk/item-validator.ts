import { splitPointer } from '@multistatus/wire';
import { Ajv, type ErrorObject, type JSONSchemaType, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describeValue } from '../options/describe-value.js';
import { MAX_ISSUES, toPointer } from '../problem/issue.js';

/** What is wrong at one place of an item. */
export interface ItemIssue {
  /** JSON Pointer into the item, as URI fragment: `#/title`. */
  readonly pointer: string;
  readonly detail: string;
}

/** Gives the item as its handler gets it, or every fault in it. */
export type ItemValidator<Item> = (value: unknown) => Validated<Item> | Promise<Validated<Item>>;

type Validated<Item> = { readonly item: Item } | { readonly issues: readonly [ItemIssue, ...ItemIssue[]] };

/** A validator of the Standard Schema interface, version 1, as zod, valibot and arktype have it. */
export interface StandardSchema<Item> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Item> | Promise<StandardResult<Item>>;
    readonly types?: { readonly input: unknown; readonly output: Item } | undefined;
  };
}

type StandardResult<Item> =
  | { readonly value: Item; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

interface StandardIssue {
  readonly message?: unknown;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What an item is validated by: a JSON Schema, or a validator such as one of zod or valibot. */
export type ItemSchema<Item> =
  | StandardSchema<Item>
  | JSONSchemaType<Item>
  | Readonly<Record<string, unknown>>;

/** What is used of an Ajv instance. */
export type ItemAjv = Pick<Ajv, 'compile'>;

/**
 * Makes the validator of items, once.
 *
 * @throws {TypeError} if `schema` is no schema; what Ajv throws if it does not compile.
 */
export function createItemValidator<Item>(
  schema: ItemSchema<Item>,
  ajv: ItemAjv | undefined,
): ItemValidator<Item> {
  if ((typeof schema !== 'object' && typeof schema !== 'function') || schema === null) {
    throw new TypeError(
      `bulk.item must be a JSON Schema or a Standard Schema validator, got ${describeValue(schema)}`,
    );
  }
  return '~standard' in schema
    ? validateByStandard(schema as StandardSchema<Item>)
    : validateByAjv(ajv === undefined ? compileBounded(schema) : compile(schema, ajv));
}

/** Gives `true`, the errors, or for an asynchronous schema ($async) a promise that rejects with them. */
type Check = (value: unknown) => unknown;

function compile(schema: object, ajv: ItemAjv): Check {
  const validate: ValidateFunction = ajv.compile(schema);
  return (value) => {
    const result: unknown = validate(value);
    return result === false ? (validate.errors ?? []) : result;
  };
}

/**
 * Finds every fault of an item, but stops at the first where that is a bound that keeps the rest from being looked at: with
 * all errors asked for, ajv would compare a million elements with each other although there may be ten.
 */
function compileBounded(schema: object): Check {
  const options = { formats: fullFormats, ownProperties: true };
  const first = compile(schema, new Ajv(options));
  const all = compile(schema, new Ajv({ ...options, allErrors: true }));
  return (value) => {
    const result = first(value);
    return Array.isArray(result) && !BOUNDS.has((result as ErrorObject[])[0]?.keyword ?? '')
      ? all(value)
      : result;
  };
}

const BOUNDS: ReadonlySet<string> = new Set(['maxItems', 'maxLength', 'maxProperties', 'uniqueItems']);

function validateByAjv<Item>(check: Check): ItemValidator<Item> {
  return (value) => {
    const result = check(value);
    if (Array.isArray(result)) return { issues: toIssues(result as ErrorObject[]) };
    if (!(result instanceof Promise)) return { item: value as Item };
    return result.then(
      (item: Item) => ({ item }),
      (error: unknown) => {
        const errors = (error as { errors?: unknown } | null)?.errors;
        if (!Array.isArray(errors)) throw error;
        return { issues: toIssues(errors as ErrorObject[]) };
      },
    );
  };
}

function toIssues(errors: readonly ErrorObject[]): readonly [ItemIssue, ...ItemIssue[]] {
  const [first, ...rest] = errors.slice(0, MAX_ISSUES).map(toIssue);
  return [first ?? NO_REASON, ...rest];
}

function validateByStandard<Item>({ '~standard': standard }: StandardSchema<Item>): ItemValidator<Item> {
  return async (value) => {
    const result = await standard.validate(value);
    if (result.issues === undefined) return { item: result.value };
    const [first, ...rest] = result.issues.slice(0, MAX_ISSUES).map(({ message, path = [] }) => ({
      pointer: toPointer(...path.map((part) => String(typeof part === 'object' ? part.key : part))),
      detail: typeof message === 'string' ? message : NO_REASON.detail,
    }));
    return { issues: [first ?? NO_REASON, ...rest] };
  };
}

const NO_REASON: ItemIssue = { pointer: '#', detail: 'does not fit' };

/** A member that is missing or unknown is pointed at itself; ajv points at the object around it. */
function toIssue({ instancePath, keyword, params, message = keyword }: ErrorObject): ItemIssue {
  const tokens = splitPointer(instancePath);
  const member: unknown =
    params['missingProperty'] ??
    params['additionalProperty'] ??
    params['unevaluatedProperty'] ??
    params['propertyName'];
  if (typeof member === 'string') tokens.push(member);
  const allowed: unknown = params['allowedValues'];
  const detail = Array.isArray(allowed) ? `${message}: ${JSON.stringify(allowed).slice(0, 200)}` : message;
  return { pointer: toPointer(...tokens), detail };
}
