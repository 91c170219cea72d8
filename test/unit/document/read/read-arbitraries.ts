// Documents in the form in which a reader gives them, with all the parts that the model has.
import {
  type Body,
  type Element,
  type HeaderMap,
  type JsonValue,
  type Multistatus,
  type MultistatusResponse,
  type Problem,
  type Propstat,
  reasonPhraseOf,
} from '@multistatus/document';
import fc from 'fast-check';
import { timing } from '../document-arbitraries.js';

const PIECES = [
  '&lt;',
  '&#60;',
  ']]>',
  '<b>',
  '"\'',
  '\r',
  '\r\n',
  '\n',
  '\t',
  ' ',
  '\u0085',
  '\u2028',
  '😀',
  'é',
];

/** Any text that XML 1.0 can carry. */
export const xmlText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 5 })
  .map((pieces) => pieces.join(''));

const href = fc
  .oneof(
    fc.constantFrom('/a', '/a/', '/batch/operations/1'),
    xmlText.map((text) => `/p/${encodeURIComponent(text)}?q=1`),
  )
  .map((text) => text.replaceAll("'", '%27'));
const name = fc
  .tuple(
    fc.constantFrom('', '{DAV:}', '{urn:x}', '{http://a/b?c=d&e=<f>}', '{a}b}', '{urn:multistatus:xml:1}'),
    fc.constantFrom('getetag', 'é', 'a-b.c', '_', 'constructor', 'collection'),
  )
  .map(([namespace, local]) => `${namespace}${local}`);
// What stands as an extension is no element of DAV:, as a builder asks for.
const foreignName = name.filter((text) => !text.startsWith('{DAV:}'));

const { tree } = fc.letrec<{ tree: Element }>((tie) => ({
  tree: fc
    .record({
      name,
      attributes: fc.option(fc.dictionary(foreignName, xmlText, { minKeys: 1, maxKeys: 2 }), {
        nil: undefined,
      }),
      texts: fc.array(
        xmlText.filter((text) => text !== ''),
        { maxLength: 2 },
      ),
      elements: fc.array(fc.oneof({ maxDepth: 2 }, fc.constant({ name: '{DAV:}write' }), tie('tree')), {
        maxLength: 2,
      }),
    })
    .map(({ name, attributes, texts, elements }) => {
      // A text never beside a text.
      const isMerged = texts.length === 2 && elements.length === 0;
      const all = isMerged ? [texts.join('')] : [texts[0], elements[0], texts[1], elements[1]];
      const children = all.filter((child) => child !== undefined);
      return omitAbsent({ name, attributes, children: children.length === 0 ? undefined : children });
    }),
}));
const elements = fc.array(tree, { minLength: 1, maxLength: 3 });
const extensions = fc.array(
  fc.tuple(foreignName, tree).map(([name, element]) => ({ ...element, name })),
  { minLength: 1, maxLength: 2 },
);

const headers: fc.Arbitrary<HeaderMap> = fc.dictionary(
  fc.constantFrom('etag', 'Retry-After', 'set-cookie', 'content-language', 'constructor'),
  fc.oneof(xmlText, fc.array(xmlText, { minLength: 2, maxLength: 3 })),
  { minKeys: 1, maxKeys: 3 },
);
const body: fc.Arbitrary<Body> = fc.oneof(
  fc
    .constantFrom('1.50', '1e999', '"\\u0000\\ud800"', ' [ {"a" : null, "a": 2} ] '.trim(), '[]')
    .map((text): Body => ({ encoding: 'json', text })),
  fc.json().map((text): Body => ({ encoding: 'json', text })),
  xmlText.map((text): Body => ({ encoding: 'text', text })),
  fc.uint8Array().map((bytes): Body => ({ encoding: 'base64', text: Buffer.from(bytes).toString('base64') })),
);

const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, -1.5, 1e21, ''),
    xmlText,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('i', 'detail', 'é', 'a.b'), tie('json'), { maxKeys: 3 }),
  ),
}));
const problem: fc.Arbitrary<Problem> = fc
  .record(
    {
      type: fc.constantFrom('locked', 'nested-batch').map((slug) => `urn:multistatus:problem:${slug}`),
      title: xmlText,
      status: fc.integer({ min: 400, max: 599 }),
      detail: xmlText,
      because: json,
      executed: json,
      errors: json,
    },
    { requiredKeys: ['type', 'title', 'status'] },
  )
  .map((members) => members as Problem);

const status = fc.integer({ min: 200, max: 599 });
// A reason phrase is kept where the registry has none.
const statusMembers = fc
  .record({ status, reasonPhrase: fc.constantFrom('Odd', 'a <b> & c', 'é 😀') }, { requiredKeys: ['status'] })
  .map(({ status, reasonPhrase }) =>
    reasonPhrase === undefined || reasonPhraseOf(status) !== '' ? { status } : { status, reasonPhrase },
  );
// The white space around a description is layout.
const description = xmlText.map((text) => `why: ${text}.`);
const base = fc.record(
  {
    index: fc.nat(5),
    headers,
    trailers: headers,
    timing,
    bodyOmitted: fc.constantFrom('too-large' as const, 'minimal' as const, 'not-stored' as const),
    error: elements,
    description,
    location: href,
    extensions,
  },
  { requiredKeys: [] },
);
// The XML form gives each response with an id its index.
const identity = fc.option(fc.record({ id: xmlText, index: fc.nat(5) }), { nil: {} });
const propstat: fc.Arbitrary<Propstat> = fc
  .tuple(
    statusMembers,
    fc.record(
      { properties: fc.array(tree, { maxLength: 3 }), error: elements, description },
      { requiredKeys: ['properties'] },
    ),
  )
  .map(([line, rest]) => ({ ...line, ...rest }));
const hrefs = fc.uniqueArray(href, { minLength: 2, maxLength: 3 }) as unknown as fc.Arbitrary<
  readonly [string, string]
>;
const resource = fc.oneof(fc.record({ href }), fc.record({ hrefs }));

const response: fc.Arbitrary<MultistatusResponse> = fc
  .tuple(
    base,
    identity,
    fc.oneof(
      fc.tuple(resource, statusMembers).map(([resource, rest]) => ({ ...resource, ...rest })),
      fc.record({ href, status, body }).map((members) => ({ ...members, bodyOmitted: undefined })),
      fc.record({ href, status, problem }).map((members) => ({ ...members, bodyOmitted: undefined })),
      fc.record({ href, propstats: fc.array(propstat, { minLength: 1, maxLength: 3 }) }),
    ),
  )
  .map(([base, identity, rest]) => omitAbsent({ ...base, ...identity, ...rest }) as MultistatusResponse);

const nat = fc.nat();

/** Any document, with every part of the model. */
export const wholeDocument: fc.Arbitrary<Multistatus> = fc
  .record(
    {
      summary: fc.record({ total: nat, succeeded: nat, failed: nat, other: nat }),
      responses: fc.array(response, { maxLength: 5 }),
      description,
      syncToken: fc.constantFrom('http://a/ns/sync/1', 'data:,a&b'),
      extensions,
    },
    { requiredKeys: ['responses'] },
  )
  .map(({ summary, ...document }) =>
    summary === undefined
      ? document
      : { ...document, summary: { ...summary, total: document.responses.length } },
  );

/** Cuts bytes into pieces of 1 to 7, so that every boundary is cut through. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(start, start + size));
    start += size;
  }
  return pieces;
}

function omitAbsent<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
