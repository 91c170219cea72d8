import { toHref } from '../to-href.js';

/**
 * Returns an href for an item for which a server sends none: `urn:multistatus:item:` and the percent-encoded id of the
 * item, or its index in the document if it has no id.
 *
 * It is absolute, so that it cannot be mistaken for a resource of the server.
 */
export function toItemHref(name: string | number): string {
  // Characters that would end the path, begin a triplet or separate segments.
  const escaped = String(name).replace(/[%?#/:]/g, (character) => encodeURIComponent(character));
  return toHref(`urn:multistatus:item:${escaped}`);
}
