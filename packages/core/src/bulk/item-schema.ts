import { describeValue } from '../options/describe-value.js';

/** A validator of the Standard Schema interface, version 1, as zod, valibot and arktype implement it. */
export interface StandardSchema<Item> {
  /**
   * What the specification of Standard Schema prescribes. `validate` is called for each item; `types` exists for type inference
   * only.
   *
   * `undefined` stands in the result of `validate` for inference, too: without `exactOptionalPropertyTypes`, the compiler gives the
   * results with issues an optional `value: undefined`, which is not a part of the item then.
   */
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => StandardResult<Item | undefined> | Promise<StandardResult<Item | undefined>>;
    readonly types?: { readonly input: unknown; readonly output: Item } | undefined;
  };
}

/** What a {@link StandardSchema} returns: the item, parsed and with its defaults; or the issues that it has. */
export type StandardResult<Item> =
  | { readonly value: Item; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** What is wrong with an item. */
export interface StandardIssue {
  /** What is wrong, for humans. Clients see it if it is a string. */
  readonly message?: unknown;
  /** The keys that lead to the value, from the item down; absent if it is the item itself. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Validates an item: a Standard Schema validator such as a zod or valibot schema, or a JSON Schema. */
export type ItemSchema<Item> = StandardSchema<Item> | Readonly<Record<string, unknown>>;

/**
 * Checks the option `item`.
 *
 * @throws {TypeError} if it is not a schema.
 */
export function checkItemSchema(schema: unknown): void {
  if ((typeof schema !== 'object' && typeof schema !== 'function') || schema === null) {
    throw new TypeError(
      `bulk.item must be a JSON Schema or a Standard Schema validator, got ${describeValue(schema)}`,
    );
  }
}

/** Checks whether a schema is a Standard Schema validator, and not a JSON Schema. */
export function isStandardSchema<Item>(schema: ItemSchema<Item>): schema is StandardSchema<Item> {
  return '~standard' in schema;
}
