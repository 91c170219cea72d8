import type { SentItem } from '../formats/item-decoder.js';
import type { AnswerPreferences } from './accepted-batch.js';

/**
 * A list that a bulk endpoint has accepted, without its items: everything that is needed to check and run them, and to write the
 * answer, in this process or in another one. A JSON value, except that members may be `undefined`.
 *
 * It contains nothing that identifies the client, such as credentials or cookies.
 */
export interface AcceptedList {
  /** A random UUID. */
  readonly batchId: string;
  /** The method of the request. */
  readonly method: string;
  /** Its Idempotency-Key, as it was sent, if those of its items are derived from it. */
  readonly idempotencyKey: string | undefined;
  /** How the answer is to be written. */
  readonly answer: AnswerPreferences;
  /** The path of the endpoint as the client sees it, without query and trailing slashes. */
  readonly path: string;
  /** The Host header of the request: a Location with this authority belongs to this app. */
  readonly host: string | undefined;
}

/** Consecutive items of an accepted list. */
export interface ListPart {
  /** The index of the first of them in the list. */
  readonly firstIndex: number;
  /** The items as they were sent, in the order of the list. */
  readonly items: readonly SentItem[];
}
