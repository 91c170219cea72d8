/**
 * What an operation may not carry but the batch may, for all of its operations: who is calling, and what lets a call
 * past the door.
 */
const LIFTED: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'origin',
  'referer',
  'x-api-key',
  'x-csrf-token',
  'x-xsrf-token',
  'csrf-token',
]);

/** What a server refuses in an operation; what only some proxies know is left to the server to find. */
const DENIED = new RegExp(
  `^(?:${[
    'accept-(?:charset|encoding)',
    'access-control-request-.*',
    'connection',
    'content-length',
    'cookie2',
    'date',
    'dnt',
    'expect',
    'forwarded',
    'host',
    'http2-settings',
    'keep-alive',
    'max-forwards',
    'proxy-.*',
    'sec-.*',
    'set-cookie',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'via',
    'x-forwarded.*',
    'x-http-method(?:-override)?',
    'x-method(?:-override)?',
    'x-real-.*',
  ].join('|')})$`,
);
/** Visible ASCII, space, tab and the upper half of Latin-1 (RFC 9110 section 5.5). */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

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
    if (LIFTED.has(name)) lifted.push([name, value]);
    else if (DENIED.test(name) || !FIELD_VALUE.test(value)) denied ??= name;
    else own[name] = value;
  }
  let ownBytes = 0;
  for (const [name, value] of Object.entries(own)) ownBytes += name.length + value.length + 4; // ': ' and CRLF
  return { lifted, own, ownBytes, denied };
}
