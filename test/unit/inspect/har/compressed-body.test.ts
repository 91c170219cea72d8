import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import {
  type Inspection,
  inspectExchange,
  type ReadExchangesOptions,
  readExchanges,
} from '@multistatus/inspect';

const JSON_207 = JSON.stringify({
  responses: Array.from({ length: 200 }, (_, index) => ({ href: `/photos/${index}`, status: 204 })),
});

/** Inspects the one 207 of a capture that has kept the Content-Encoding in its base64. */
async function inspectCapture(
  body: Uint8Array,
  contentEncoding: string,
  options?: ReadExchangesOptions,
): Promise<Inspection> {
  const response = {
    status: 207,
    headers: [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'Content-Encoding', value: contentEncoding },
    ],
    content: { text: Buffer.from(body).toString('base64'), encoding: 'base64' },
  };
  const capture = { log: { entries: [{ request: { method: 'POST', url: 'http://a/' }, response }] } };
  const { exchanges, capturedTotal } = await readExchanges(JSON.stringify(capture), options);
  expect([exchanges.length, capturedTotal]).toEqual([1, 1]);
  return inspectExchange(exchanges[0]!);
}

test.each([
  ['gzip', gzipSync(JSON_207)],
  ['x-gzip', gzipSync(JSON_207)],
  ['deflate', deflateSync(JSON_207)],
  ['deflate, gzip', gzipSync(deflateSync(JSON_207))],
  ['identity', Buffer.from(JSON_207)],
])('a body in %s is read', async (coding, body) => {
  expect((await inspectCapture(body, coding)).counts).toMatchObject({ total: 200, succeeded: 200 });
});

test('a compressed body that is cut off is read as far as it goes', async () => {
  const { counts, findings } = await inspectCapture(gzipSync(JSON_207).subarray(0, -200), 'gzip');
  expect(counts?.total).toBeGreaterThan(0);
  expect(counts?.total).toBeLessThan(200);
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'json', level: 'error' }));
});

test('a coding that the platform does not have is left to the option', async () => {
  const body = brotliCompressSync(JSON_207);
  const unread = await inspectCapture(body, 'br');
  expect([unread.counts, unread.findings.map(({ rule }) => rule)]).toEqual([undefined, ['format', 'base64']]);
  const seen: unknown[] = [];
  const read = await inspectCapture(body, 'br', {
    decompress: async (bytes, coding) => {
      seen.push([Buffer.compare(bytes, body), coding]);
      return Buffer.from(JSON_207);
    },
  });
  expect(seen).toEqual([[0, 'br']]);
  expect(read.counts?.total).toBe(200);
});

test('base64url without padding and with line breaks is read', async () => {
  const text = Buffer.from('<multistatus xmlns="DAV:"><!-- ~~~?? --></multistatus>')
    .toString('base64url')
    .replace(/(.{20})/g, '$1\n');
  const capture = {
    log: { entries: [{ response: { status: 207, content: { text, encoding: 'base64' } } }] },
  };
  const { exchanges } = await readExchanges(JSON.stringify(capture));
  expect(await inspectExchange(exchanges[0]!)).toMatchObject({ format: 'xml', counts: { total: 0 } });
});
