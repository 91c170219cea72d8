import { isBase64, toBase64 } from '@multistatus/wire';
import type { Body } from '../multistatus.js';
import { quoteValue } from './rule-violation.js';

const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/** The content of a response, as passed to a report. */
export type BodyInput =
  | {
      /** A value for `JSON.stringify`, or bytes as a `Uint8Array`, which are kept as base64. */
      readonly body?: unknown;
      readonly bodyEncoding?: undefined;
    }
  | {
      /** Text, or the base64 form of bytes (RFC 4648 section 4). */
      readonly body: string;
      readonly bodyEncoding: 'text' | 'base64';
    };

/**
 * Converts a body to the model; returns `undefined` if there is none.
 *
 * Only lone surrogates in text are replaced, because UTF-8 cannot encode them.
 *
 * @throws {TypeError} for a body that has no JSON form, or does not match `bodyEncoding`.
 */
export function toModelBody({ body, bodyEncoding }: BodyInput): Body | undefined {
  if (bodyEncoding !== undefined) return toEncodedBody(body, bodyEncoding);
  if (body === undefined) return undefined;
  if (ArrayBuffer.isView(body)) {
    const bytes = new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    return { encoding: 'base64', text: toBase64(bytes) };
  }
  const text: string | undefined = JSON.stringify(body);
  if (text === undefined)
    throw new TypeError(`body must be a JSON value or a Uint8Array, got ${typeof body}`);
  return { encoding: 'json', text };
}

function toEncodedBody(body: unknown, encoding: unknown): Body {
  if (encoding !== 'text' && encoding !== 'base64') {
    throw new TypeError(`bodyEncoding must be 'text' or 'base64', got ${quoteValue(encoding)}`);
  }
  if (typeof body !== 'string') {
    throw new TypeError(`body must be a string if bodyEncoding is '${encoding}', got ${typeof body}`);
  }
  if (encoding === 'text') return { encoding, text: body.replace(LONE_SURROGATE, '\uFFFD') };
  if (!isBase64(body)) {
    throw new TypeError(
      `body must be base64 (RFC 4648 section 4), as bodyEncoding says, got ${quoteValue(body)}`,
    );
  }
  return { encoding, text: body };
}
