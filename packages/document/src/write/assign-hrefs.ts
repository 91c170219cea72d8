import { toHref } from '../to-href.js';

/** Returns the href with which a response is written. `href` is its own, percent-encoded. */
export type AssignHref = (href: string, index: number) => string;

/**
 * Creates a function that assigns unique hrefs, because an href may occur only once in an XML document (RFC 4918
 * section 14.24).
 *
 * The first response with an href keeps it. A later one gets `operationsPath` followed by its index, and, if that is
 * taken, a hyphen and a number. `upcoming` returns the hrefs of the whole document, so that a generated href never
 * equals that of a later response; it is called at the first repeat. Without it (the hrefs arrive in a stream), such a
 * later response gets a generated href as well, so that no href is assigned twice. Takes time linear in the number of
 * hrefs.
 */
export function createHrefAssigner(
  operationsPath: string,
  upcoming: () => Iterable<string> = () => [],
): AssignHref {
  const prefix = toHref(operationsPath);
  const taken = new Set<string>();
  let reserved: ReadonlySet<string> | undefined;
  // One counter for the whole document: no suffix is tried twice, so that collisions cannot take quadratic time.
  let suffix = 1;

  return (href, index) => {
    let assigned = href;
    if (taken.has(href)) {
      reserved ??= new Set(upcoming());
      assigned = `${prefix}${index}`;
      while (taken.has(assigned) || reserved.has(assigned)) assigned = `${prefix}${index}-${++suffix}`;
    }
    taken.add(assigned);
    return assigned;
  };
}
