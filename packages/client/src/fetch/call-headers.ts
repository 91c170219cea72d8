import { isCallerHeader, isDeniedHeader, isFieldValue } from '@multistatus/wire';

/** A header by name and value. */
export type Field = readonly [name: string, value: string];

/** The headers of a call, by who carries them. */
export interface CallHeaders {
  /** Those of the batch, sorted by name. */
  readonly lifted: readonly Field[];
  readonly own: Readonly<Record<string, string>>;
  /** Bytes of the own ones on the wire. */
  readonly ownBytes: number;
  /** One that neither may carry, if there is one. */
  readonly denied: string | undefined;
}

/** Sorts the headers of a call. As `fetch` does, it accepts any type unless the caller names one. */
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
