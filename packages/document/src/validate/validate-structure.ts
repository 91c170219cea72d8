import { quote } from '../document-error.js';
import { splitName } from '../element-name.js';
import { STRUCTURE } from '../read/read-xml-structure.js';
import { dav } from '../read/xml-node.js';
import { isXmlText } from '../xml-char.js';
import {
  allOf,
  type Checks,
  type Finding,
  named,
  partsOf,
  type RuleDocument,
  type RuleNode,
  responsesOf,
  shortName,
} from './rule-node.js';

// RFC 4918 sections 14.16 and 14.24, and the additions of RFC 6578.
const DEFINED_IN: Readonly<Record<string, readonly string[]>> = {
  multistatus: ['response', 'responsedescription', 'sync-token'],
  response: ['href', 'status', 'propstat', 'error', 'responsedescription', 'location'],
  propstat: ['prop', 'status', 'error', 'responsedescription'],
  location: ['href'],
};
const TEXT_ELEMENTS = new Set(['href', 'status', 'responsedescription', 'sync-token'].map(dav));
const STRUCTURE_ELEMENTS = new Set(['multistatus', 'response', 'propstat', 'location', 'prop'].map(dav));

/** Checks of the rules about which elements, and how many, occur where. */
export const STRUCTURE_CHECKS: Checks = {
  *X1({ root, form }) {
    if (form === 'xml') return;
    for (const { name, attributes, path } of allOf(root)) {
      yield;
      for (const each of [name, ...Object.keys(attributes)]) {
        if (splitName(each) === undefined) yield { path, message: `${quote(each)} is not a valid XML name` };
      }
    }
  },
  *X2(document) {
    const { root } = document;
    if (root.name !== dav('multistatus')) {
      // The parts have the same fault, or the document is not a multistatus.
      yield { path: root.path, message: `the root is ${root.name}` };
      return;
    }
    for (const part of partsOf(document)) {
      yield;
      if (DEFINED_IN[shortName(part.name)] === undefined) continue;
      for (const { name, path } of part.elements) {
        if (isAlmostDav(name)) yield { path, message: `${name} is not in the namespace DAV:` };
      }
    }
  },
  *X4({ encoding, root }) {
    if (encoding === undefined || /^utf-?8$/i.test(encoding)) return;
    yield { path: root.path, message: `the XML declaration names ${encoding}` };
  },
  *X5({ root }) {
    yield* atMostOne(root, ['responsedescription']);
  },
  *X6(document) {
    for (const response of responsesOf(document)) {
      yield;
      if (named(response, 'href').length === 0) yield { path: response.path, message: 'there is no href' };
    }
  },
  *X8(document) {
    for (const response of responsesOf(document)) {
      yield;
      yield* checkForm(response);
    }
  },
  *X9(document) {
    for (const response of responsesOf(document)) {
      yield;
      for (const propstat of named(response, 'propstat')) {
        for (const local of ['prop', 'status']) {
          const count = named(propstat, local).length;
          if (count !== 1) yield { path: propstat.path, message: `there are ${count} ${local} elements` };
        }
      }
    }
  },
  *X18(document) {
    for (const { name, path, elements, text } of partsOf(document)) {
      yield;
      if (name !== dav('error')) continue;
      const stray = text.trim();
      if (stray !== '') yield { path, message: `the error contains the text ${quote(stray)}` };
      else if (elements.length === 0) yield { path, message: 'the error contains no element' };
    }
  },
  *X20(document) {
    for (const part of partsOf(document)) {
      yield;
      const count = named(part, 'href').length;
      if (part.name === dav('location') && count !== 1)
        yield { path: part.path, message: `there are ${count} href elements` };
    }
  },
  *X25(document) {
    for (const { name, elements } of partsOf(document)) {
      yield;
      if (!TEXT_ELEMENTS.has(name)) continue;
      for (const { path } of elements) yield { path, message: `${shortName(name)} contains an element` };
    }
  },
  *X26(document) {
    for (const { name, path, text } of partsOf(document)) {
      yield;
      if (!STRUCTURE_ELEMENTS.has(name) || text.trim() === '') continue;
      yield { path, message: `${shortName(name)} contains the text ${quote(text.trim())}` };
    }
  },
  *X27({ instructions }) {
    for (const target of instructions) {
      yield {
        path: `/processing-instruction(${target})`,
        message: `there is a processing instruction for ${target}`,
      };
    }
  },
  *X31({ root }) {
    for (const { text, attributes, path } of allOf(root)) {
      yield;
      if (![text, ...Object.values(attributes)].every(isXmlText)) {
        yield { path, message: 'a text contains a character that XML does not allow' };
      }
    }
  },
};

function isAlmostDav(name: string): boolean {
  const local = name.slice(name.lastIndexOf('}') + 1);
  return STRUCTURE.has(local) && name !== dav(local) && /^\{dav:?\/*\}|^(?!\{)/i.test(name);
}

function* checkForm(response: RuleNode): Generator<Finding> {
  const { path } = response;
  const count = (local: string): number => named(response, local).length;
  const [statuses, propstats, hrefs] = [count('status'), count('propstat'), count('href')];
  if (statuses > 0 && propstats > 0) yield { path, message: 'there are both a status and propstats' };
  if (statuses + propstats === 0) yield { path, message: 'there is neither a status nor a propstat' };
  if (statuses > 1) yield { path, message: `there are ${statuses} status elements` };
  if (propstats > 0 && hrefs > 1) yield { path, message: `there are propstats for ${hrefs} href elements` };
  yield* atMostOne(response, ['error', 'responsedescription', 'location']);
}

function* atMostOne(node: RuleNode, locals: readonly string[]): Generator<Finding> {
  for (const local of locals) {
    const count = named(node, local).length;
    if (count > 1) yield { path: node.path, message: `there are ${count} ${local} elements` };
  }
}

/** Yields the elements in `DAV:` that are not defined for the parent in which they occur, with its name. */
export function* undefinedParts(document: RuleDocument): Generator<[part: RuleNode, parent: string]> {
  for (const parent of partsOf(document)) {
    const defined = DEFINED_IN[shortName(parent.name)];
    if (defined === undefined) continue;
    for (const part of parent.elements) {
      if (part.name.startsWith(dav('')) && !defined.includes(shortName(part.name))) {
        yield [part, shortName(parent.name)];
      }
    }
  }
}
