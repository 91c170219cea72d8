import { splitPointer } from '@multistatus/wire';
import { MAX_ISSUES, toPointer } from '../problem/issue.js';
import type { SchemaError } from '../validate/schema-error.js';
import { type CompileSchema, compileWith, type ItemAjv, type SchemaCheck } from './compile-with.js';
import { type ItemSchema, isStandardSchema, type StandardSchema } from './item-schema.js';

/** An issue at one location of an item. */
export interface ItemIssue {
  /** JSON Pointer into the item, as URI fragment: `#/title`. */
  readonly pointer: string;
  /** What is wrong, for humans. Clients see it. */
  readonly detail: string;
}

/** Returns the item as its handler receives it, or every issue in it. */
export type ItemValidator<Item> = (value: unknown) => Validated<Item> | Promise<Validated<Item>>;

type Validated<Item> = { readonly item: Item } | { readonly issues: readonly [ItemIssue, ...ItemIssue[]] };

/**
 * Creates the validator of the items of an endpoint. A JSON Schema is compiled by `ajv`, or by `compileSchema` if there is
 * no `ajv`.
 *
 * @throws {TypeError} for a JSON Schema if there is neither, or if it does not compile; `cause` is the error of Ajv.
 */
export function createItemValidator<Item>(
  schema: ItemSchema<Item>,
  ajv: ItemAjv | undefined,
  compileSchema: CompileSchema | undefined,
): ItemValidator<Item> {
  if (isStandardSchema(schema)) return validateByStandard(schema);
  const compile = ajv === undefined ? compileSchema : (own: object) => compileWith(ajv, own);
  if (compile !== undefined) return validateByCheck(compileItem(compile, schema));
  throw new TypeError(
    'bulk.item is a JSON Schema, which needs Ajv: set bulk.ajv to an Ajv instance, or use a Standard Schema validator, such as a zod schema',
  );
}

function compileItem(compile: CompileSchema, schema: object): SchemaCheck {
  try {
    return compile(schema);
  } catch (cause) {
    throw new TypeError(`bulk.item does not compile: ${(cause as Error).message}`, { cause });
  }
}

function validateByCheck<Item>(check: SchemaCheck): ItemValidator<Item> {
  return (value) => {
    const result = check(value);
    if (Array.isArray(result)) return { issues: toIssues(result as SchemaError[]) };
    if (!(result instanceof Promise)) return new Valid(value as Item);
    return result.then(
      (item: Item) => ({ item }),
      (error: unknown) => {
        const errors = (error as { errors?: unknown } | null)?.errors;
        if (!Array.isArray(errors)) throw error;
        return { issues: toIssues(errors as SchemaError[]) };
      },
    );
  };
}

/** A class for the same reason as `AnsweredOutcome`. */
class Valid<Item> {
  readonly item: Item;

  constructor(item: Item) {
    this.item = item;
  }
}

function toIssues(errors: readonly SchemaError[]): readonly [ItemIssue, ...ItemIssue[]] {
  const [first, ...rest] = errors.slice(0, MAX_ISSUES).map(toIssue);
  return [first ?? NO_REASON, ...rest];
}

function validateByStandard<Item>({ '~standard': standard }: StandardSchema<Item>): ItemValidator<Item> {
  return async (value) => {
    const result = await standard.validate(value);
    if (result.issues === undefined) return { item: result.value as Item };
    const [first, ...rest] = result.issues.slice(0, MAX_ISSUES).map(({ message, path = [] }) => ({
      pointer: toPointer(...path.map((part) => String(typeof part === 'object' ? part.key : part))),
      detail: typeof message === 'string' ? message : NO_REASON.detail,
    }));
    return { issues: [first ?? NO_REASON, ...rest] };
  };
}

const NO_REASON: ItemIssue = { pointer: '#', detail: 'does not match the schema' };

/** Converts an error of Ajv. For a missing or unknown member, Ajv reports the object; here the pointer leads to the member. */
function toIssue({ instancePath, keyword, params, message = keyword }: SchemaError): ItemIssue {
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
