import type { HeaderMap } from '@multistatus/document';
import { describeValue } from '../options/describe-value.js';

/** Found on answers of both copies of this package, CommonJS and ESM. */
const MARK = Symbol.for('multistatus.item-response');

/** What a bulk handler answers for one item beyond a plain value. */
export interface ItemResponse {
  /** 200 to 599. */
  readonly status: number;
  /** Names in any case. */
  readonly headers?: HeaderMap | undefined;
  /**
   * A JSON value; bytes, or a string where `headers` names a content type that is not JSON. Absent: no body.
   */
  readonly body?: unknown;
}

/**
 * Answers 201 for an item that was created.
 *
 * `href` is where it is now: its Location, and the href of its response. `value` is the body.
 *
 * @example
 * handle: async (photo) => created(`/photos/${photo.id}`, photo)
 */
export function created(href: string, value?: unknown): ItemResponse {
  return respond({ status: 201, headers: { location: toAscii(href) }, body: value });
}

/** A header carries ASCII: the rest of a path is percent-encoded. */
function toAscii(href: string): string {
  return href.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/**
 * Answers for an item with any status, headers and body.
 *
 * @throws {RangeError} if `status` is no integer of 200 to 599.
 */
export function respond(response: ItemResponse): ItemResponse {
  const { status } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(
      `The status of an item must be an integer of 200 to 599, got ${describeValue(status)}`,
    );
  }
  return Object.defineProperty({ ...response }, MARK, { value: true });
}

/** Whether a handler answered by {@link created} or {@link respond}, and not with a plain value. */
export function isItemResponse(value: unknown): value is ItemResponse {
  return typeof value === 'object' && value !== null && MARK in value;
}
