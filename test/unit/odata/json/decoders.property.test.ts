import { describe, expect, test } from '@jest/globals';
import { BatchProblem, type Format } from '@multistatus/core';
import { createBatchHandler } from '@multistatus/core/adapter';
import { graph, odata } from '@multistatus/odata';
import fc from 'fast-check';
import { toEnvelope } from '../../core/to-envelope.js';
import { decodeGraphBatch, decodeOData } from './sent-batch.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);

const name = fc.oneof(
  fc.constantFrom('1', '2', 'g', '$1', '~1', '', '__proto__', 'metadata'),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const url = fc.oneof(
  fc.constantFrom(
    '$1',
    '$1/x',
    '/x',
    'x y',
    '//h',
    'http://photos.example/x',
    '{a}',
    '../x',
    '%',
    '\u0000',
    '\uD800',
    '$2?é',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const headerName = fc.constantFrom(
  'if-match',
  'Content-Type',
  'x-http-method',
  'Authorization',
  'host',
  'prefer',
  'a b',
  '__proto__',
  'é',
);
const text = fc.oneof(
  fc.constantFrom('$1', 'application/json', 'text/plain', 'image/png', 'DELETE', '"'),
  fc.string({ maxLength: 10 }),
);
const body = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom('@id', 'a@odata.bind', '__proto__', 'b'), fc.oneof(name, fc.array(name))),
  text,
);
const anyRequest = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record(
      {
        id: name,
        method: fc.constantFrom('GET', 'post', 'MERGE', 'CONNECT', '', 'a b'),
        url,
        headers: fc.dictionary(headerName, fc.oneof(text, fc.integer())),
        dependsOn: fc.array(name, { maxLength: 3 }),
        atomicityGroup: fc.constantFrom('g', 'h', '1'),
        body,
      },
      { requiredKeys: ['id', 'method', 'url'] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const batchText = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.array(anyRequest, { maxLength: 6 }).map((requests) => JSON.stringify({ requests })),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

describe.each([
  ['OData', decodeOData, odata({ changesets: 'sequential' })],
  ['Microsoft Graph', decodeGraphBatch, graph()],
] as const)('any batch of %s', (_name, decode, format: Format) => {
  test('is read, or refused by a problem', async () => {
    await fc.assert(
      fc.asyncProperty(batchText, async (batch) => {
        try {
          await decode(batch);
        } catch (error) {
          expect(error).toBeInstanceOf(BatchProblem);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('is run with an answer for each request, or refused with an error of the protocol, and nothing fails', async () => {
    const failures: unknown[] = [];
    const handle = createBatchHandler({ formats: [format], onError: (error) => failures.push(error) });
    let runs = 0;
    const dispatch = async () => {
      runs += 1;
      return {
        status: 201,
        headers: { location: '/x/1', etag: '"1"' },
        body: new Uint8Array(),
        isBodyTooLarge: false,
      };
    };
    await fc.assert(
      fc.asyncProperty(batchText, async (batch) => {
        runs = 0;
        const {
          status,
          headers,
          body: written,
        } = await handle(toEnvelope({ text: batch }), dispatch as never);
        expect(failures).toEqual([]);
        expect(headers['content-type']).toBe('application/json');
        const value = JSON.parse(Buffer.from(written as Uint8Array).toString()) as {
          readonly responses?: readonly { readonly id: string }[];
          readonly error?: { readonly code: string; readonly message: string };
        };
        if (status === 200) {
          const { requests } = JSON.parse(batch) as { readonly requests: readonly { readonly id: string }[] };
          expect(value.responses?.map(({ id }) => id)).toEqual(requests.map(({ id }) => id));
        } else {
          expect([400, 413]).toContain(status);
          expect(typeof value.error?.message).toBe('string');
          expect(runs).toBe(0);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
