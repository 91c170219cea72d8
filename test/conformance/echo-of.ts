import assert from 'node:assert/strict';
import type { JsonResponse } from './case.js';

/** What `/echo` received: header names lower-case, the body read as UTF-8 and as base64. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly base64: string;
}

/** Returns what the target received for an operation on `/echo`. */
export function echoOf(response: JsonResponse | undefined): Echo {
  assert.equal(response?.status, 200, JSON.stringify(response));
  return response.body as Echo;
}
