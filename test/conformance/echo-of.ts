import assert from 'node:assert/strict';
import type { JsonResponse } from './case.js';

/** What `/echo` saw: header names lower-case, the body read as UTF-8 and as base64. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly base64: string;
}

/** Gives back what the target saw of an operation that was sent to `/echo`. */
export function echoOf(response: JsonResponse | undefined): Echo {
  assert.equal(response?.status, 200, JSON.stringify(response));
  return response.body as Echo;
}
