import { expect, test } from '@jest/globals';
import { boundaryOf } from '#wire/multipart/content-type.js';
import { readHttpRequest, withoutOuterLineBreaks } from '#wire/multipart/http-message.js';
import { readMultipart } from '#wire/multipart/read-multipart.js';
import { readRecordedRequests } from '../../../corpus/recorded-requests.js';

const RECORDED = readRecordedRequests();
const LIMITS = { maxParts: 100, maxHeadBytes: 8192 };
const FOLDED_ID =
  'my%20long%20id%20with%20spaces%20and%20a%20very%20very%20long%20name%20that%20will%20fold%20because%20it%20is%20beyond%2078%20characters';

/** Reads all requests, as lines of text: number, Content-ID of the part, request line, count of fields, body in Latin-1. */
function linesOf(contentType: string | undefined, body: Uint8Array, prefix = ''): string[] {
  const parts = readMultipart(body, boundaryOf(contentType) ?? '', LIMITS);
  return parts.flatMap((part) => {
    const number = `${prefix}${part.number}`;
    const type = part.headers['content-type'];
    if (type !== 'application/http') return linesOf(type, part.body, `${number}.`);
    const { method, target, fields, body } = readHttpRequest(part.body, LIMITS);
    const text = Buffer.from(withoutOuterLineBreaks(body)).toString('latin1');
    return [
      `${number} ${part.headers['content-id'] ?? '-'} ${method} ${target} ${fields.length} ${text}`.trimEnd(),
    ];
  });
}

test.each<[name: string, lines: string[]]>([
  [
    'dynamics-web-api',
    [
      '1 - GET http://api.example.org/api/data/v9.2/People?$select=Name 1',
      '2.1 100001 POST http://api.example.org/api/data/v9.2/People 1 {"Name":"N"}',
      '2.2 100002 PATCH http://api.example.org/api/data/v9.2/People(00000000-0000-0000-0000-000000000001) 2 {"Name":"M"}',
    ],
  ],
  [
    'dynamics-web-api-contentid',
    [
      '1.1 1 POST http://api.example.org/api/data/v9.2/People 1 {"Name":"N"}',
      '1.2 100001 POST $1/Orders 1 {"no":7}',
      '1.3 100002 POST http://api.example.org/api/data/v9.2/Orders 1 {"no":7,"p@odata.bind":"$1"}',
    ],
  ],
  [
    'google-python',
    [
      '1 <a9d7d02b-de20-4e92-9105-2ed1c4e02f36 + 1> GET /park/v1/animals/pony?fields=name 6',
      '2 <a9d7d02b-de20-4e92-9105-2ed1c4e02f36 + 2> GET /park/v1/animals/none 7',
      `3 <a9d7d02b-de20-4e92-9105-2ed1c4e02f36 + ${FOLDED_ID}> POST /park/v1/animals 7 {"name":"cow\u00e9"}`,
      '4 <a9d7d02b-de20-4e92-9105-2ed1c4e02f36 + 3> DELETE /park/v1/animals/pony 6',
    ],
  ],
  [
    'googleapis-batcher',
    [
      '1 1 GET /park/v1/animals/pony 2',
      '2 2 GET /park/v1/animals/none 2',
      '3 3 POST /park/v1/animals 3 {"name":"cow"}',
      '4 4 DELETE /park/v1/animals/pony 2',
    ],
  ],
  [
    'o.js',
    [
      '1 1 GET http://api.example.org/odata/People 1',
      '2 2 GET http://api.example.org/odata/People(1) 1',
      '3 3 POST http://api.example.org/odata/People 1 {"Name":"Q"}',
    ],
  ],
  // This client writes its GET without a delimiter before it, after the changeset.
  ['o.js-changeset', ['1.1 1 POST People 1 {"Name":"Q"}', '1.2 2 PATCH People(1) 1 {"Name":"R"}']],
  [
    'odata-batch',
    [
      '1.1 - POST http://api.example.org/odata/People 2 {"Name":"A"}',
      '1.2 - PUT http://api.example.org/odata/People(1) 1 {"Name":"B"}',
    ],
  ],
  [
    'odata-client-multipart',
    ['1 - GET People 1', '2.1 - POST People 2 {"Name":"Z"}', '3.1 - PATCH People(404) 2 {"Name":"Z"}'],
  ],
  [
    'sap-cloud-sdk',
    [
      '1 - GET /People 2',
      '2.1 3c13a7f2-2f59-45bf-b822-416370d43ec0 POST /People 2 {"Name":"S1"}',
      '2.2 cf30d5f9-8bec-4b11-a564-883dfc02d52c POST /People 2 {"Name":"S2"}',
      '3 - GET /People(ID=404) 2',
    ],
  ],
  [
    'ui5-v2-datajs',
    [
      '1 - GET People 2',
      '2.1 - POST People 6 {"Name":"D"}',
      '2.2 - MERGE People(1) 7 {"Name":"E"}',
      '3 - GET People(1) 2',
    ],
  ],
])('reads what %s sends', (name, lines) => {
  const recorded = RECORDED.get(name);
  expect(linesOf(recorded?.headers['content-type'], recorded?.body ?? Buffer.of())).toEqual(lines);
});
