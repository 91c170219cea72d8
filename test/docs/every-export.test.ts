// The pages of a package show every function and class that its users can import.
import { expect, test } from '@jest/globals';
import * as client from '@multistatus/client';
import * as document from '@multistatus/document';
import * as xmlReader from '@multistatus/document/xml-reader';
import * as xmlWriter from '@multistatus/document/xml-writer';
import { readPage } from './read-page.js';

const DOCUMENT = ['packages/document/README.md'];

/** Returns the names that the programs of pages import from a module. */
function namesFrom(module: string, pages: readonly string[]): Set<string> {
  const programs = pages.flatMap((path) => readPage(path).blocks).map(({ code }) => code);
  const imports = programs.flatMap((code) => [...code.matchAll(/^import \{([^}]*)\} from '(.*)';$/gm)]);
  const lists = imports.filter(([, , from]) => from === module).map(([, list = '']) => list);
  return new Set(lists.flatMap((list) => list.split(',').map((name) => name.trim())));
}

test.each([
  [
    '@multistatus/client',
    {
      exported: client,
      pages: ['docs/guide/7-client.md', 'docs/recipes/retrying.md', 'packages/client/README.md'],
    },
  ],
  ['@multistatus/document', { exported: document, pages: DOCUMENT }],
  ['@multistatus/document/xml-reader', { exported: xmlReader, pages: DOCUMENT }],
  ['@multistatus/document/xml-writer', { exported: xmlWriter, pages: DOCUMENT }],
])('%s', (module, { exported, pages }) => {
  const shown = namesFrom(module, pages);
  expect(shown.size).toBeGreaterThan(1);
  expect(Object.keys(exported).filter((name) => !shown.has(name))).toEqual([]);
});
