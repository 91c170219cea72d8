import { dav } from '../read/xml-node.js';
import type { RuleId } from './rules.js';

/** An element as the rules see it, of an XML text or made of a model. */
export interface RuleNode {
  /** Of the form `{namespace}local`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Without that of its child elements. */
  readonly text: string;
  readonly elements: readonly RuleNode[];
  readonly path: string;
}

/** A document as the rules see it. */
export interface RuleDocument {
  readonly root: RuleNode;
  readonly form: 'xml' | 'model';
  /** Of the XML declaration. */
  readonly encoding: string | undefined;
  /** Targets of processing instructions. */
  readonly instructions: readonly string[];
}

/** A place where a rule is broken. */
export interface Finding {
  readonly path: string;
  readonly message: string;
}

/** Gives the places where a document breaks one rule. */
export type Check = (document: RuleDocument) => Iterable<Finding>;

/** What looks for violations, by the rules that they are of; each file of checks has a part of it. */
export type Checks = { readonly [Id in RuleId]?: Check };

/** Gives the child elements of a node that have a name of RFC 4918. */
export function named(node: RuleNode, local: string): RuleNode[] {
  return node.elements.filter(({ name }) => name === dav(local));
}

/** Gives the responses of a document. */
export function responsesOf({ root }: RuleDocument): RuleNode[] {
  return named(root, 'response');
}

/** Gives a node and all that are in it. */
export function* allOf(node: RuleNode): Generator<RuleNode, void, undefined> {
  yield node;
  for (const element of node.elements) yield* allOf(element);
}

/** Gives all elements of which a document is made; not what is in an error or in a prop, nor in an extension. */
export function* partsOf({ root }: RuleDocument): Generator<RuleNode, void, undefined> {
  yield root;
  for (const element of root.elements) {
    if (!element.name.startsWith(dav(''))) continue;
    yield element;
    for (const part of partsOfResponse(element)) yield part;
  }
}

function* partsOfResponse(node: RuleNode): Generator<RuleNode, void, undefined> {
  if (![dav('response'), dav('propstat'), dav('location')].includes(node.name)) return;
  for (const element of node.elements) {
    if (!element.name.startsWith(dav(''))) continue;
    yield element;
    yield* partsOfResponse(element);
  }
}

/** Gives the code that a status element means, NaN if none. */
export function codeOf(node: RuleNode | undefined): number {
  const [, code = ''] = /^\s*HTTP\/\S+\s+(\d{3})(?!\d)/.exec(node?.text ?? '') ?? [];
  return code === '' ? Number.NaN : Number(code);
}

/** Gives a name as it stands in a message: without the namespace where that is `DAV:`. */
export function shortName(name: string): string {
  return name.startsWith(dav('')) ? name.slice(dav('').length) : name;
}
