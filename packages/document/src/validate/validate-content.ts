import { STRUCTURE } from '../read/read-xml-structure.js';
import { dav } from '../read/xml-node.js';
import { type Checks, codeOf, named, partsOf, responsesOf, shortName } from './rule-node.js';
import { undefinedParts } from './validate-structure.js';

// The preconditions and postconditions of RFC 4918 section 16.
const CONDITIONS = [
  'lock-token-matches-request-uri',
  'lock-token-submitted',
  'no-conflicting-lock',
  'no-external-entities',
  'preserved-live-properties',
  'propfind-finite-depth',
  'cannot-modify-protected-property',
];
const CONDITIONS_IN_DAV = new Set(CONDITIONS.map(dav));
const NAMELESS_LOCK =
  'lock-token-submitted has no href; its grammar requires one, but Apache and the examples in RFC 4918 sections 9.6.2 and 9.8.8 have none';
const PROPERTY_CONDITION = 'cannot-modify-protected-property';

/** Checks of the rules about properties and conditions. */
export const CONTENT_CHECKS: Checks = {
  *X19(document) {
    for (const { name: parent, elements } of partsOf(document)) {
      yield;
      if (parent === dav('error') || parent === dav('prop')) continue;
      for (const { name, path } of elements) {
        if (!CONDITIONS_IN_DAV.has(name)) continue;
        yield { path, message: `${shortName(name)} is in ${shortName(parent)}, not in error` };
      }
    }
    for (const response of responsesOf(document)) {
      yield;
      if (named(response, 'propstat').length === 0) continue;
      const conditions = named(response, 'error').flatMap((error) => named(error, PROPERTY_CONDITION));
      for (const { path } of conditions) yield { path, message: `${PROPERTY_CONDITION} concerns a propstat` };
    }
  },
  *X24(document) {
    for (const [{ name, path }, parent] of undefinedParts(document)) {
      const local = shortName(name);
      if (CONDITIONS.includes(local)) continue;
      const message = `DAV: does not define ${local} in ${parent}`;
      // Readers ignore an unknown element, but not a status, an href or a response in a wrong place.
      yield STRUCTURE.has(local) ? { path, message, level: 'error' } : { path, message };
    }
  },
  *X28(document) {
    for (const response of responsesOf(document)) {
      yield;
      const seen = new Set<string>();
      const props = named(response, 'propstat').flatMap((propstat) => named(propstat, 'prop'));
      for (const { name, path } of props.flatMap(({ elements }) => elements)) {
        if (seen.has(name)) yield { path, message: `${shortName(name)} occurs again` };
        seen.add(name);
      }
    }
  },
  *X29(document) {
    for (const propstat of responsesOf(document).flatMap((response) => named(response, 'propstat'))) {
      const code = codeOf(named(propstat, 'status')[0]);
      if (code === 200 || Number.isNaN(code)) continue;
      for (const { name, path, elements, text } of named(propstat, 'prop').flatMap((prop) => prop.elements)) {
        if (elements.length + text.length === 0) continue;
        yield { path, message: `${shortName(name)} has a value, but the status ${code}` };
      }
    }
  },
  *X30(document) {
    for (const { name, elements } of partsOf(document)) {
      yield;
      if (name !== dav('error')) continue;
      for (const condition of elements) {
        const isNameless = named(condition, 'href').length === 0;
        if (condition.name !== dav('lock-token-submitted') || !isNameless) continue;
        yield { path: condition.path, message: NAMELESS_LOCK };
      }
    }
  },
};
