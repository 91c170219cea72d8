import { expect, test } from '@jest/globals';
import { BatchProblem } from '@multistatus/core';
import fc from 'fast-check';
import { changeset, multipart, part } from '../../../conformance/odata-batch.js';
import { decode, requestsOf } from './sent-batch.js';

const BATCH = multipart([
  part('GET People?$filter=a eq b', { id: '1' }),
  changeset([
    part('POST People', { id: '0.1', fields: ['Content-Type: application/json'], body: '{"a":"$1"}' }),
    part('PATCH $0.1', { fields: ['Content-Type: application/json'], body: '{"p@odata.bind":"$0.1"}' }),
  ]),
]);

/** Pieces of which hostile batches are made. */
const PIECES = [
  '--b',
  '--b--',
  '--c',
  '--c--',
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\r\n\r\n',
  'Content-Type: application/http',
  'Content-Type: multipart/mixed; boundary=c',
  'Content-ID: 1',
  'GET $1 HTTP/1.1',
  'POST /People',
  'HTTP/9',
  'Content-Type: application/json',
  '{"p@odata.bind":"$1"}',
  '$',
  ':',
  '\xe9',
];

/** Reads a batch, which may only be refused by a problem. Reads the bodies too. */
function read(body: string): void {
  try {
    const { value, bodyOf, clientIdOf } = decode(body, { headers: { 'odata-version': '4.01' } });
    for (const index of (value as { requests: unknown[] }).requests.keys()) {
      bodyOf(index, undefined);
      clientIdOf?.(index);
    }
  } catch (error) {
    if (!(error instanceof BatchProblem)) throw error;
    expect(error.message).not.toBe('');
  }
}

test('a batch is read, or refused by a problem', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
  fc.assert(fc.property(text, read), { numRuns: 500 });
});

test('a batch with some bytes changed is read, or refused by a problem', () => {
  const edit = fc.record({
    at: fc.nat(BATCH.length),
    remove: fc.nat(30),
    insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary-ascii', maxLength: 3 })),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let body = BATCH;
      for (const { at, remove, insert } of edits) body = body.slice(0, at) + insert + body.slice(at + remove);
      read(body);
    }),
    { numRuns: 500 },
  );
});

test('what a client has sent arrives', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9._~-]{1,20}$/);
  const request = fc.record({
    path: token,
    id: fc.option(token, { nil: undefined }),
    body: fc.uint8Array({ maxLength: 50 }).map((bytes) => `x${Buffer.from(bytes).toString('latin1')}`),
  });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 5 }), (sent) => {
      const parts = sent.map(({ path, id, body }) => {
        const fields = ['Content-Type: image/png'];
        return part(`POST ${path}`, id === undefined ? { fields, body } : { fields, body, id });
      });
      const text = multipart(parts, 'a-boundary-that-is-in-no-body');
      const headers = { 'content-type': 'multipart/mixed; boundary=a-boundary-that-is-in-no-body' };
      const { bodyOf, clientIdOf } = decode(text, { headers });
      expect(requestsOf(text, { headers }).map(({ url }) => url)).toEqual(
        sent.map(({ path }) => `/odata/${path}`),
      );
      for (const [index, { id, body }] of sent.entries()) {
        expect(clientIdOf?.(index)).toBe(id);
        expect(bodyOf(index, 'image/png')).toEqual({ kind: 'bytes', bytes: Buffer.from(body, 'latin1') });
      }
    }),
  );
});

/** Each grows with the length of its input in one place; a quadratic reader would take minutes for these. */
test.each<[name: string, body: string]>([
  [
    'references',
    multipart([
      changeset([
        part('POST A', { id: '1' }),
        part('POST B', { body: `{${'"p@odata.bind":"$1",'.repeat(50_000)}"a":1}` }),
      ]),
    ]),
  ],
  ['strings', multipart([part('POST A', { id: '1', body: `["$",${'"a}","\\"",'.repeat(90_000)}1]` })])],
  ['nesting', multipart([part('POST A', { body: `${'{"a":['.repeat(50_000)}"$1"${']}'.repeat(50_000)}` })])],
  ['a long string', multipart([part('POST A', { body: `["$1","${'a'.repeat(1_000_000)}"]` })])],
  ['line breaks', multipart([part('GET A', { body: '\r\n'.repeat(500_000) })])],
  ['delimiters that are none', multipart([part('POST A', { body: '--bx\r\n'.repeat(150_000) })])],
  ['dashes', multipart([part('POST A', { body: '-'.repeat(1_000_000) })])],
  ['a URL', multipart([part(`GET ${'$'.repeat(60_000)}`)])],
  ['spaces in a Prefer header', multipart([])],
])('takes linear time: %s', (name, body) => {
  if (name.startsWith('spaces'))
    decode(body, { headers: { prefer: `continue-on-error${' '.repeat(1_000_000)}x` } });
  else read(body);
});
