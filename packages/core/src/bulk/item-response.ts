import type { HeaderMap } from '@multistatus/document';
import { describeValue } from '../options/describe-value.js';

/** Registered globally, so that the CommonJS and the ESM copy of this package recognise each other's responses. */
const ITEM_RESPONSE = Symbol.for('multistatus.item-response');

/** The response of a bulk handler for one item, where a plain value is not enough. */
export interface ItemResponse {
  /** 200 to 599. */
  readonly status: number;
  /** Names in any case. */
  readonly headers?: HeaderMap | undefined;
  /**
   * A JSON value; or bytes; or, if `headers` has a content type that is not JSON, a string. Without it there is no
   * body.
   */
  readonly body?: unknown;
}

/**
 * Returns a 201 response for an item that was created.
 *
 * `href` is the path of the created resource: the Location header, and the href in the document. `value` is the body.
 *
 * @example
 * ```ts
 * handle: async (photo) => created(`/photos/${photo.id}`, photo)
 * ```
 * @throws {TypeError} if `href` is not a string.
 */
export function created(href: string, value?: unknown): ItemResponse {
  if (typeof href !== 'string') {
    throw new TypeError(
      `created() needs the path of the resource, such as '/photos/7', got ${describeValue(href)}`,
    );
  }
  return respond({ status: 201, headers: { location: toAscii(href) }, body: value });
}

/** A header value is ASCII, so all other characters of the path are percent-encoded. */
function toAscii(href: string): string {
  return href.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/**
 * Returns a response with the given status, headers and body for an item.
 *
 * @throws {RangeError} if `status` is not an integer from 200 to 599.
 */
export function respond(response: ItemResponse): ItemResponse {
  const { status } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(
      `The status of an item must be an integer from 200 to 599, got ${describeValue(status)}`,
    );
  }
  return Object.defineProperty({ ...response }, ITEM_RESPONSE, { value: true });
}

/** Checks whether a handler result was created by {@link created} or {@link respond}, and is not a plain value. */
export function isItemResponse(value: unknown): value is ItemResponse {
  return typeof value === 'object' && value !== null && ITEM_RESPONSE in value;
}
