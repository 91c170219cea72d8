import type { HeaderValues } from './header-values.js';
import { parseFields } from './parse-head.js';

/**
 * What a handler answered.
 *
 * Objects that live on are made by a constructor: V8 counts how many objects of a literal survive a collection, and then
 * allocates all of them where only a full collection looks, with whatever they hold (a quarter of the time of a batch).
 */
export class InjectResult {
  /** As written on the status line, 100 to 999. */
  readonly status: number;
  /** The reason phrase of the status line; empty if there is none. */
  readonly statusMessage: string;
  /** As `node:http` would have sent them, with date, connection, content-length or transfer-encoding. */
  readonly headers: HeaderValues;
  /** The fields after the body, by lower-case name; empty if there are none. */
  readonly trailers: HeaderValues;
  /** Without chunked framing; empty if `isBodyTooLarge`. */
  readonly body: Uint8Array;
  /** The body grew over `maxResponseBytes` and was dropped; the handler ran to its end all the same. */
  readonly isBodyTooLarge: boolean;

  /** `trailer` holds the trailer fields as `Name: value` lines. */
  constructor(
    head: Pick<InjectResult, 'status' | 'statusMessage' | 'headers'>,
    body: { readonly isTooLarge: boolean; concat(): Uint8Array },
    trailer: string,
  ) {
    this.status = head.status;
    this.statusMessage = head.statusMessage;
    this.headers = head.headers;
    this.trailers = parseFields(trailer, 0);
    this.body = body.concat();
    this.isBodyTooLarge = body.isTooLarge;
  }
}
