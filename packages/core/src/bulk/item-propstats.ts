import type { Propstat } from '@multistatus/document';
import type { ItemIssue } from './item-validator.js';

/** What an element can be called, of what people call the members of items; pointers cut longer names. */
const PROPERTY_NAME = /^(?!xml)[A-Za-z_][\w.-]{0,98}$/i;

/**
 * Tells the faults of an item property by property, as PROPPATCH does (RFC 4918 section 9.2): 422 with what is wrong, and
 * 424 for those that nothing is wrong with.
 *
 * Gives `undefined` where that cannot be said: a fault is not in a property, or a name is not one that XML allows.
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
