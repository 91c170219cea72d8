import assert from 'node:assert/strict';
import type { ConformanceCase, HostOptions, RunningHost, WireRequest } from '../case.js';
import { assertProtocolError, postRequests } from '../odata-json-batch.js';

const MEMBERS = ['code', 'message', 'details'];
const FORMAT = { format: 'odata' } as const;
const get = (more: object) => ({ id: '1', method: 'GET', url: 'echo', ...more });
const second = (more: object) => [get({}), get({ id: '2', ...more })];

/** What is wrong with a batch: what the error says, and the batch. */
const FAULTS: readonly (readonly [message: RegExp, batch: readonly unknown[] | string])[] = [
  [/^Request 2: An earlier request or group has the same name, "1"$/, [get({}), get({})]],
  [/^Request 2: The URL is that of another host$/, second({ url: 'http://x/echo' })],
  [/^Request 1: The member id must be a string, and is missing$/, [{ method: 'GET', url: 'echo' }]],
  [/^Request 1: The member id must be a string$/, [get({ id: 1 })]],
  [/^Request 1: The id "a b" must be/, [get({ id: 'a b' })]],
  [/^Request 1: The id "" must be/, [get({ id: '' })]],
  [/^Request 1: The member method /, [get({ method: undefined })]],
  [/^Request 1: The member url /, [get({ url: null })]],
  [/^Request 1: The member headers must be an object$/, [get({ headers: [] })]],
  [/^Request 1: The header "a" must be a string$/, [get({ headers: { a: {} } })]],
  [/^Request 1: The member dependsOn must be an array of strings$/, [get({ dependsOn: '1' })]],
  [/^Request 1: It must be an object$/, ['x']],
  [/^Request 2: The member "if" is not supported$/, second({ if: '$1/$succeeded' })],
  [/^Request 2: The member "dependson" is not supported$/, second({ dependson: ['1'] })],
  [/^Request 1: dependsOn has "2"/, [get({ dependsOn: ['2'] }), get({ id: '2' })]],
  [/^Request 2: dependsOn has "2"/, second({ dependsOn: ['2'] })],
  [/^Request 2: dependsOn has "g"/, second({ dependsOn: ['g'], atomicityGroup: 'g' })],
  [/^Request 2: It refers to \$1, so dependsOn/, second({ url: '$1/x' })],
  [/^Request 2: It refers to \$1, so dependsOn/, second({ headers: { 'if-match': '$1' } })],
  [/^Request 2: It refers to \$1/, second({ method: 'POST', body: { 'a@odata.bind': '$1' } })],
  [
    /^Request 3: .*"g" .*adjacent/,
    [get({ atomicityGroup: 'g' }), get({ id: '2' }), get({ id: '3', atomicityGroup: 'g' })],
  ],
  [/^Request 2: .*"1"/, second({ atomicityGroup: '1' })],
  [/^Request 1: .*"2"/, [get({ atomicityGroup: '2' }), get({ id: '2' })]],
  [/^Request 2: The Authorization/, second({ headers: { authorization: 'Bearer b' } })],
  [/^Request 2: The Host/, second({ headers: { host: 'other.example' } })],
  [/^Request 2: x-http-method may replace/, second({ headers: { 'X-HTTP-Method': 'DELETE' } })],
  [/^The body must be an object with the array requests$/, '{"requests":{}}'],
  [/^The body must be an object with the array requests$/, '[]'],
  [/^The member "onError" of the batch is not supported$/, '{"requests":[],"onError":"stop"}'],
  [/^The member "__proto__" of the batch is not supported$/, '{"requests":[],"__proto__":{}}'],
  [
    /^Request 2: A path must not have .* \(and 1 more issue: see details\); nothing has run$/,
    [get({}), get({ id: '2', url: '../echo', body: {} })],
  ],
  [/^The body is not well-formed JSON/, '{"requests":['],
];

/** Batches that are refused before anything runs, with an error of OData that names the request. */
export const odataJsonRefusalCases: readonly ConformanceCase[] = [
  refusal('C1418', 'a batch that cannot be read: the error names the request and the fault', async (host) => {
    for (const [message, batch] of FAULTS) {
      const answer = await postRequests(host, batch);
      const error = assertProtocolError(host, answer, { status: 400, members: MEMBERS });
      assert.match(error.message, message);
      assert.equal(answer.headers['odata-version'], '4.01');
    }
  }),
  refusal('C1419', 'what the endpoint itself refuses is told in details', async (host) => {
    const batch = [get({ url: '../echo' }), get({ id: '2', body: {} })];
    const error = assertProtocolError(host, await postRequests(host, batch), {
      status: 400,
      members: MEMBERS,
    });
    assert.equal(error.code, 'invalid-batch');
    assert.deepEqual(
      error.details.map(({ message }) => message.split(':')[0]),
      ['Request 1', 'Request 2'],
    );
  }),
  refusal(
    'C1420',
    'errors before the batch is read are errors of OData too',
    async (host) => {
      const { endpoint: path } = host;
      const headers = { 'content-type': 'application/json' };
      const refused: readonly (readonly [status: number, request: WireRequest])[] = [
        [405, { method: 'PUT', headers, body: '{}' }],
        [405, { method: 'PUT' }],
        [415, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }],
        [
          415,
          { method: 'POST', headers: { 'content-type': 'application/xml', accept: 'text/html' }, body: 'x' },
        ],
        [415, { method: 'POST', headers: { ...headers, 'content-encoding': 'gzip' }, body: 'x' }],
        [415, { method: 'POST', body: 'x' }],
        [400, { method: 'POST', headers: { ...headers, 'if-match': '*' }, body: '{"requests":[]}' }],
        [400, { method: 'POST', headers, body: '' }],
        [413, { method: 'POST', headers, body: ' '.repeat(2_000) }],
        [
          413,
          {
            method: 'POST',
            headers,
            body: JSON.stringify({ requests: Array.from({ length: 4 }, (_, at) => get({ id: String(at) })) }),
          },
        ],
        [
          501,
          { method: 'POST', headers, body: JSON.stringify({ requests: [get({ atomicityGroup: 'g' })] }) },
        ],
      ];
      for (const [status, request] of refused) {
        const answer = await host.exchange({ path, ...request });
        assertProtocolError(host, answer, { status, members: MEMBERS });
        assert.match(String(answer.headers['odata-version']), /^4\.01?$/);
      }
    },
    { maxBodyBytes: 1_000, maxOperations: 3 },
  ),
  refusal(
    'C1421',
    'so is the 503 of an endpoint that is full',
    async (host) => {
      const gone = new AbortController();
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ requests: [get({ url: 'hangs' })] });
      const running = Promise.allSettled([
        host.exchange({ method: 'POST', headers, body, signal: gone.signal }),
      ]);
      await host.entered('/hangs');
      const answer = await postRequests(host, [get({})]);
      assert.equal(answer.status, 503);
      assert.equal(answer.headers['retry-after'], '1');
      assert.match(Buffer.from(answer.bytes).toString(), /^\{"error":\{"code":"no-capacity",/);
      gone.abort();
      await running;
      await host.closed('/hangs');
    },
    { maxConcurrentRequests: 1 },
  ),
];

function refusal(
  id: string,
  title: string,
  check: (host: RunningHost) => Promise<void>,
  limits?: HostOptions['limits'],
): ConformanceCase {
  const options = limits === undefined ? FORMAT : { ...FORMAT, limits };
  return {
    id,
    level: 'MUST',
    section: 'OData 4.01 §19',
    title: `OData JSON: ${title}`,
    options,
    check,
  };
}
