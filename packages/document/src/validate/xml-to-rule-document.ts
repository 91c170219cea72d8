import { createXmlParser } from '../read/parse-xml.js';
import type { ResolvedReadLimits } from '../read/read-limits.js';
import { elementsOf, ownTextOf, type XmlNode } from '../read/xml-node.js';
import { PAUSE, type RuleDocument, type RuleNode, shortName } from './rule-node.js';

/** How much of a text is parsed between two pauses, in UTF-16 code units. */
const STEP_LENGTH = 16_384;

/**
 * Parses an XML text for the rules. Yields {@link PAUSE} after each step, and `undefined` after each response.
 *
 * @throws {DocumentError} if it is not well-formed, has a document type declaration, or exceeds a limit.
 */
export function* xmlToRuleDocument(
  xml: string,
  limits: ResolvedReadLimits,
): Generator<typeof PAUSE | undefined, RuleDocument, undefined> {
  let root: XmlNode | undefined;
  let encoding: string | undefined;
  const instructions: string[] = [];
  const parser = createXmlParser(
    {
      onRoot: (node) => {
        root = node;
      },
      onChild: (child) => root?.children.push(child),
      onInstruction: (target) => instructions.push(target),
      onDeclaredEncoding: (name) => {
        encoding = name;
      },
    },
    limits,
  );
  for (let start = 0; start < xml.length; start += STEP_LENGTH) {
    parser.write(xml.slice(start, start + STEP_LENGTH));
    yield PAUSE;
  }
  parser.close();
  // A well-formed text has a root.
  const node = root as unknown as XmlNode;
  const path = `/${shortName(node.name)}[1]`;
  const elements: RuleNode[] = [];
  for (const child of convertChildren(node, path)) {
    elements.push(child);
    yield undefined;
  }
  return { root: toRuleNode(node, path, elements), form: 'xml', encoding, instructions };
}

function* convertChildren(parent: XmlNode, parentPath: string): Generator<RuleNode, void, undefined> {
  const counts = new Map<string, number>();
  for (const element of elementsOf(parent)) {
    const count = (counts.get(element.name) ?? 0) + 1;
    counts.set(element.name, count);
    const path = `${parentPath}/${shortName(element.name)}[${count}]`;
    yield toRuleNode(element, path, [...convertChildren(element, path)]);
  }
}

function toRuleNode(node: XmlNode, path: string, elements: readonly RuleNode[]): RuleNode {
  const { name, attributes = {} } = node;
  return { name, attributes, text: ownTextOf(node), elements, path };
}
