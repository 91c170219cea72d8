import { createXmlParser } from '../read/parse-xml.js';
import type { ResolvedReadLimits } from '../read/read-limits.js';
import { dav, elementsOf, ownTextOf, type XmlNode } from '../read/xml-node.js';
import type { RuleDocument, RuleNode } from './rule-node.js';

/**
 * Parses an XML text for the rules.
 *
 * @throws {DocumentError} if it is not well-formed, has a document type declaration, or exceeds a limit.
 */
export function xmlToRuleDocument(xml: string, limits: ResolvedReadLimits): RuleDocument {
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
  parser.write(xml);
  parser.close();
  // A well-formed text has a root.
  return { root: toRuleNode(root as unknown as XmlNode, ''), form: 'xml', encoding, instructions };
}

function toRuleNode(node: XmlNode, parentPath: string, number = 1): RuleNode {
  const { name, attributes = {} } = node;
  const local = name.startsWith(dav('')) ? name.slice(dav('').length) : name;
  const path = `${parentPath}/${local}[${number}]`;
  const counts = new Map<string, number>();
  const elements = elementsOf(node).map((element) => {
    const count = (counts.get(element.name) ?? 0) + 1;
    counts.set(element.name, count);
    return toRuleNode(element, path, count);
  });
  return { name, attributes, text: ownTextOf(node), elements, path };
}
