import { countOf } from '@multistatus/wire';
import type { SentItem } from '../formats/item-decoder.js';
import { ENCODED_TWICE, isEncodedJson } from '../operation/is-encoded-json.js';
import type { Operation } from '../operation/operation.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import { resolveLocation } from '../operation/resolve-location.js';
import { assertSynchronous } from '../options/assert-synchronous.js';
import { describeValue } from '../options/describe-value.js';
import { type IssueBudget, withinBudget } from '../problem/issue-budget.js';
import { type ItemPlace, itemOperation } from './item-operation.js';
import { itemPropstats } from './item-propstats.js';
import type { ItemValidator } from './item-validator.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';

/** A valid item with the operation that runs it, or the outcome of an item that must not run. */
export type CheckedItem<Item> =
  | { readonly operation: Operation; readonly item: Item; readonly outcome?: undefined }
  | { readonly operation: Operation; readonly outcome: Outcome };

/** The endpoint and the request that an item is checked for. */
export interface CheckContext<Item, Extra extends object> extends ItemPlace {
  readonly options: ResolvedBulkOptions<Item, Extra>;
  /** The path of the endpoint. */
  readonly path: string;
  /** The Host header of the request. */
  readonly host: string | undefined;
  /** How many more issues the answer may list, for all items together. */
  readonly issueBudget: IssueBudget;
}

/**
 * Validates one item. Never throws or rejects: an error that the schema or `href` throws is passed to `onError`, and the outcome
 * of the item is 500, as it is for anything that a format must not return as an item. Returns a promise only if the schema does.
 */
export function checkItem<Item, Extra extends object>(
  sent: SentItem,
  index: number,
  context: CheckContext<Item, Extra>,
): CheckedItem<Item> | Promise<CheckedItem<Item>> {
  const operation = itemOperation(index, context);
  const { options } = context;
  const fail = (error: unknown): CheckedItem<Item> => {
    options.shared.onError(error, { operation });
    const detail = 'The server failed to check the item; it did not run';
    return { operation, outcome: skippedOutcome(operation, 'internal', { detail, executed: false }) };
  };
  try {
    if (!('value' in sent)) {
      return {
        operation,
        outcome: skippedOutcome(operation, sent.slug, { detail: sent.detail, ...sent.extensions }),
      };
    }
    const { value } = sent;
    const validated = options.validate(value);
    if (!(validated instanceof Promise)) return toChecked(validated, { value, operation, context });
    return inTime(validated, options.limits.itemTimeoutMs)
      .then((checked) => toChecked(checked, { value, operation, context }))
      .catch(fail);
  } catch (error) {
    return fail(error);
  }
}

/** A class for the same reason as `AnsweredOutcome`. */
class ValidItem<Item> {
  readonly operation: Operation;
  readonly item: Item;
  declare readonly outcome?: undefined;

  constructor(operation: Operation, item: Item) {
    this.operation = operation;
    this.item = item;
  }
}

/** `validated` is `undefined` if it took too long. */
function toChecked<Item, Extra extends object>(
  validated: Awaited<ReturnType<ItemValidator<Item>>> | undefined,
  {
    value,
    operation,
    context,
  }: {
    readonly value: unknown;
    readonly operation: Operation;
    readonly context: CheckContext<Item, Extra>;
  },
): CheckedItem<Item> {
  const { options, issueBudget } = context;
  if (validated === undefined) {
    const detail = 'The item was not validated within its time limit; it did not run';
    return { operation, outcome: skippedOutcome(operation, 'not-started', { detail }) };
  }
  if ('issues' in validated) {
    const errors = withinBudget(validated.issues, issueBudget).map(({ pointer, detail }) => ({
      pointer,
      detail,
    }));
    const note = validated.issues.length > errors.length ? `; errors lists the first ${errors.length}` : '';
    const hint = isEncodedJson(value) ? `; ${ENCODED_TWICE}` : '';
    const detail = `The item has ${countOf(validated.issues.length, 'issue')}${note}${hint}`;
    const propstats = options.reportsPropstats ? itemPropstats(value, errors) : undefined;
    return {
      operation,
      outcome: { ...skippedOutcome(operation, 'invalid-item', { detail, errors }), propstats },
    };
  }
  const { item } = validated;
  if (options.href === undefined) return new ValidItem(operation, item);
  const url = toPath(options.href(item, operation.index), context);
  return new ValidItem(itemOperation(operation.index, context, url), item);
}

/** Returns the value, or `undefined` if it takes longer than `timeoutMs` to resolve. */
function inTime<Value>(value: Promise<Value>, timeoutMs: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, undefined);
  });
  return Promise.race([value, late]).finally(() => clearTimeout(timer));
}

function toPath<Item, Extra extends object>(
  href: unknown,
  { path, host }: CheckContext<Item, Extra>,
): string {
  assertSynchronous('bulk.href', href);
  const resolved = typeof href === 'string' ? resolveLocation(href, path, host) : undefined;
  if (resolved?.startsWith('/') !== true)
    throw new TypeError(`bulk.href must return a path, such as '/photos/7', got ${describeValue(href)}`);
  return resolved;
}
