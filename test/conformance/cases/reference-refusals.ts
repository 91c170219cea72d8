import type { ConformanceCase } from '../case.js';
import { type Refusal, refusalCase } from '../refusal-case.js';

const A = { id: 'a', method: 'GET', url: '/echo' };

/** A batch whose second operation refers to the first. */
function referring(operation: object, reference: object = {}): unknown {
  const complete = { at: '/url/v', from: 'a', value: '/body/id', ...reference };
  return { requests: [A, { method: 'POST', url: '/echo', ...operation, references: [complete] }] };
}
const PLACE = '#/requests/1/references/0/at';
const VALUE = '#/requests/1/references/0/value';
const URL_OF_SECOND = '#/requests/1/url';
const SPECIAL = { headers: { 'content-type': 'text/plain' }, body: 'x' };

const REFUSED: readonly (readonly [id: string, title: string, batch: unknown, at: string, code: string])[] = [
  [
    'C740',
    'from nobody',
    referring({ url: '/echo/{v}' }, { from: 'b' }),
    '#/requests/1/references/0/from',
    'unknown-reference',
  ],
  [
    'C741',
    'from itself',
    referring({ id: 'b', url: '/echo/{v}' }, { from: 'b' }),
    '#/requests/1/references/0/from',
    'self-dependency',
  ],
  [
    'C742',
    'to a variable that the URL does not have',
    referring({ url: '/echo' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C743',
    'a place that is no pointer',
    referring({ url: '/echo/{v}' }, { at: 'url/v' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C744',
    'a place outside URL, headers and body',
    referring({}, { at: '/method' }),
    PLACE,
    'invalid-reference',
  ],
  ['C745', 'the place of the id', referring({}, { at: '/id/x' }), PLACE, 'invalid-reference'],
  ['C746', 'a body as place', referring({ body: 1 }, { at: '/body' }), PLACE, 'invalid-reference'],
  [
    'C1110',
    'a JSON null that is sent as text, as place',
    referring(
      { headers: { 'content-type': 'application/json' }, body: 'null', bodyEncoding: 'text' },
      { at: '/body' },
    ),
    PLACE,
    'invalid-reference',
  ],
  [
    'C1111',
    'the body of a DELETE',
    referring({ method: 'DELETE' }, { at: '/body' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C1112',
    'a body that is neither JSON nor text',
    referring({ headers: { 'content-type': 'image/png' } }, { at: '/body' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C1113',
    'a body and a place in it',
    {
      requests: [
        A,
        {
          method: 'POST',
          url: '/echo',
          references: [
            { at: '/body', from: 'a', value: '/body/id' },
            { at: '/body/x', from: 'a', value: '/body/id' },
          ],
        },
      ],
    },
    '#/requests/1/references/1/at',
    'invalid-reference',
  ],
  [
    'C747',
    'a container that is not there',
    referring({ body: {} }, { at: '/body/a/b' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C748',
    'a place in a body that is no JSON',
    referring(SPECIAL, { at: '/body/a' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C749',
    'an element that the array does not have',
    referring({ body: [] }, { at: '/body/0' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C750',
    'the end of an array (-)',
    referring({ body: [1] }, { at: '/body/-' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C751',
    'a place that holds an object',
    referring({ body: { a: {} } }, { at: '/body/a' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C752',
    'a header that an operation may not have',
    referring({}, { at: '/headers/x-forwarded-for' }),
    PLACE,
    'denied-header',
  ],
  [
    'C753',
    'Authorization, in any spelling',
    referring({}, { at: '/headers/AUTHORIZATION' }),
    PLACE,
    'denied-header',
  ],
  ['C754', 'Host', referring({}, { at: '/headers/host' }), PLACE, 'denied-header'],
  [
    'C755',
    'a header name that is no token',
    referring({}, { at: '/headers/x y' }),
    PLACE,
    'invalid-header-name',
  ],
  [
    'C756',
    'a header called __proto__',
    referring({}, { at: '/headers/__proto__' }),
    PLACE,
    'invalid-header-name',
  ],
  [
    'C757',
    'the content type of the body',
    referring({ body: {} }, { at: '/headers/content-type' }),
    PLACE,
    'invalid-reference',
  ],
  [
    'C758',
    'a value that is no pointer',
    referring({ url: '/echo/{v}' }, { value: 'body' }),
    VALUE,
    'invalid-reference',
  ],
  [
    'C759',
    'a value outside of the response',
    referring({ url: '/echo/{v}' }, { value: '/request/body' }),
    VALUE,
    'invalid-reference',
  ],
  [
    'C760',
    'all headers as value',
    referring({ url: '/echo/{v}' }, { value: '/headers' }),
    VALUE,
    'invalid-reference',
  ],
  [
    'C761',
    'a pointer with a wrong escape',
    referring({ url: '/echo/{v}' }, { value: '/body/~2' }),
    VALUE,
    'invalid-reference',
  ],
  [
    'C762',
    'an unknown member',
    referring({ url: '/echo/{v}' }, { transform: 'x' }),
    '#/requests/1/references/0/transform',
    'unknown-member',
  ],
  ['C763', 'a value that is a number', referring({ url: '/echo/{v}' }, { value: 1 }), VALUE, 'wrong-type'],
  [
    'C764',
    'a variable that nothing fills',
    { requests: [A, { method: 'GET', url: '/echo/{v}' }] },
    URL_OF_SECOND,
    'unfilled-variable',
  ],
  ['C765', 'an operator in a variable', referring({ url: '/echo/{+v}' }), URL_OF_SECOND, 'invalid-variable'],
  ['C766', 'a brace without its other', referring({ url: '/echo/{v' }), URL_OF_SECOND, 'invalid-variable'],
  [
    'C767',
    'a variable inside a variable',
    referring({ url: '/echo/{{v}}' }),
    URL_OF_SECOND,
    'invalid-variable',
  ],
  [
    'C768',
    'a $id that is nobody',
    { requests: [A, { method: 'GET', url: '$b/x' }] },
    URL_OF_SECOND,
    'unknown-reference',
  ],
  [
    'C769',
    'a $id that is itself',
    { requests: [A, { id: 'b', method: 'GET', url: '$b' }] },
    URL_OF_SECOND,
    'self-dependency',
  ],
  ['C770', 'a $ alone', { requests: [A, { method: 'GET', url: '$' }] }, URL_OF_SECOND, 'invalid-reference'],
  [
    'C771',
    'a $id with a fragment',
    { requests: [A, { method: 'GET', url: '$a#x' }] },
    URL_OF_SECOND,
    'invalid-reference',
  ],
  [
    'C772',
    'a $id with a dot-segment behind it',
    { requests: [A, { method: 'GET', url: '$a/../../admin' }] },
    URL_OF_SECOND,
    'dot-segment',
  ],
  [
    'C773',
    'a $id with an encoded dot-segment behind it',
    { requests: [A, { method: 'GET', url: '$a/%2e%2e/admin' }] },
    URL_OF_SECOND,
    'dot-segment',
  ],
  [
    'C774',
    'a variable that completes a dot-segment',
    referring({ url: '/echo/..{v}/x/..' }),
    URL_OF_SECOND,
    'dot-segment',
  ],
  [
    'C775',
    'an If-Match of nobody',
    { requests: [A, { method: 'GET', url: '/echo', headers: { 'if-match': '$b' } }] },
    '#/requests/1/headers/if-match',
    'unknown-reference',
  ],
  [
    'C776',
    'a group, which has no response',
    {
      requests: [
        { ...A, atomicityGroup: 'g' },
        { method: 'GET', url: '$g' },
      ],
    },
    URL_OF_SECOND,
    'unknown-reference',
  ],
];

/** References that no response could satisfy: refused before anything runs, with a pointer. */
export const referenceRefusalCases: readonly ConformanceCase[] = [
  ...REFUSED.map(([id, title, batch, at, code]) =>
    refusalCase({ id, title: `reference: ${title} is refused`, batch, at, code } satisfies Refusal),
  ),
  refusalCase({
    id: 'C777',
    title: 'two references to one place are refused',
    batch: {
      requests: [
        A,
        {
          method: 'GET',
          url: '/echo',
          references: [
            { at: '/headers/x-a', from: 'a', value: '/status' },
            { at: '/headers/X-A', from: 'a', value: '/status' },
          ],
        },
      ],
    },
    at: '#/requests/1/references/1/at',
    code: 'duplicate-reference',
    everySetup: true,
  }),
];
