import { isCommonHeader, isDeniedHeader, isFieldValue } from '@multistatus/wire';

/** The name, in lower case, and value of a header. */
export type Field = readonly [name: string, value: string];

/** The headers of a call, divided into those of the batch and those of the operation. */
export interface CallHeaders {
  /** The headers that all calls of a batch must have in common, sorted by name. */
  readonly common: readonly Field[];
  /** The headers that the operation may have itself. */
  readonly own: Readonly<Record<string, string>>;
  /** A header that neither may have, if there is one. */
  readonly unfit: UnfitHeader | undefined;
}

/** A header that a batch cannot carry. */
export interface UnfitHeader {
  readonly name: string;
  readonly reason: string;
}

/** Divides the headers of a call. Adds `Accept` with any type if the call has none, as `fetch` does. */
export function sortHeaders(headers: Headers): CallHeaders {
  const common: Field[] = [];
  const own: Record<string, string> = headers.has('accept') ? {} : { accept: '*/*' };
  let unfit: UnfitHeader | undefined;
  for (const [name, value] of headers) {
    if (isCommonHeader(name)) common.push([name, value]);
    else if (isDeniedHeader(name)) unfit ??= { name, reason: 'an operation must not have it' };
    else if (!isFieldValue(value)) unfit ??= { name, reason: 'its value is not valid in a batch' };
    else own[name] = value;
  }
  return { common, own, unfit };
}

/** Returns the size of headers in an HTTP/1.1 message, in bytes. */
export function headerBytes(headers: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) bytes += name.length + value.length + 4; // ': ' and CRLF
  return bytes;
}
