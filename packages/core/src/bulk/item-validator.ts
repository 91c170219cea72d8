import { splitPointer } from '@multistatus/wire';
import { Ajv, type ErrorObject, type JSONSchemaType, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describeValue } from '../options/describe-value.js';
import { MAX_ISSUES, toPointer } from '../problem/issue.js';

/** An issue at one location of an item. */
export interface ItemIssue {
  /** JSON Pointer into the item, as URI fragment: `#/title`. */
  readonly pointer: string;
  readonly detail: string;
}

/** Returns the item as its handler receives it, or every issue in it. */
export type ItemValidator<Item> = (value: unknown) => Validated<Item> | Promise<Validated<Item>>;

type Validated<Item> = { readonly item: Item } | { readonly issues: readonly [ItemIssue, ...ItemIssue[]] };

/** A validator of the Standard Schema interface, version 1, as zod, valibot and arktype implement it. */
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

/** Validates an item: a JSON Schema, or a Standard Schema validator such as a zod or valibot schema. */
export type ItemSchema<Item> =
  | StandardSchema<Item>
  | JSONSchemaType<Item>
  | Readonly<Record<string, unknown>>;

/** The part of an Ajv instance that this library uses. */
export type ItemAjv = Pick<Ajv, 'compile'>;

/**
 * Creates the validator of items; it is created once for each endpoint.
 *
 * @throws {TypeError} if `schema` is not a schema. Errors of Ajv pass through if the schema does not compile.
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

/** Returns `true` or the errors; an asynchronous schema (`$async`) returns a promise that rejects with the errors. */
type Check = (value: unknown) => unknown;

function compile(schema: object, ajv: ItemAjv): Check {
  const validate: ValidateFunction = ajv.compile(schema);
  return (value) => {
    const result: unknown = validate(value);
    return result === false ? (validate.errors ?? []) : result;
  };
}

/**
 * Compiles a schema to a check that finds every issue of an item, but stops at the first one if that is a size limit.
 *
 * An attack would be possible otherwise: with `allErrors`, Ajv compares a million elements with each other for
 * `uniqueItems` even though `maxItems` is 10.
 */
function compileBounded(schema: object): Check {
  const options = { formats: fullFormats, ownProperties: true };
  const first = compile(schema, new Ajv(options));
  const all = compile(schema, new Ajv({ ...options, allErrors: true }));
  return (value) => {
    const result = first(value);
    return Array.isArray(result) && !SIZE_KEYWORDS.has((result as ErrorObject[])[0]?.keyword ?? '')
      ? all(value)
      : result;
  };
}

const SIZE_KEYWORDS: ReadonlySet<string> = new Set(['maxItems', 'maxLength', 'maxProperties', 'uniqueItems']);

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

const NO_REASON: ItemIssue = { pointer: '#', detail: 'does not match the schema' };

/** The pointer of a missing or unknown member leads to the member itself; Ajv only reports the object that has it. */
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
