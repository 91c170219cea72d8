import type { Element } from '@multistatus/document';
import { elementsIn, readXml } from './read-xml.js';
import { Refusal } from './refusal.js';

/** A property to set to a value, or to remove. */
export interface PropertyChange {
  readonly isRemoval: boolean;
  readonly property: Element;
}

const XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang';

/**
 * Returns the changes that the body of a PROPPATCH requests, in document order (RFC 4918 section 14.19).
 *
 * @throws {Refusal} 400 if the body is not a propertyupdate, or changes nothing.
 */
export function readPropertyUpdate(body: unknown): readonly PropertyChange[] {
  const root = readXml(body instanceof Uint8Array ? body : new Uint8Array());
  if (root.name !== '{DAV:}propertyupdate') throw new Refusal(400, 'The body is no propertyupdate.');

  const changes = elementsIn(root)
    .filter(({ name }) => name === '{DAV:}set' || name === '{DAV:}remove')
    .flatMap((step) =>
      elementsIn(step, '{DAV:}prop').flatMap((prop) =>
        elementsIn(prop).map((property) => ({
          isRemoval: step.name === '{DAV:}remove',
          property: withLanguage(property, [root, step, prop]),
        })),
      ),
    );
  if (changes.length === 0) throw new Refusal(400, 'The propertyupdate changes nothing.');
  return changes;
}

/** The language in scope is part of a property's value (RFC 4918 section 4.3). */
function withLanguage(property: Element, ancestors: readonly Element[]): Element {
  const language = [...ancestors, property].map(({ attributes }) => attributes?.[XML_LANG]).findLast(Boolean);
  if (language === undefined) return property;
  return { ...property, attributes: { ...property.attributes, [XML_LANG]: language } };
}
