import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exchangeOverSocket } from '../conformance/exchange-over-socket.js';
import { outline } from '../conformance/odata-batch.js';
import { type AnsweredUnit, readMultipartStrictly } from '../conformance/read-multipart-strictly.js';
import { readRecordedRequests } from '../corpus/recorded-requests.js';
import type { Served } from '../support/serve.js';
import { odataHosts } from './odata-hosts.js';
import { handlePeople } from './people.js';

const RECORDED = readRecordedRequests();
const ROOTS = ['/api/data/v9.2', '/odata', ''];

/** What each client is answered: Content-ID, status and body of each part, and what a changeset holds in a list. */
const EXPECTED: readonly (readonly [name: string, outline: unknown, bodies: readonly string[]])[] = [
  [
    'dynamics-web-api',
    ['- 200', ['100001 201', '100002 204']],
    ['{"value":[{"Name":"é"}]}', '{"Name":"N"}', ''],
  ],
  [
    'dynamics-web-api-contentid',
    [['1 201', '100001 201', '100002 201']],
    [
      '{"Name":"N"}',
      '{"path":"/People(5)/Orders","body":{"no":7}}',
      '{"path":"/Orders","body":{"no":7,"p@odata.bind":"People(5)"}}',
    ],
  ],
  ['o.js', ['1 200', '2 200', '3 201'], ['{"value":[{"Name":"é"}]}', '{"ID":"1"}', '{"Name":"Q"}']],
  ['o.js-changeset', [['1 201', '2 204']], ['{"Name":"Q"}', '']],
  ['odata-batch', [['- 201', '- 204']], ['{"Name":"A"}', '']],
  [
    'odata-client-multipart',
    ['- 200', ['- 201'], '- 404'],
    ['{"value":[{"Name":"é"}]}', '{"Name":"Z"}', '{"error":{"code":"NotFound","message":"Not found"}}'],
  ],
  [
    'sap-cloud-sdk',
    [
      '- 200',
      ['3c13a7f2-2f59-45bf-b822-416370d43ec0 201', 'cf30d5f9-8bec-4b11-a564-883dfc02d52c 201'],
      '- 404',
    ],
    [
      '{"value":[{"Name":"é"}]}',
      '{"Name":"S1"}',
      '{"Name":"S2"}',
      '{"error":{"code":"NotFound","message":"Not found"}}',
    ],
  ],
  [
    'ui5-v2-datajs',
    ['- 200', ['id-1 201', 'id-2 204'], '- 200'],
    ['{"value":[{"Name":"é"}]}', '{"Name":"D"}', '', '{"ID":"1"}'],
  ],
];

describe.each(odataHosts)('recorded requests of clients on %s', (_name, start) => {
  const servers = new Map<string, Served>();
  beforeAll(async () => {
    const options = {
      transaction: async (_group: unknown, run: (value: unknown) => Promise<void>) => run({}),
    };
    for (const root of ROOTS) servers.set(root, await start({ root, handle: handlePeople, options }));
  });
  afterAll(() => Promise.all([...servers.values()].map(({ close }) => close())));

  test.each(EXPECTED)('%s', async (name, expected, bodies) => {
    const recorded = RECORDED.get(name);
    if (recorded === undefined) throw new Error(`There is no request ${name}`);
    const { path, headers, body } = recorded;
    const { port } = servers.get(path.replace(/\/\$batch$/, '')) as Served;
    const { connection: _connection, 'content-length': _length, ...sent } = headers;
    const answer = await exchangeOverSocket(port, path, { method: 'POST', headers: sent, body });
    const units: readonly AnsweredUnit[] = readMultipartStrictly(answer);
    expect(outline(units)).toEqual(expected);
    expect(units.flat().map(({ body: bytes }) => Buffer.from(bytes, 'latin1').toString())).toEqual(bodies);
    const isV2 = headers['dataserviceversion'] !== undefined;
    expect(answer.headers[isV2 ? 'dataserviceversion' : 'odata-version']).toBe(isV2 ? '2.0' : '4.0');
  });

  test('the HEAD by which clients fetch a token', async () => {
    const { port } = servers.get('/odata') as Served;
    const headers = { 'x-csrf-token': 'Fetch' };
    for (const path of ['/odata/$batch', '/odata/$batch/']) {
      expect((await exchangeOverSocket(port, path, { method: 'HEAD', headers })).status).toBe(200);
    }
  });
});
