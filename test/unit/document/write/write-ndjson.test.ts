import { expect, test } from '@jest/globals';
import { type MultistatusResponse, type Summary, toJsonText, writeNdjson } from '@multistatus/document';
import fc from 'fast-check';
import type { ReadyIterator } from '#wire/ready-iterator.js';
import { multistatus } from '../document-arbitraries.js';

const SUMMARY: Summary = { total: 1, succeeded: 1, failed: 0, other: 0 };

async function piecesOf(pieces: AsyncIterable<string>): Promise<string[]> {
  const gathered: string[] = [];
  for await (const piece of pieces) gathered.push(piece);
  return gathered;
}

test('writes a line for each response, then the summary', async () => {
  const responses: MultistatusResponse[] = [
    { id: 'b', index: 1, href: '/b', status: 204 },
    { id: 'a', index: 0, href: '/a', status: 200, body: { encoding: 'json', text: '{"x":"\\n"}' } },
  ];
  expect(await piecesOf(writeNdjson(responses, () => SUMMARY))).toEqual([
    '{"id":"b","index":1,"href":"/b","status":204}\n',
    '{"id":"a","index":0,"href":"/a","status":200,"body":{"x":"\\n"}}\n',
    '{"summary":{"total":1,"succeeded":1,"failed":0,"other":0}}\n',
  ]);
});

test('numbers the responses that have no index', async () => {
  const responses = ['/a', '/b'].map((href) => ({ href, status: 200 }));
  const pieces = await piecesOf(writeNdjson(responses, () => SUMMARY));
  expect(pieces.slice(0, 2).map((line) => (JSON.parse(line) as { index: number }).index)).toEqual([0, 1]);
});

test('writes nothing but the summary of no responses', async () => {
  expect(await piecesOf(writeNdjson([], () => ({ ...SUMMARY, total: 0 })))).toHaveLength(1);
});

test('writes one JSON text a line, the members of which are those of the JSON document, for any document', async () => {
  await fc.assert(
    fc.asyncProperty(multistatus, async (document) => {
      const pieces = await piecesOf(writeNdjson(document.responses, () => SUMMARY));
      for (const piece of pieces) expect(piece.indexOf('\n')).toBe(piece.length - 1);
      const whole = JSON.parse(toJsonText({ responses: document.responses })) as { responses: object[] };
      expect(pieces.slice(0, -1).map((line) => JSON.parse(line) as unknown)).toEqual(
        whole.responses.map((response, index) => ({ index, ...response })),
      );
    }),
  );
});

test('a JSON body that was written over several lines stands in one', async () => {
  const body = { encoding: 'json', text: '{\n  "a": [\r\n1]\n}' } as const;
  const [line] = await piecesOf(writeNdjson([{ href: '/a', status: 200, body }], () => SUMMARY));
  expect(line!.split('\n')).toHaveLength(2);
  expect(JSON.parse(line!)).toMatchObject({ body: { a: [1] } });
});

test('asks for a response when the one before it is taken, and lets go of them when nobody reads on', async () => {
  let asked = 0;
  let isClosed = false;
  async function* respond(): AsyncGenerator<MultistatusResponse> {
    try {
      for (;;) yield { href: `/${asked++}`, status: 200 };
    } finally {
      isClosed = true;
    }
  }
  const pieces = writeNdjson(respond(), () => SUMMARY);
  for (let taken = 1; taken <= 100; taken += 1) {
    await pieces.next();
    expect(asked).toBe(taken);
  }
  await pieces.return();
  expect(isClosed).toBe(true);
});

test('rejects as the responses do, without the summary', async () => {
  async function* fail(): AsyncGenerator<MultistatusResponse> {
    yield { href: '/a', status: 200 };
    await Promise.reject(new Error('gone'));
  }
  const pieces: string[] = [];
  const written = (async () => {
    for await (const piece of writeNdjson(fail(), () => SUMMARY)) pieces.push(piece);
  })();
  await expect(written).rejects.toThrow('gone');
  expect(pieces).toEqual(['{"index":0,"href":"/a","status":200}\n']);
});

test('asks for the summary after the last response', async () => {
  const order: string[] = [];
  function* respond(): Generator<MultistatusResponse> {
    yield { href: '/a', status: 200 };
    order.push('last response');
  }
  await piecesOf(
    writeNdjson(respond(), () => {
      order.push('summary');
      return SUMMARY;
    }),
  );
  expect(order).toEqual(['last response', 'summary']);
});

/** The responses are all ready after the first. */
function readyResponses(count: number): ReadyIterator<MultistatusResponse> {
  let index = 0;
  const take = (): MultistatusResponse | undefined =>
    index < count ? { href: `/photos/${index}`, status: 200, index: index++ } : undefined;
  const source: ReadyIterator<MultistatusResponse> = {
    takeReady: take,
    next: async () => {
      const value = take();
      return value === undefined ? { done: true, value } : { done: false, value };
    },
    return: async () => ({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => source,
  };
  return source;
}

test('lines that are ready together are written in pieces of about 8 KiB', async () => {
  const pieces = await piecesOf(writeNdjson(readyResponses(1_000), () => SUMMARY));
  const lines = pieces.join('').split('\n');
  expect(lines).toHaveLength(1_002);
  expect(JSON.parse(lines[999] ?? '')).toMatchObject({ index: 999 });
  for (const piece of pieces.slice(0, -2)) expect(piece.length).toBeGreaterThanOrEqual(8_192);
  for (const piece of pieces) expect(piece.length).toBeLessThan(8_192 + 100);
});
