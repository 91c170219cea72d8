// What a reader refuses is an error of the validator too, in the same response.
import { expect, test } from '@jest/globals';
import {
  type DocumentFault,
  isDocumentError,
  type Multistatus,
  readMultistatus,
} from '@multistatus/document';
import { type Violation, validateMultistatus } from '@multistatus/document/xml-reader';
import fc from 'fast-check';

// These concern the bytes, the limits or the namespace of this library, which the rules do not cover.
const WITHOUT_RULE = /^(?:X4|doctype|truncated|extension|max.*)$/;

const attributes = fc.constantFrom('', '', '', ' xmlns="DAV:"', ' xmlns="dav:"', ' xmlns=""', ' a="1"');
const text = fc.constantFrom(
  ...[
    '',
    '',
    '',
    ' ',
    '/a',
    '/b/',
    'a b',
    'HTTP/1.1 200 OK',
    'HTTP/1.1 404 Not Found',
    'HTTP/1.1 423',
    '200',
  ],
  ...['HTTP/1.1 207 Multi-Status', '&amp;', '<![CDATA[x]]>', '<!-- c -->', 'HTTP/1.1 099 Low', 'HTTP/2 200'],
);
const names = fc.constantFrom(
  ...['href', 'status', 'propstat', 'prop', 'error', 'location', 'responsedescription', 'response'],
  ...['sync-token', 'multistatus', 'x:own', 'getetag', 'lock-token-submitted'],
);

/** Elements that are often in their place, and often not. */
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc
    .tuple(
      names,
      attributes,
      fc.array(fc.oneof({ maxDepth: 3, withCrossShrink: true }, text, tie('tree')), { maxLength: 3 }),
    )
    .map(([name, attribute, content]) => `<${name}${attribute}>${content.join('')}</${name}>`),
}));
const likely = fc.constantFrom(
  '<href>/a</href>',
  '<href>/b</href>',
  '<status>HTTP/1.1 200 OK</status>',
  '<propstat><prop><getetag/></prop><status>HTTP/1.1 200 OK</status></propstat>',
  '<propstat><prop/><status>HTTP/1.1 418 </status></propstat>',
  '<location><href>/c</href></location>',
  '<error><lock-token-submitted/></error>',
);
const response = fc
  .array(fc.oneof({ arbitrary: likely, weight: 3 }, { arbitrary: tree, weight: 1 }), { maxLength: 4 })
  .map((parts) => `<response>${parts.join('')}</response>`);
const xml = fc
  .array(fc.oneof({ arbitrary: response, weight: 5 }, { arbitrary: tree, weight: 1 }, text), { maxLength: 4 })
  .map((parts) => `<multistatus xmlns="DAV:" xmlns:x="urn:x">${parts.join('')}</multistatus>`);

function errorsOf(document: string | Multistatus): Violation[] {
  return validateMultistatus(document).filter(({ level }) => level === 'error');
}

test('of XML', async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(xml, async (document) => {
      const faults: DocumentFault[] = [];
      await readMultistatus(document, { contentType: 'text/xml', onFault: (fault) => faults.push(fault) });
      const errors = errorsOf(document);
      for (const { error, response } of faults.filter(({ error }) => !WITHOUT_RULE.test(error.rule))) {
        refused += 1;
        const where = response === undefined ? '/multistatus[1]' : `/response[${response.position + 1}]`;
        expect([error.message, errors.filter(({ path }) => path.includes(where))]).not.toEqual([
          error.message,
          [],
        ]);
      }
    }),
    { numRuns: 1500 },
  );
  expect(refused).toBeGreaterThan(100);
});

test('of JSON, where the text has the shape of a document', async () => {
  const status = fc.constantFrom<number | undefined>(200, 404, 207, 99, 1000, 20.5, undefined);
  const propstat = fc.record({ status, properties: fc.constant([]) });
  const response = fc.record(
    {
      href: fc.constantFrom('/a', '/b', ''),
      hrefs: fc.constantFrom([], ['/a'], ['/a', '/b'], ['']),
      status,
      propstats: fc.array(propstat, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(response, { maxLength: 2 }), async (responses) => {
      const text = JSON.stringify({ responses });
      const error: unknown = await readMultistatus(text).catch((reason: unknown) => reason);
      if (!isDocumentError(error) || !/^X/.test(error.rule)) return;
      refused += 1;
      expect([error.message, errorsOf(JSON.parse(text) as Multistatus)]).not.toEqual([error.message, []]);
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(20);
});
