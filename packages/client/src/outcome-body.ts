import type { StatusResponse } from '@multistatus/document';
import { fromBase64 } from '@multistatus/wire';

const UTF8 = new TextEncoder();

/** Returns the bytes of an outcome's body, text being encoded as UTF-8; an empty array if it has no body. */
export function bodyBytes({ body, problem }: StatusResponse): Uint8Array<ArrayBuffer> {
  if (problem !== undefined) return UTF8.encode(JSON.stringify(problem));
  if (body === undefined) return new Uint8Array(0);
  return body.encoding === 'base64' ? fromBase64(body.text) : UTF8.encode(body.text);
}

/** Returns an outcome's body as a JSON value, a string or bytes; `undefined` if it has none. */
export function bodyValue({ body, problem }: StatusResponse): unknown {
  if (problem !== undefined) return problem;
  if (body === undefined) return undefined;
  if (body.encoding === 'json') return JSON.parse(body.text) as unknown;
  return body.encoding === 'base64' ? fromBase64(body.text) : body.text;
}
