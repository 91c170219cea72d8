import { countOf, isJsonType, parseMediaType } from '@multistatus/wire';
import type { Reference } from '../operation/operation.js';
import { UnresolvedReference } from './unresolved-reference.js';

/**
 * Returns the bytes of a body that is the value of a reference: its JSON text, or the value itself if the content type is
 * `text/*`.
 *
 * @throws {UnresolvedReference} if it is longer than `maxBytes`.
 */
export function toWholeBody(
  value: string | number | boolean | null,
  { from }: Reference,
  { contentType, maxBytes }: { readonly contentType: string | undefined; readonly maxBytes: number },
): Uint8Array {
  const isJson = isJsonType(parseMediaType(contentType)?.type ?? '');
  const bytes = new TextEncoder().encode(isJson ? JSON.stringify(value) : String(value ?? ''));
  if (bytes.byteLength <= maxBytes) return bytes;
  const detail = `The body grows beyond ${countOf(maxBytes, 'byte')}, the limit maxBodyBytes`;
  throw new UnresolvedReference(from, detail);
}
