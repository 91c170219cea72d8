import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Format } from '@multistatus/core';
import { graph, odata } from '@multistatus/odata';
import { exchangeOverSocket } from '../conformance/exchange-over-socket.js';
import type { ProtocolResponse } from '../conformance/odata-json-batch.js';
import { readRecordedRequests } from '../corpus/recorded-requests.js';
import type { Served } from '../support/serve.js';
import { odataHosts, type ServiceAnswer, type ServiceRequest } from './odata-hosts.js';
import { handlePeople } from './people.js';

const RECORDED = readRecordedRequests();

/** A part of Microsoft Graph. */
function handleGraph({ method, path, body }: ServiceRequest): ServiceAnswer {
  switch (`${method} ${path}`) {
    case 'GET /me':
      return { status: 200, headers: { etag: '"1"' }, json: { displayName: 'Ana' } };
    case 'GET /users':
      return { status: 200, json: { value: [{ displayName: 'é' }] } };
    case 'POST /users':
      return { status: 201, json: body };
    case 'GET /throttled':
      return { status: 429, headers: { 'retry-after': '12' }, json: { error: { code: 'TooManyRequests' } } };
    default:
      return { status: 404, json: { error: { code: 'ResourceNotFound' } } };
  }
}

const SETUPS: Readonly<
  Record<string, { format: Format; handle: (request: ServiceRequest) => ServiceAnswer }>
> = {
  '/odata': { format: odata(), handle: handlePeople },
  '/v1.0': { format: graph(), handle: handleGraph },
  '': { format: graph(), handle: handleGraph },
};

/** What each client is answered: id and status, and the body. */
const EXPECTED: readonly (readonly [name: string, outline: readonly string[], bodies: readonly unknown[]])[] =
  [
    ['odata-client-json', ['0 200', '1 201'], [{ value: [{ Name: 'é' }] }, { Name: 'Z' }]],
    [
      'graph-client',
      ['1 200', '2 200', '3 201', '4 429', '5 404'],
      [
        { displayName: 'Ana' },
        { value: [{ displayName: 'é' }] },
        { displayName: 'Zoe' },
        { error: { code: 'TooManyRequests' } },
        { error: { code: 'ResourceNotFound' } },
      ],
    ],
    ['pnp-graph', ['1 200', '2 200'], [{ value: [{ displayName: 'é' }] }, { displayName: 'Ana' }]],
  ];

describe.each(odataHosts)('recorded JSON requests of clients on %s', (_name, start) => {
  const servers = new Map<string, Served>();
  beforeAll(async () => {
    for (const [root, setup] of Object.entries(SETUPS)) servers.set(root, await start({ root, ...setup }));
  });
  afterAll(() => Promise.all([...servers.values()].map(({ close }) => close())));

  test.each(EXPECTED)('%s', async (name, outline, bodies) => {
    const recorded = RECORDED.get(name);
    if (recorded === undefined) throw new Error(`There is no request ${name}`);
    const { path, headers, body } = recorded;
    const root = path.replace(/\/\$batch$/, '');
    const { port } = servers.get(root) as Served;
    const { connection: _connection, 'content-length': _length, ...sent } = headers;
    const answer = await exchangeOverSocket(port, path, { method: 'POST', headers: sent, body });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(answer.headers['odata-version']).toBe(root === '/odata' ? '4.01' : undefined);
    const { responses } = JSON.parse(Buffer.from(answer.bytes).toString()) as {
      readonly responses: readonly ProtocolResponse[];
    };
    expect(responses.map(({ id, status }) => `${id} ${status}`)).toEqual(outline);
    expect(responses.map((response) => response.body)).toEqual(bodies);
    // PnP reads this name without a check, and the client of Graph knows JSON by it.
    const type = root === '/odata' ? 'content-type' : 'Content-Type';
    for (const response of responses) expect(response.headers[type]).toMatch(/^application\/json/);
    if (name === 'graph-client') expect(responses[3]?.headers['Retry-After']).toBe('12');
  });
});
