// Documents for the property tests: legal by the contract of the model, hostile in every text.
import type {
  Body,
  HeaderMap,
  JsonValue,
  Multistatus,
  MultistatusResponse,
  Problem,
} from '@multistatus/document';
import fc from 'fast-check';

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
      fc.string({ unit: 'binary', maxLength: 4 }),
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

const base = fc.record(
  {
    id: hostileText,
    index: fc.nat(5),
    href: path,
    status: fc.integer({ min: 200, max: 599 }),
    headers,
    bodyOmitted: fc.constantFrom('too-large' as const, 'minimal' as const),
    location: fc.oneof(path, fc.constant('https://[::1]:8080/x[1]?y')),
  },
  { requiredKeys: ['href', 'status'] },
);

/** RFC 4918 section 13.2 asks for a location where a response redirects: the model leaves it to its maker. */
function withLocation(response: MultistatusResponse): MultistatusResponse {
  const isRedirect = response.status >= 300 && response.status < 400;
  return isRedirect ? { location: '/moved', ...response } : response;
}

const response: fc.Arbitrary<MultistatusResponse> = fc
  .oneof(
    base,
    fc.tuple(base, body).map(([response, body]) => ({ ...response, body })),
    fc.tuple(base, problem).map(([response, problem]) => ({ ...response, problem })),
  )
  .map(withLocation);

const summary = fc.record({ total: fc.nat(), succeeded: fc.nat(), failed: fc.nat(), other: fc.nat() });

export const multistatus: fc.Arbitrary<Multistatus> = fc.record(
  { summary, responses: fc.array(response, { maxLength: 6 }) },
  { requiredKeys: ['responses'] },
);
