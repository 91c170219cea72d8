import { valueAt } from '@multistatus/wire';

/** The printable characters of ASCII, which the strings of header fields consist of (RFC 9651 section 3.3.3). */
const PRINTABLE = /^[ -~]+$/;
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\])+)"$/;
/** A server accepts 255 characters. The others are for the number that a part of a batch adds. */
const MAX_LENGTH = 250;

/** Returns a new random key (a UUID), as the value of the field Idempotency-Key. */
export function createKey(): string {
  return `"${randomUuid()}"`;
}

/**
 * Returns a key as the value of the field Idempotency-Key: a string in quotes. One that is in quotes is returned as it is.
 *
 * @throws {TypeError} if it is not 1 to 250 printable characters of ASCII.
 */
export function toKeyField(owner: string, key: string): string {
  if (key.length > MAX_LENGTH || !PRINTABLE.test(key)) {
    const rule = `must have 1 to ${MAX_LENGTH} printable characters of ASCII`;
    throw new TypeError(`${owner}.idempotencyKey ${rule}, got ${JSON.stringify(key.slice(0, MAX_LENGTH))}`);
  }
  return QUOTED.test(key) ? key : quote(key);
}

/** Returns the key that a field contains: without its quotes, if it has any. */
export function readKeyField(field: string): string {
  const [, inner] = QUOTED.exec(field) ?? [];
  return inner === undefined ? field : inner.replace(/\\(.)/g, '$1');
}

/**
 * Returns the key of a part of a batch, as the value of its field. It follows from the key of the batch, so that an app that
 * sends the batch again, even after a crash, sends the part with the same key again. `number` is 2 for the first part.
 */
export function keyOfPart(key: string, number: number): string {
  return quote(`${key}.${number}`);
}

/** Checks whether the description of an endpoint says that the server keeps Idempotency-Keys. */
export function keepsKeys(description: unknown): boolean {
  return valueAt(description, ['idempotency']) === true;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Web pages without TLS lack `randomUUID`, and React Native lacks `crypto`. */
function randomUuid(): string {
  const { crypto } = globalThis as { readonly crypto?: Partial<Crypto> };
  if (crypto?.randomUUID !== undefined) return crypto.randomUUID();
  const bytes = Uint8Array.from({ length: 16 }, () => Math.random() * 256);
  crypto?.getRandomValues?.(bytes);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/,
    (_match, ...parts: string[]) => `${parts[0]}-${parts[1]}-4${parts[2]}-8${parts[3]}-${parts[4]}`,
  );
}
