import { dav } from '../read/xml-node.js';
import type { RuleId, RuleLevel } from './rules.js';

/** An element as the rules see it, from an XML text or from a model. */
export interface RuleNode {
  /** `{namespace}local`, or only the local name if there is no namespace. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text of the element, without that of its child elements. */
  readonly text: string;
  readonly elements: readonly RuleNode[];
  /** The `path` of a `Violation` found here. */
  readonly path: string;
}

/** A document as the rules see it. */
export interface RuleDocument {
  readonly root: RuleNode;
  readonly form: 'xml' | 'model';
  /** The encoding named in the XML declaration. */
  readonly encoding: string | undefined;
  /** The targets of processing instructions. */
  readonly instructions: readonly string[];
}

/** Yielded after a step that takes about a millisecond. */
export const PAUSE = 'pause';

/** A place where a rule is broken. */
export interface Finding {
  readonly path: string;
  readonly message: string;
  /** Set only if it is not that of the rule. */
  readonly level?: RuleLevel;
}

/** Yields the places where a document breaks one rule, and `undefined` for each response, where other work may run. */
export type Check = (document: RuleDocument) => Iterable<Finding | undefined>;

/** Checks by the id of their rule. Each file of checks covers some of the rules. */
export type Checks = { readonly [Id in RuleId]?: Check };

const IN_DAV = dav('');
const HAS_PARTS: ReadonlySet<string> = new Set(['response', 'propstat', 'location'].map(dav));

/** Returns the child elements with a local name in the namespace `DAV:`. */
export function named(node: RuleNode, local: string): RuleNode[] {
  const wanted = dav(local);
  return node.elements.filter(({ name }) => name === wanted);
}

/** Returns the `D:response` elements of a document. */
export function responsesOf({ root }: RuleDocument): RuleNode[] {
  return named(root, 'response');
}

/** Yields a node and all its descendants, depth first. */
export function* allOf(node: RuleNode): Generator<RuleNode, void, undefined> {
  yield node;
  for (const element of node.elements) yield* allOf(element);
}

/** Yields the elements that form the structure of a document: not those inside `error`, `prop` or an extension. */
export function* partsOf({ root }: RuleDocument): Generator<RuleNode, void, undefined> {
  yield root;
  for (const element of root.elements) {
    if (!element.name.startsWith(IN_DAV)) continue;
    yield element;
    for (const part of partsOfResponse(element)) yield part;
  }
}

function* partsOfResponse(node: RuleNode): Generator<RuleNode, void, undefined> {
  if (!HAS_PARTS.has(node.name)) return;
  for (const element of node.elements) {
    if (!element.name.startsWith(IN_DAV)) continue;
    yield element;
    yield* partsOfResponse(element);
  }
}

/** Returns the status code in a status element; NaN if there is none. */
export function codeOf(node: RuleNode | undefined): number {
  const [, code = ''] = /^\s*HTTP\/\S+\s+(\d{3})(?!\d)/.exec(node?.text ?? '') ?? [];
  return code === '' ? Number.NaN : Number(code);
}

/** Returns a name for use in messages: without the namespace if that is `DAV:`. */
export function shortName(name: string): string {
  return name.startsWith(IN_DAV) ? name.slice(IN_DAV.length) : name;
}
