import { checkFunction } from './check-function.js';
import { describeValue } from './describe-value.js';
import { rejectUnknownOptions } from './reject-unknown-options.js';

/** How an endpoint with a journal treats Idempotency-Keys. `Unit` is an operation of a batch, or an item of a list. */
export interface IdempotencyOptions<Unit> {
  /** Refuses requests without a key with 400. @defaultValue false */
  readonly required?: boolean | undefined;
  /**
   * Runs each operation that may change something in a transaction of its own, with the option `transaction`. If that runs on the
   * database of the journal, an operation takes effect exactly once, even if the server dies.
   *
   * @defaultValue false: only atomicity groups do so
   */
  readonly everyOperation?: boolean | undefined;
  /**
   * Returns whether a unit may run again if an earlier attempt had started it and its outcome is not known. Return true if its
   * handler recognises a repeated request by the Idempotency-Key of the unit.
   *
   * @defaultValue true for methods that are idempotent, such as PUT and DELETE
   */
  readonly isRepeatable?: ((unit: Unit) => boolean) | undefined;
}

/** The options of {@link IdempotencyOptions} with the defaults applied. */
export interface ResolvedIdempotency {
  readonly required: boolean;
  readonly everyOperation: boolean;
  readonly isRepeatable: ((unit: never) => boolean) | undefined;
}

const NAMES: readonly (keyof IdempotencyOptions<unknown>)[] = ['required', 'everyOperation', 'isRepeatable'];

/**
 * Checks the options `journal` and `idempotency`, and applies the defaults.
 *
 * @throws {TypeError} for a value of the wrong kind, an unknown option, or one that needs another option.
 */
export function resolveIdempotency(
  owner: 'batch' | 'bulk',
  {
    journal,
    idempotency,
    transaction,
  }: {
    readonly journal?: unknown;
    readonly idempotency?: IdempotencyOptions<never> | undefined;
    readonly transaction?: unknown;
  },
): ResolvedIdempotency {
  checkJournal(owner, journal);
  if (idempotency === undefined) return { required: false, everyOperation: false, isRepeatable: undefined };
  if (journal === undefined)
    throw new TypeError(
      `${owner}.idempotency requires the option journal, which createJournal of @multistatus/journal returns`,
    );
  const place = `${owner}.idempotency`;
  rejectUnknownOptions(place, idempotency, { known: NAMES });
  const { required = false, everyOperation = false, isRepeatable } = idempotency;
  for (const [name, value] of Object.entries({ required, everyOperation })) {
    if (typeof value !== 'boolean')
      throw new TypeError(`${place}.${name} must be true or false, got ${describeValue(value)}`);
  }
  checkFunction(`${place}.isRepeatable`, isRepeatable);
  if (everyOperation && transaction === undefined)
    throw new TypeError(
      `${place}.everyOperation requires the option transaction, such as pgTransaction(pool) of @multistatus/transactions/pg`,
    );
  return { required, everyOperation, isRepeatable };
}

function checkJournal(owner: string, journal: unknown): void {
  if (journal === undefined) return;
  if (typeof (journal as { readonly open?: unknown } | null)?.open === 'function') return;
  throw new TypeError(
    `${owner}.journal must be a journal, as createJournal of @multistatus/journal returns it, got ${describeValue(journal)}`,
  );
}
