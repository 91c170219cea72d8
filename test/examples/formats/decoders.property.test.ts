import { expect, test } from '@jest/globals';
import { BatchProblem, type Format } from '@multistatus/core';
import { createBatchEndpoint, type Dispatch } from '@multistatus/core/adapter';
import fc from 'fast-check';
import { googleBatch } from 'formats/google-batch';
import { scimBulk } from 'formats/scim-bulk';
import { readRecordedRequests } from '../../corpus/recorded-requests.js';

const RECORDED = readRecordedRequests();
const RECORDED_BATCHES = ['google-python', 'googleapis-batcher'].map((name) => {
  const request = RECORDED.get(name);
  return { type: String(request?.headers['content-type']), bytes: Buffer.from(request?.body ?? []) };
});
const NUM_RUNS = { numRuns: 300 };

/** Sends bytes to an endpoint: returns the status, and what the decoder or the encoder threw that it must not throw. */
async function send(
  format: Format,
  type: string,
  bytes: Uint8Array,
): Promise<{ status: number; failures: unknown[] }> {
  const failures: unknown[] = [];
  const { handle } = createBatchEndpoint({
    formats: [format],
    headers: { allow: ['authorization'] },
    onError: (error) => failures.push(error),
  });
  const dispatch: Dispatch = async ({ url }) => ({
    status: url.length % 2 === 0 ? 404 : 201,
    headers: { 'content-type': 'application/json' },
    isBodyTooLarge: false,
    body: Buffer.from('{"id":"1","meta":{"location":7}}'),
  });
  const { status, body } = await handle(
    {
      method: 'POST',
      url: '/api/batch',
      headers: { host: 'api.example', 'content-type': type },
      body: { kind: 'parsed', value: bytes },
      responseHeaders: {},
      isOperation: false,
      signal: new AbortController().signal,
    },
    dispatch,
  );
  if (typeof body === 'object' && Symbol.asyncIterator in body) for await (const _piece of body);
  return { status, failures };
}

/** Checks that bytes are answered or refused, and that the decoder throws nothing but problems. */
async function expectAnswerOrRefusal(format: Format, type: string, bytes: Uint8Array): Promise<void> {
  const limits = { maxBodyBytes: 100_000, maxJsonDepth: 64, maxOperations: 100 };
  const context = { headers: { 'content-type': type }, path: '/api/batch', root: undefined, limits };
  try {
    await format.batch?.decode({ kind: 'bytes', bytes }, context);
  } catch (error) {
    expect(error).toBeInstanceOf(BatchProblem);
  }
  const { status, failures } = await send(format, type, bytes);
  expect(failures).toEqual([]);
  expect([200, 400, 413]).toContain(status);
}

test('googleBatch reads or refuses what clients send, with bytes of it replaced, doubled or cut out', async () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 30 }),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom('\n', '\r', '--', '\0', ':', ' ', '{', '$', 'HTTP/9').map((text) => Buffer.from(text)),
    ),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...RECORDED_BATCHES),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      async ({ type, bytes }, edits) => {
        let edited = bytes;
        for (const { at, length, put } of edits) {
          const start = Math.floor(at * edited.length);
          edited = Buffer.concat([edited.subarray(0, start), put, edited.subarray(start + length)]);
        }
        await expectAnswerOrRefusal(googleBatch(), type, edited);
      },
    ),
    NUM_RUNS,
  );
});

test('googleBatch reads or refuses any bytes', async () => {
  const line = fc.constantFrom(
    '--b',
    '--b--',
    '',
    'Content-Type: application/http',
    'GET /a HTTP/1.1',
    ' x',
    'a: b',
    '{}',
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(line, { maxLength: 20 }).map((lines) => Buffer.from(lines.join('\n'))),
  );
  await fc.assert(
    fc.asyncProperty(body, (bytes) =>
      expectAnswerOrRefusal(googleBatch(), 'multipart/mixed; boundary=b', bytes),
    ),
    NUM_RUNS,
  );
});

/** A value as it should be, or now and then any other. */
function mostly(
  usual: fc.Arbitrary<unknown>,
  unusual: fc.Arbitrary<unknown> = fc.jsonValue(),
): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: unusual });
}

test('scimBulk reads or refuses any JSON, above all what resembles a bulk request', async () => {
  const name = fc.constantFrom('a', 'b', 'c', '__proto__', '~/', '\ud800');
  const mention = name.map((id) => `bulkId:${id}`);
  const operation = fc.record(
    {
      method: mostly(fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'post'), fc.string()),
      path: mostly(
        fc.oneof(
          fc.constantFrom('/Users', '/Users/1', '/a b/{x}'),
          mention.map((id) => `/Users/${id}`),
        ),
        fc.oneof(fc.constantFrom('/../a', '//a', '/%zz', '/%2e'), fc.string()),
      ),
      bulkId: mostly(name),
      version: mostly(fc.constant('W/"1"'), fc.constantFrom('"\u00e9"', '$a')),
      data: mostly(
        fc.dictionary(fc.oneof(name, fc.string()), fc.oneof(mention, fc.jsonValue(), fc.array(mention))),
      ),
    },
    { requiredKeys: ['method'] },
  );
  const bulk = fc.record({
    schemas: fc.constant(['urn:ietf:params:scim:api:messages:2.0:BulkRequest']),
    failOnErrors: mostly(fc.nat(3)),
    Operations: mostly(fc.array(mostly(operation), { minLength: 1, maxLength: 8 })),
  });
  await fc.assert(
    fc.asyncProperty(mostly(bulk), (value) =>
      expectAnswerOrRefusal(scimBulk(), 'application/scim+json', Buffer.from(JSON.stringify(value))),
    ),
    NUM_RUNS,
  );
});
