import { isCallerHeader, isDeniedHeader, isFieldValue } from '@multistatus/wire';

/** The name, in lower case, and value of a header. */
export type Field = readonly [name: string, value: string];

/** The headers of a call, divided into those of the batch and those of the operation. */
export interface CallHeaders {
  /** The headers of the batch, sorted by name. */
  readonly lifted: readonly Field[];
  /** The headers of the operation. */
  readonly own: Readonly<Record<string, string>>;
  /** The size of `own` in an HTTP/1.1 message. */
  readonly ownBytes: number;
  /** The name of a header that neither may have, if there is one. */
  readonly denied: string | undefined;
}

/** Divides the headers of a call. Adds `Accept` with any type if the call has none, as `fetch` does. */
export function sortHeaders(headers: Headers): CallHeaders {
  const lifted: Field[] = [];
  const own: Record<string, string> = headers.has('accept') ? {} : { accept: '*/*' };
  let denied: string | undefined;
  for (const [name, value] of headers) {
    if (isCallerHeader(name)) lifted.push([name, value]);
    else if (isDeniedHeader(name) || !isFieldValue(value)) denied ??= name;
    else own[name] = value;
  }
  let ownBytes = 0;
  for (const [name, value] of Object.entries(own)) ownBytes += name.length + value.length + 4; // ': ' and CRLF
  return { lifted, own, ownBytes, denied };
}
