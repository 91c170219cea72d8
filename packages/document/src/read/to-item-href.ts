import { toHref } from '../to-href.js';

/**
 * Gives the href of an item for which a server names no resource: `urn:multistatus:item:` and the item's id or, if it
 * has none either, its place in the document, percent-encoded.
 *
 * Absolute, so that it can be no resource of the server's.
 */
export function toItemHref(name: string | number): string {
  // The characters that end a path, or would begin a triplet or a segment of their own.
  const escaped = String(name).replace(/[%?#/:]/g, (character) => encodeURIComponent(character));
  return toHref(`urn:multistatus:item:${escaped}`);
}
