import type { InjectOptions } from './inject-options.js';

/** What a request says before its body. */
export interface RequestHead {
  readonly method: string;
  readonly url: string;
  /** `major.minor`, one digit each. */
  readonly httpVersion: string;
  /** Names and values in turn, in the order and case of the wire. */
  readonly rawHeaders: string[];
}

/** A body arrives in pieces of at most this size, as from a socket. */
export const CHUNK_BYTES = 65_536;

const NO_HEADERS: readonly string[] = [];

/** Returns the head of a request with `body`. A content-length is added unless the headers have one. */
export function toRequestHead(options: InjectOptions, body: Uint8Array | undefined): RequestHead {
  const rawHeaders = NO_HEADERS.slice(); // as [] is a literal: see InjectResult
  let hasLength = body === undefined;
  for (const name in options.headers) {
    const value = options.headers[name];
    if (value === undefined) continue;
    if (typeof value === 'string') rawHeaders.push(name, value);
    else for (const item of value) rawHeaders.push(name, item);
    if (!hasLength && name.toLowerCase() === 'content-length') hasLength = true;
  }
  if (!hasLength) rawHeaders.push('content-length', String(body?.byteLength ?? 0));
  return { method: options.method, url: options.url, httpVersion: options.httpVersion ?? '1.1', rawHeaders };
}
