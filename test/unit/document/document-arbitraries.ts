// Documents for the property tests: legal by the contract of the model, hostile in every text.
import type {
  Body,
  Element,
  HeaderMap,
  JsonValue,
  Multistatus,
  MultistatusResponse,
  Problem,
  Propstat,
  Timing,
} from '@multistatus/document';
import fc from 'fast-check';
import { anyCharacter } from '../../support/any-character.js';

const HOSTILE = [
  '&lt;',
  '&amp;',
  '&#60;',
  '&nbsp;',
  ']]>',
  '<b>',
  '"\'',
  '\0',
  '\u001f',
  '\ud800',
  '\udc00',
  '\ufffe',
  '\uffff',
  '\r',
  '\r\n',
  '\n',
  '\t',
  ' ',
  '\u0085',
  '\u2028',
  '__proto__',
  'constructor',
  '😀',
  '%',
  '%41',
  '%zz',
  '|^`[]{}\\',
] as const;

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
      fc.string({ maxLength: 8 }),
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''));

/** A path-absolute reference without fragment and dot-segment; often one of a few, so that hrefs repeat. */
const path: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '/a',
    '/a b',
    '/a%20b',
    '/batch/operations/1',
    '/batch/operations/2',
    '/batch/operations/2-2',
  ),
  hostileText.map((text) => `/p${text.replace(/[#/.]/g, '')}?q=1`),
);

const headers: fc.Arbitrary<HeaderMap> = fc.dictionary(
  fc.oneof(fc.constantFrom('etag', 'Content-Type', '__proto__'), hostileText),
  fc.oneof(hostileText, fc.array(hostileText, { maxLength: 3 })),
  { maxKeys: 3 },
);

const body: fc.Arbitrary<Body> = fc.oneof(
  fc.jsonValue().map((value): Body => ({ encoding: 'json', text: JSON.stringify(value) })),
  hostileText.map((text): Body => ({ encoding: 'json', text: ` [\r\n${JSON.stringify(`${text}\uffff`)}]` })),
  hostileText.map((text): Body => ({ encoding: 'text', text })),
  fc.uint8Array().map((bytes): Body => ({ encoding: 'base64', text: Buffer.from(bytes).toString('base64') })),
);

export const problem: fc.Arbitrary<Problem> = fc
  .tuple(
    fc.record(
      {
        type: hostileText,
        title: hostileText,
        status: fc.integer({ min: 400, max: 599 }),
        detail: hostileText,
      },
      { requiredKeys: ['type', 'title', 'status'] },
    ),
    fc.dictionary(
      fc.constantFrom('because', 'executed', 'é', 'not a name', 'a:b', 'xmlns', '__proto__'),
      fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>,
    ),
  )
  .map(([members, extensions]) => ({ ...extensions, ...members }));

/** Names that a builder of XML may take for something else, beside plain ones. */
const HOSTILE_NAMES = [
  '{http://www.w3.org/1999/xhtml}template',
  '{http://www.w3.org/1999/xhtml}br',
  '{urn:multistatus:xml:1}m',
  '{{a}}b',
  '{[]}b',
  '{<a/>}b',
  '{---}b',
  '{@svg}b',
  '{urn: x}b',
  '{urn:x&amp;"\ny}b',
  '{😀}b',
  '{urn:y}__proto__',
  '{http://www.w3.org/XML/1998/namespace}b',
] as const;
const NAMES = ['{DAV:}owner', '{urn:x}a', '{urn:x}b', '{urn:y}a', 'a', '__proto__', 'é'] as const;
/** No writer makes up a prefix for these, so that two of them write the same. */
const ATTRIBUTES = ['a', 'constructor', '{DAV:}a', '{http://www.w3.org/XML/1998/namespace}lang'] as const;

