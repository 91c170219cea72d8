import type { HeaderFields } from '@multistatus/inspect';
import { multipartType, sniffBoundary } from '@multistatus/wire/multipart';
import { usageError } from '../command-error.js';
import type { HttpRequest } from './send-request.js';

/** The options of a command line that describe a request. */
export interface RequestOptions {
  readonly request?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly data?: string | undefined;
  readonly timeout?: string | undefined;
}

/** The `parseArgs` configuration of {@link RequestOptions}, with the names of curl. */
export const REQUEST_OPTIONS = {
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  data: { type: 'string', short: 'd' },
  timeout: { type: 'string', short: 'm' },
} as const;

const METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const DEFAULT_TIMEOUT_SECONDS = 60;

/** Checks whether an argument is an http or https URL and not the name of a file. */
export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Parses a URL and removes its fragment.
 *
 * @throws {CommandError} if it is not an http or https URL.
 */
export function parseUrl(text: string): URL {
  if (!isUrl(text) || !URL.canParse(text)) {
    throw usageError(`"${text}" is not an http or https URL, such as https://api.example.com/batch`);
  }
  const url = new URL(text);
  url.hash = '';
  return url;
}

/**
 * Creates the request that a command line describes. The default method is GET, or POST if there is a body.
 *
 * @throws {CommandError} if an option is invalid.
 */
export function parseRequest(url: URL, options: RequestOptions, body?: Uint8Array): HttpRequest {
  const method = options.request ?? (body === undefined ? 'GET' : 'POST');
  if (!METHOD.test(method)) throw usageError(`-X "${method}" is not a valid method`);
  const headers = (options.header ?? []).map(parseHeader);
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const type = body === undefined || isTyped ? undefined : guessType(body);
  return {
    url,
    method,
    headers: type === undefined ? headers : [...headers, ['Content-Type', type]],
    ...(body === undefined ? {} : { body }),
    timeoutMs: parseTimeout(options.timeout),
  };
}

/** Returns the timeout of one request in milliseconds. @throws {CommandError} if `text` is not a positive number */
export function parseTimeout(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT_SECONDS * 1000;
  const seconds = /^\d{1,5}(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds === 0) throw usageError(`--timeout must be a number of seconds greater than 0, got "${text}"`);
  return seconds * 1000;
}

/**
 * Parses header fields of the form `Name: value`.
 *
 * @throws {CommandError} if a text is not a header field.
 */
export function parseHeaders(texts: readonly string[]): HeaderFields {
  return texts.map(parseHeader);
}

function parseHeader(text: string): readonly [string, string] {
  // Loaded here: most commands read a file.
  const { validateHeaderName, validateHeaderValue } = process.getBuiltinModule('node:http');
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon)).trim();
  const value = text.slice(colon + 1).trim();
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw usageError(`-H "${text}" is not a header, such as "Accept: application/xml"`);
  }
  return [name, value];
}

function guessType(body: Uint8Array): string | undefined {
  const boundary = sniffBoundary(body);
  if (boundary !== undefined) return multipartType(boundary);
  const first = new TextDecoder().decode(body.subarray(0, 1024)).trimStart().charAt(0);
  if (first === '<') return 'application/xml';
  return first === '{' || first === '[' ? 'application/json' : undefined;
}
