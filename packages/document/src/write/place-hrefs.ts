import { toHref } from '../to-href.js';

/** Gives the href under which a response is written, from its own (percent-encoded) and its index. */
export type PlaceHref = (href: string, index: number) => string;

/**
 * Gives each href a place of its own, as an XML document may hold an href once (RFC 4918 section 14.24).
 *
 * The first that asks for an href keeps it; a later one gets `operationsPath` followed by its index, and by a hyphen
 * and a number where that is taken. `upcoming` is called at the first repeat, if at all, and gives the hrefs of the
 * whole document, so that nothing generated takes what a later response is called. Without it (hrefs arrive in a
 * stream) such a later response is itself given a generated href: no href is ever given twice. Linear in the number
 * of hrefs.
 */
export function createPlacer(operationsPath: string, upcoming: () => Iterable<string> = () => []): PlaceHref {
  const prefix = toHref(operationsPath);
  const taken = new Set<string>();
  let reserved: ReadonlySet<string> | undefined;
  // One counter for the whole document: no suffix is tried twice, so that clashes cannot add up to a square.
  let suffix = 1;

  return (href, index) => {
    let place = href;
    if (taken.has(href)) {
      reserved ??= new Set(upcoming());
      place = `${prefix}${index}`;
      while (taken.has(place) || reserved.has(place)) place = `${prefix}${index}-${++suffix}`;
    }
    taken.add(place);
    return place;
  };
}
