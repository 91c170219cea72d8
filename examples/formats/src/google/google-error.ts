import type { JsonSchema } from '@multistatus/core';
import type { Problem } from '@multistatus/document';

/** An error as Google's APIs write it. */
export interface GoogleError {
  readonly error: { readonly code: number; readonly message: string; readonly status: string };
}

/** The names of `google.rpc.Code` by HTTP status. */
const NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** Describes an error for OpenAPI. */
export const GOOGLE_ERROR: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'status'],
      properties: { code: { type: 'integer' }, message: { type: 'string' }, status: { type: 'string' } },
    },
  },
};

/** Returns a problem as an error of Google. Of several issues it names the first, and the number of its part. */
export function toGoogleError({ status: code, title, detail, errors }: Problem): GoogleError {
  const [issue] = (errors ?? []) as readonly { readonly pointer: string; readonly detail: string }[];
  const [, index, member] = /^#\/requests\/(\d+)\/(.+)/.exec(issue?.pointer ?? '') ?? [];
  const place = index === undefined ? '' : `part ${Number(index) + 1}, ${member}: `;
  const status = NAMES[code] ?? (code < 500 ? 'FAILED_PRECONDITION' : 'UNKNOWN');
  return { error: { code, message: place + (issue?.detail ?? detail ?? title), status } };
}
