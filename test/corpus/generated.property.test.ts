// Documents with any prefixes, white space, comments and CDATA sections, read by the product and by another parser.
import { expect, jest, test } from '@jest/globals';
import { readXml } from '@multistatus/document/xml-reader';
import fc from 'fast-check';
import { readWithDom } from '../support/read-with-dom.js';
import { toPlainDocument } from '../support/to-plain-document.js';

jest.setTimeout(60_000);

const PREFIXES = ['', 'd', 'D', 'a', 'ns0', 'DAV', '_x', 'é'];
const prefix = fc.constantFrom(...PREFIXES);

/** What may be between two elements. */
const gap = fc
  .array(
    fc.constantFrom(
      '',
      '',
      ' ',
      '\n',
      '\r\n',
      '\t',
      '<!-- a <b> & c -->',
      '<!---->',
      '<?x y?>',
      '<![CDATA[ \n]]>',
    ),
    { maxLength: 3 },
  )
  .map((pieces) => pieces.join(''));

/** A text, some of it as references or in CDATA sections, with comments inside. */
const text = fc
  .array(
    fc.constantFrom(
      ...['a', 'é', '😀', ' ', '\n', '\r\n', '\t', '&#xD;', '&amp;', '&lt;', '&#65;', '&#x1F600;', '&apos;'],
      ...['<![CDATA[<b> & ]] ]]>', '<![CDATA[]]>', '<!-- no text -->', '\u00a0', ']]&gt;', '"', '>'],
    ),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join(''));

/** White space is part of neither an href, nor a status, nor a description. */
const padded = (content: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(gap, content, gap).map((parts) => parts.join(''));

/** Writes an element with a prefix of its own, which it declares. */
function element(local: string, content: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(prefix, fc.constantFrom('"', "'"), fc.constantFrom('', ' ', '\n'), content)
    .map(([prefix, quote, space, content]) => {
      const name = prefix === '' ? local : `${prefix}:${local}`;
      const declaration = `xmlns${prefix === '' ? '' : `:${prefix}`}=${quote}DAV:${quote}`;
      const isEmpty = content === '' && space === '';
      return isEmpty
        ? `<${name} ${declaration}/>`
        : `<${name} ${declaration}${space}>${content}</${name}${space}>`;
    });
}

/** Joins elements, with a gap before and after each. */
const join = (...elements: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.tuple(...elements), fc.array(gap, { minLength: 1, maxLength: 4 }))
    .map(([parts, gaps]) =>
      parts.reduce((all, part, index) => all + part + (gaps[index % gaps.length] ?? ''), gaps[0] ?? ''),
    );
const some = (content: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(content, { maxLength }).map((parts) => parts.join(''));
const maybe = (content: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.option(content, { nil: '' });

const { property } = fc.letrec<{ property: string }>((tie) => ({
  property: fc
    .record({
      namespace: fc.constantFrom('', 'DAV:', 'urn:x', 'http://a/b?c=d&amp;e'),
      prefix: fc.constantFrom('', 'p', 'q'),
      local: fc.constantFrom('getetag', 'owner', 'é', 'a-b.c'),
      attribute: fc.constantFrom('', ' x="1"', ' xml:lang="fr"', " y='a &quot; &#10;\n b'"),
      content: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.tuple(text, tie('property'), text).map((parts) => parts.join('')),
      ),
    })
    .map(({ namespace, prefix, local, attribute, content }) => {
      // A prefix cannot stand for no namespace.
      const used = namespace === '' ? '' : prefix;
      const name = used === '' ? local : `${used}:${local}`;
      return `<${name} xmlns${used === '' ? '' : `:${used}`}="${namespace}"${attribute}>${content}</${name}>`;
    }),
}));

const href = element(
  'href',
  padded(fc.constantFrom('/a', '/a%20b/', 'http://host/a?b=1&amp;c=2', '/<![CDATA[x]]>y', '/a<!-- -->b')),
);
const status = element(
  'status',
  padded(
    fc.constantFrom(
      'HTTP/1.1 200 OK',
      'HTTP/1.1 404 Not Found',
      'HTTP/1.1 507',
      'HTTP/2  418\n x',
      'http/1.0 424 y',
    ),
  ),
);
const description = maybe(element('responsedescription', padded(text)));
const error = maybe(element('error', join(property)));
const propstat = element(
  'propstat',
  join(element('prop', join(some(property, 3))), status, error, description),
);
const response = fc
  .oneof(
    join(href, status, error, description),
    join(href, some(propstat, 2), propstat, error, description),
    join(href, status, maybe(element('location', join(href)))),
  )
  .chain((content) => element('response', fc.constant(content)));
const multistatus = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0" encoding="utf-8"?>', "<?xml version='1.0'?>\r\n<!-- first -->"),
    element('multistatus', join(some(response, 4), description, maybe(element('sync-token', padded(text))))),
    fc.constantFrom('', '\n', '<!-- last -->'),
  )
  .map((parts) => parts.join(''));

test('any document is read as another parser reads it', () => {
  fc.assert(
    fc.property(multistatus, (xml) => {
      const [read, plain] = [toPlainDocument(readXml(xml)), readWithDom(xml)];
      expect(read).toEqual(plain);
    }),
    { numRuns: 300 },
  );
});
