import type { Operation } from '../operation/operation.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import { resolveLocation } from '../operation/resolve-location.js';
import { assertSynchronous } from '../options/assert-synchronous.js';
import { describeValue } from '../options/describe-value.js';
import { itemPropstats } from './item-propstats.js';
import type { ItemIssue } from './item-validator.js';
import type { SentItem } from './read-items.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';

/** An item that may run, with the operation that it is run as; or its outcome, if it may not. */
export type CheckedItem<Item> =
  | { readonly operation: Operation; readonly item: Item; readonly outcome?: undefined }
  | { readonly operation: Operation; readonly outcome: Outcome };

/** What items are checked in. */
export interface CheckContext<Item, Extra extends object> {
  readonly options: ResolvedBulkOptions<Item, Extra>;
  readonly method: string;
  /** The path of the endpoint. */
  readonly path: string;
  /** Where an item is that has no href of its own; its index follows. */
  readonly itemsPath: string;
  /** The Host header of the request. */
  readonly host: string | undefined;
  /** How many faults may still be told of all items together. */
  readonly issueBudget: { left: number };
}

const NONE: readonly never[] = [];

/** Validates one item. Never rejects: what the schema or `href` throw becomes the item's outcome, and goes to `onError`. */
export async function checkItem<Item, Extra extends object>(
  sent: SentItem,
  index: number,
  context: CheckContext<Item, Extra>,
): Promise<CheckedItem<Item>> {
  const operation = toOperation(index, `${context.itemsPath}${index}`, context.method);
  if (!('value' in sent)) {
    return {
      operation,
      outcome: skippedOutcome(operation, sent.slug, { detail: sent.detail, ...sent.extensions }),
    };
  }
  const { options } = context;
  try {
    const checked = await inTime(options.validate(sent.value), options.limits.itemTimeoutMs);
    if (checked === undefined) {
      const detail = 'Its time was up before it was known whether it is valid; it did not run';
      return { operation, outcome: skippedOutcome(operation, 'not-started', { detail }) };
    }
    if ('issues' in checked) {
      const errors = tell(checked.issues, context.issueBudget);
      const rest = checked.issues.length > errors.length ? '; errors tells the first' : '';
      const detail = `The item has ${checked.issues.length} fault(s)${rest}`;
      const propstats = options.givesPropstats ? itemPropstats(sent.value, errors) : undefined;
      return {
        operation,
        outcome: { ...skippedOutcome(operation, 'invalid-item', { detail, errors }), propstats },
      };
    }
    const { item } = checked;
    const href = options.href === undefined ? undefined : toPath(options.href(item, index), context);
    return { operation: href === undefined ? operation : { ...operation, url: href }, item };
  } catch (error) {
    options.shared.onError(error);
    const detail = 'The server could not look into the item; it did not run';
    return { operation, outcome: skippedOutcome(operation, 'internal', { detail, executed: false }) };
  }
}

/** An answer must not outgrow its request without bound: once many faults are told, of each item only the first is. */
function tell(
  issues: readonly ItemIssue[],
  budget: { left: number },
): { readonly pointer: string; readonly detail: string }[] {
  const told = issues.slice(0, Math.max(1, budget.left));
  budget.left -= told.length;
  return told.map(({ pointer, detail }) => ({ pointer, detail }));
}

/** Gives what is awaited, or `undefined` if that takes too long. */
async function inTime<Value>(awaited: Value | Promise<Value>, timeoutMs: number): Promise<Value | undefined> {
  if (!(awaited instanceof Promise)) return awaited;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, undefined);
  });
  return Promise.race([awaited, late]).finally(() => clearTimeout(timer));
}

function toOperation(index: number, url: string, method: string): Operation {
  return { index, id: String(index), method, url, headers: {}, dependencies: NONE, references: NONE };
}

function toPath<Item, Extra extends object>(
  href: unknown,
  { path, host }: CheckContext<Item, Extra>,
): string {
  assertSynchronous('bulk.href', href);
  const resolved = typeof href === 'string' ? resolveLocation(href, path, host) : undefined;
  if (resolved?.startsWith('/') !== true)
    throw new TypeError(`bulk.href must give a path, such as '/photos/7', got ${describeValue(href)}`);
  return resolved;
}
