// Responses of platforms without streams: React Native and whatwg-fetch.
import { describe, expect, test } from '@jest/globals';
import { type DocumentError, type MultistatusSource, readMultistatus } from '@multistatus/document';
import { whatwg } from '../../../support/other-fetches.js';

type Create = (text: string, headers: Record<string, string>) => MultistatusSource;

/** A response that has nothing but what is passed. */
function bare(headers: Record<string, string>, members: object): MultistatusSource {
  return { headers: { get: (name: string) => headers[name] ?? null }, ...members } as MultistatusSource;
}

const broken = (): never => {
  throw new Error('not implemented');
};

/** As in React Native: once read, even in vain, it cannot be read again. */
class BlobResponse {
  #isRead = false;
  readonly headers: { get(name: string): string | null };
  readonly #text: string;

  constructor(text: string, headers: Record<string, string>) {
    this.#text = text;
    this.headers = { get: (name) => headers[name] ?? null };
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    this.#isRead = true;
    return broken();
  }

  async text(): Promise<string> {
    if (this.#isRead) throw new TypeError('Already read');
    return this.#text;
  }

  clone(): BlobResponse {
    return new BlobResponse(this.#text, { 'content-type': this.headers.get('content-type') ?? '' });
  }
}

const platforms: readonly (readonly [string, Create])[] = [
  ['whatwg-fetch', (text, headers) => new whatwg.Response(text, { headers })],
  [
    'whatwg-fetch with bytes',
    (text, headers) => new whatwg.Response(new TextEncoder().encode(text), { headers }),
  ],
  ['React Native', (text, headers) => new BlobResponse(text, headers)],
  ['text alone', (text, headers) => bare(headers, { text: async () => text })],
  [
    'text and a body that is always null',
    (text, headers) => bare(headers, { body: null, text: async () => text }),
  ],
  [
    'a body that is no stream',
    (text, headers) => bare(headers, { body: { size: 1 }, text: async () => text }),
  ],
  [
    'bytes alone',
    (text, headers) => bare(headers, { arrayBuffer: async () => new TextEncoder().encode(text).buffer }),
  ],
];

const LOCKED = '{"href":"/\u00e9","status":423}';
const documents: readonly (readonly [type: string, text: string])[] = [
  ['application/json', `{"responses":[${LOCKED}]}`],
  [
    'application/xml',
    '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/\u00e9</D:href><D:status>HTTP/1.1 423 Locked</D:status></D:response></D:multistatus>',
  ],
  ['application/x-ndjson', `${LOCKED}\n{"summary":{"total":1,"succeeded":0,"failed":1,"other":0}}\n`],
];

describe.each(platforms)('a Response with %s', (_name, create) => {
  test.each(documents)('is read in %s', async (type, text) => {
    const reading = await readMultistatus(create(text, { 'content-type': type }));
    expect(reading.failed().map(({ status }) => status)).toEqual([423]);
    expect(reading.byHref('/\u00e9')).toHaveLength(1);
  });

  test('is limited by its length', async () => {
    const read = readMultistatus(create(' '.repeat(101), { 'content-type': 'application/json' }), {
      maxBytes: 100,
    });
    await expect(read).rejects.toMatchObject({
      rule: 'maxBytes',
      message: expect.stringContaining('100 bytes'),
    });
  });
});

test('a response whose Content-Length exceeds the limit is not read', async () => {
  const headers = { 'content-length': '101', 'content-type': 'application/json' };
  const read = readMultistatus(bare(headers, { text: broken, arrayBuffer: broken }), { maxBytes: 100 });
  await expect(read).rejects.toMatchObject({ rule: 'maxBytes' });
});

test('bytes are preferred to a text, whose encoding is lost', async () => {
  const [, [, xml]] = documents as [unknown, readonly [string, string]];
  const bytes = Buffer.from(`\ufeff${xml}`, 'utf16le');
  const response = bare(
    {},
    { arrayBuffer: async () => new Uint8Array(bytes).buffer, text: async () => String(bytes) },
  );
  expect((await readMultistatus(response)).failed()).toHaveLength(1);
});

test.each<[string, object, string]>([
  ['without content', { body: null }, 'the input is empty'],
  ['that cannot be read', {}, 'a Response needs a body that is a stream, or the method arrayBuffer or text'],
  ['that fails', { arrayBuffer: broken }, 'not implemented'],
  ['that fails twice', { arrayBuffer: broken, text: broken }, 'not implemented'],
])('a response %s is an error', async (_name, members, message) => {
  const error = await readMultistatus(bare({}, members)).catch((cause: DocumentError) => cause);
  expect((error as Error).message).toContain(message);
});
