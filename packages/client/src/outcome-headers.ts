import type { StatusResponse } from '@multistatus/document';
import { PROBLEM_JSON } from '@multistatus/wire';

/** Gives the header fields of an outcome as those of `fetch`; a problem of the batch's own has its type. */
export function toHeaders({ headers: fields = {}, problem }: StatusResponse): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    for (const item of [value].flat()) headers.append(name, item);
  }
  if (problem !== undefined && !headers.has('content-type')) {
    headers.set('content-type', PROBLEM_JSON);
  }
  return headers;
}
