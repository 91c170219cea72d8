import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { create } from 'xmlbuilder2';
import { create as createSmall } from '#console-page/platform/xmlbuilder2.js';

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const NAMESPACES = [
  null,
  'DAV:',
  'urn:multistatus:xml:1',
  'urn:a',
  'urn:b',
  'http://www.w3.org/XML/1998/namespace',
];

interface Tree {
  readonly namespace: string | null;
  readonly name: string;
  readonly attributes: readonly {
    readonly namespace: string | null;
    readonly name: string;
    readonly value: string;
  }[];
  readonly children: readonly (Tree | string)[];
}

/** What both builders have, and the writer uses. */
interface Builder {
  ele(namespace: string | null, name: string): Builder;
  att(namespace: string | null, name: string, value: string): Builder;
  txt(text: string): Builder;
  toString(): string;
}

const name = fc.constantFrom('a', 'b', 'href');
const namespace = fc.constantFrom(...NAMESPACES);
const text = fc.constantFrom('', 'text', '&lt;&amp;&#13;', ' ');
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    namespace: fc.constantFrom(...NAMESPACES.slice(0, -1)),
    name,
    attributes: fc.uniqueArray(fc.record({ namespace, name, value: text }), {
      selector: (each) => `${each.namespace} ${each.name}`,
      maxLength: 3,
    }),
    children: fc.array(fc.oneof({ maxDepth: 4 }, text, tie('tree')), { maxLength: 3 }),
  }),
}));

function append(parent: Builder, { namespace, name, attributes, children }: Tree): void {
  const element = parent.ele(namespace, name);
  for (const each of attributes) element.att(each.namespace, each.name, each.value);
  for (const child of children) {
    if (typeof child === 'string') element.txt(child);
    else append(element, child);
  }
}

/** Writes elements as `writeInScope` of `@multistatus/document` does. */
function write(
  document: { ele(namespace: string | null, name: string): unknown },
  trees: readonly Tree[],
): string {
  const scope = document.ele('DAV:', 'D:scope') as Builder;
  scope.att(XMLNS, 'xmlns:M', 'urn:multistatus:xml:1').txt('');
  for (const each of trees) append(scope, each);
  return scope.toString();
}

test('what the page has in place of xmlbuilder2 writes what that writes', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 3 }), (trees) => {
      expect(write(createSmall(), trees)).toBe(write(create(), trees));
    }),
  );
});
