import { sha256 } from './sha256.js';

/** The maximum length of a derived key in characters, with its quotes: many servers refuse a longer one. */
const MAX_KEY_LENGTH = 255;
const LONE_SURROGATE = /\p{Cs}/u;
/** A key without characters: every operation of every such batch would get the same keys. */
const EMPTY_KEY = /^\s*(?:""?)?\s*$/;

/** A request that gets a key: an operation of a batch, or an item of a list. */
export interface KeyedRequest {
  readonly index: number;
  /** The name that the client gave it. */
  readonly name: string | undefined;
  /** Returns a text, other than a JSON string, that only an equal request has. Called if there is no name. */
  readonly toContent: () => string | Promise<string>;
}

/**
 * Returns the Idempotency-Key of each request by its index, derived from the key of the whole: `<key>:<name>` with the name
 * percent-encoded, or `<key>:sha256:<hash>` of its content if it has no name. A key of more than 255 characters has a hash
 * of the name instead.
 *
 * A key does not depend on the position of a request, because positions change if a client resends only some requests.
 * Requests that cannot be told apart have no key: the second would be answered with the response to the first.
 */
export async function deriveKeys(
  requests: readonly KeyedRequest[],
  key: string,
): Promise<ReadonlyMap<number, string>> {
  const keys = new Map<number, string>();
  if (EMPTY_KEY.test(key)) return keys;
  const derived = await Promise.all(requests.map((request) => deriveKey(request, key)));
  const counts = new Map<string, number>();
  for (const each of derived) counts.set(each, (counts.get(each) ?? 0) + 1);
  for (const [position, { index }] of requests.entries()) {
    const own = derived[position] ?? '';
    if (counts.get(own) === 1) keys.set(index, own);
  }
  return keys;
}

async function deriveKey({ name, toContent }: KeyedRequest, key: string): Promise<string> {
  if (name !== undefined && !LONE_SURROGATE.test(name)) {
    const full = append(key, encodeURIComponent(name));
    if (full.length <= MAX_KEY_LENGTH) return full;
  }
  // As JSON, because all lone surrogates are the same bytes in UTF-8.
  const content = name === undefined ? await toContent() : JSON.stringify(name);
  const hashed = append(key, `sha256:${await sha256(content)}`);
  if (hashed.length <= MAX_KEY_LENGTH) return hashed;
  const both = `sha256:${await sha256(hashed)}`;
  return isQuoted(key) ? `"${both}"` : both;
}

function append(key: string, suffix: string): string {
  return isQuoted(key) ? `${key.slice(0, -1)}:${suffix}"` : `${key}:${suffix}`;
}

/** The key should be a quoted string (RFC 9651 section 3.3.3); some clients send it without the quotes. */
function isQuoted(key: string): boolean {
  return key.length > 1 && key.endsWith('"');
}
