import type { StatusResponse } from '@multistatus/document';
import { PROBLEM_JSON } from '@multistatus/wire';

/** Converts the headers of an outcome to `Headers`. A problem of the batch itself gets the Content-Type of problems. */
export function toHeaders({ headers: fields, problem }: StatusResponse): Headers {
  const headers = toFields(fields);
  if (problem !== undefined && !headers.has('content-type')) {
    headers.set('content-type', PROBLEM_JSON);
  }
  return headers;
}

/**
 * Converts header or trailer fields to `Headers`. Those that HTTP does not allow, such as one whose name is not a token (RFC 9110
 * section 5.1), are omitted: they must not hide the outcomes that they came with.
 */
export function toFields(fields: StatusResponse['headers'] = {}): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    for (const item of [value].flat()) appendIfAllowed(headers, name, item);
  }
  return headers;
}

function appendIfAllowed(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch {
    // Headers throws for what HTTP does not allow.
  }
}
