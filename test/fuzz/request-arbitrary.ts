import fc from 'fast-check';
import { anyCharacter } from '../support/any-character.js';
import type { PlainRequest } from '../support/plain-exchange.js';

/** Methods that may carry a body inside a batch, and those that may not. */
const WITH_BODY = ['POST', 'PUT', 'PATCH', 'OPTIONS', 'REPORT'];
const WITHOUT_BODY = ['GET', 'GET', 'HEAD', 'DELETE'];

const FIELD = fc.oneof(
  fc.tuple(
    fc.constantFrom('x-a', 'X-B', 'Accept-Language'),
    fc.constantFrom('one', 'two, three', 'caf\u00e9', ''),
  ),
  fc.constantFrom<[string, string][]>(
    ['If-None-Match', '"tag"'],
    ['If-None-Match', '*'],
    ['If-Modified-Since', 'Sat, 01 Jan 2028 00:00:00 GMT'],
    ['Range', 'bytes=0-3'],
    ['Range', 'bytes=-5'],
    ['Range', 'bytes=900-'],
    ['Range', 'bytes=0-1,4-5'],
    ['If-Range', '"tag"'],
    ['Accept', 'text/html'],
    ['Accept', 'application/json;q=0.5, text/*'],
    ['X-Requested-With', 'XMLHttpRequest'],
    ['Cache-Control', 'no-cache'],
    ['Prefer', 'return=minimal'],
  ),
);

const JSON_BODY = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => ['application/json', Buffer.from(JSON.stringify(value))] as const);
const BODY = fc.oneof(
  JSON_BODY,
  fc.constantFrom('{"broken"', '[1,', '"').map((text) => ['application/json', Buffer.from(text)] as const),
  fc.webQueryParameters().map((text) => ['application/x-www-form-urlencoded', Buffer.from(text)] as const),
  fc.string({ unit: anyCharacter }).map((text) => ['text/plain', Buffer.from(text)] as const),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => ['application/octet-stream', Buffer.from(bytes)] as const),
  fc
    .constantFrom(0, 1_000, 70_000)
    .map((size) => ['application/octet-stream', Buffer.alloc(size, 'x')] as const),
);

/** Returns requests to `url`; everything else in them is random. */
export function requestsTo(url: string | fc.Arbitrary<string>): fc.Arbitrary<PlainRequest> {
  const fields = fc.uniqueArray(FIELD, { maxLength: 4, selector: ([name]) => name.toLowerCase() });
  const urls = typeof url === 'string' ? fc.constant(url) : url;
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...WITHOUT_BODY, ...WITH_BODY), urls, fields)
      .map(([method, target, headers]) => ({ method, url: target, headers: withHost(headers) })),
    fc
      .tuple(fc.constantFrom(...WITH_BODY), urls, fields, BODY)
      .map(([method, target, headers, [type, body]]) => ({
        method,
        url: target,
        headers: withHost([...headers, ['Content-Type', type]]),
        body,
      })),
  );
}

function withHost(headers: [string, string][]): [string, string][] {
  return [['Host', 'photos.example'], ...headers];
}