function treesOf(names: readonly string[], attributes: readonly string[]): fc.Arbitrary<Element> {
  const { element } = fc.letrec<{ element: Element }>((tie) => ({
    element: fc.record(
      {
        name: fc.constantFrom(...names),
        attributes: fc.dictionary(fc.constantFrom(...attributes), hostileText, { maxKeys: 3 }),
        children: fc.array(fc.oneof({ maxDepth: 4 }, hostileText, tie('element')), { maxLength: 3 }),
      },
      { requiredKeys: ['name'] },
    ),
  }));
  return element;
}

const element = treesOf(NAMES, ATTRIBUTES);

/** Elements with names of all kinds; attributes too, whose prefixes a writer has to make up. */
export const hostileElement: fc.Arbitrary<Element> = treesOf(
  [...NAMES, ...HOSTILE_NAMES],
  [...ATTRIBUTES, ...HOSTILE_NAMES, '{urn:x}a'],
);

const conditions = fc.array(element, { minLength: 1, maxLength: 2 });

const milliseconds = fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }));
/** When an operation ran: very short and very long times too, which are written with an exponent. */
export const timing: fc.Arbitrary<Timing> = fc.record({ startMs: milliseconds, durationMs: milliseconds });

const base = fc.record(
  {
    id: hostileText,
    index: fc.nat(5),
    href: path,
    headers,
    trailers: headers,
    timing,
    bodyOmitted: fc.constantFrom('too-large' as const, 'minimal' as const, 'not-stored' as const),
    error: conditions,
    description: hostileText,
    location: fc.oneof(path, fc.constant('https://[::1]:8080/x[1]?y')),
    extensions: fc.array(element, { maxLength: 2 }),
  },
  { requiredKeys: ['href'] },
);
const status = fc.integer({ min: 200, max: 599 });

/** RFC 4918 section 13.2 asks for a location where a response redirects: the model leaves it to its maker. */
function withLocation(response: MultistatusResponse): MultistatusResponse {
  const isRedirect = response.status !== undefined && response.status >= 300 && response.status < 400;
  return isRedirect ? { location: '/moved', ...response } : response;
}

/** Each property once in the response. */
const propstats = fc
  .tuple(
    fc.uniqueArray(element, { selector: ({ name }) => name, maxLength: 5 }),
    fc.array(
      fc.record({ status, error: conditions, description: hostileText }, { requiredKeys: ['status'] }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([elements, parts]) => {
    const [first, ...others] = parts.map((part, at): Propstat => {
      return { ...part, properties: elements.filter((_element, position) => position % parts.length === at) };
    });
    return [first!, ...others] as const;
  });

const response: fc.Arbitrary<MultistatusResponse> = fc
  .tuple(base, status)
  .chain(([{ href, ...rest }, status]) =>
    fc.oneof(
      fc.constant({ ...rest, href, status }),
      fc.tuple(path, fc.array(path, { maxLength: 2 })).map(([second, more]) => {
        return { ...rest, hrefs: [href, second, ...more] as const, status };
      }),
      body.map((body) => ({ ...rest, href, status, body })),
      problem.map((problem) => ({ ...rest, href, status, problem })),
      propstats.map((propstats) => ({ ...rest, href, propstats })),
    ),
  )
  .map(withLocation);

const summary = fc.record({ total: fc.nat(), succeeded: fc.nat(), failed: fc.nat(), other: fc.nat() });

/** A member that is there has propstats beside a sync-token, no status (RFC 6578 section 3.5.1). */
function withoutToken(document: Multistatus): Multistatus {
  const { syncToken: _, ...rest } = document;
  return document.responses.every(({ status = 404 }) => [403, 404, 507].includes(status)) ? document : rest;
}

export const multistatus: fc.Arbitrary<Multistatus> = fc
  .record(
    {
      summary,
      responses: fc.array(response, { maxLength: 6 }),
      description: hostileText,
      syncToken: fc.constant('urn:sync:&41'),
      extensions: fc.array(element, { maxLength: 2 }),
    },
    { requiredKeys: ['responses'] },
  )
  .map(withoutToken);
