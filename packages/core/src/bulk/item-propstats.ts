import type { Propstat } from '@multistatus/document';
import type { ItemIssue } from './item-validator.js';

/** The member names that are used as XML element names. A pointer cuts longer names, so those are not. */
const PROPERTY_NAME = /^(?!xml)[A-Za-z_][\w.-]{0,98}$/i;

/**
 * Returns the issues of an item as one propstat for each property, as PROPPATCH has them (RFC 4918 section 9.2): 422
 * with the issues of the property, and 424 for the properties without an issue.
 *
 * Returns `undefined` if propstats cannot express the issues: one is outside any property, or a property name cannot be
 * the name of an XML element.
 */
export function itemPropstats(
  value: unknown,
  issues: readonly ItemIssue[],
): readonly [Propstat, ...Propstat[]] | undefined {
  const details = new Map<string, string>();
  for (const { pointer, detail } of issues) {
    const name = /^#\/([^/]+)/.exec(pointer)?.[1];
    if (name === undefined) return undefined;
    details.set(name, details.has(name) ? `${details.get(name)}; ${detail}` : detail);
  }
  const others = Object.keys(value as object).filter((name) => !details.has(name));
  if (![...details.keys(), ...others].every((name) => PROPERTY_NAME.test(name))) return undefined;
  const [first, ...rest] = [...details].map(([name, description]): Propstat => {
    return { status: 422, properties: [{ name }], description };
  });
  if (first === undefined) return undefined;
  if (others.length > 0) rest.push({ status: 424, properties: others.map((name) => ({ name })) });
  return [first, ...rest];
}
