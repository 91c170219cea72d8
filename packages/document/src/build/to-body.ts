import { isBase64, toBase64 } from '@multistatus/wire';
import type { Body } from '../multistatus.js';
import { quote } from './rule-breach.js';

const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/** Content as it is given to a report. */
export type BodyInput =
  | {
      /** A value that `JSON.stringify` takes; bytes, as a `Uint8Array`, are kept as base64. */
      readonly body?: unknown;
      readonly bodyEncoding?: undefined;
    }
  | {
      /** Text, or the base64 form of bytes (RFC 4648 section 4). */
      readonly body: string;
      readonly bodyEncoding: 'text' | 'base64';
    };

/**
 * Gives a body in the form of the model; `undefined` if there is none.
 *
 * Nothing in it is replaced, save lone surrogates in text, which no bytes stand for.
 *
 * @throws {TypeError} for a body that has no JSON form, or is not what `bodyEncoding` says.
 */
export function toBody({ body, bodyEncoding }: BodyInput): Body | undefined {
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
    throw new TypeError(`bodyEncoding must be 'text' or 'base64', got ${quote(encoding)}`);
  }
  if (typeof body !== 'string') {
    throw new TypeError(`body must be a string where bodyEncoding is '${encoding}', got ${typeof body}`);
  }
  if (encoding === 'text') return { encoding, text: body.replace(LONE_SURROGATE, '\uFFFD') };
  if (!isBase64(body)) {
    throw new TypeError(
      `body must be base64 (RFC 4648 section 4) where bodyEncoding says so, got ${quote(body)}`,
    );
  }
  return { encoding, text: body };
}
