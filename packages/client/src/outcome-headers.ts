import type { StatusResponse } from '@multistatus/document';

/** Gives a header of an outcome by its lower-case name; the first of several. */
export function headerOf({ headers = {} }: StatusResponse, name: string): string | undefined {
  for (const [field, value] of Object.entries(headers)) {
    if (field.toLowerCase() === name) return typeof value === 'string' ? value : value[0];
  }
  return undefined;
}

/** Gives the header fields of an outcome as those of `fetch`; a problem of the batch's own has its type. */
export function toHeaders({ headers: fields = {}, problem }: StatusResponse): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    for (const item of [value].flat()) headers.append(name, item);
  }
  if (problem !== undefined && !headers.has('content-type')) {
    headers.set('content-type', 'application/problem+json');
  }
  return headers;
}
