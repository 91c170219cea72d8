import { describe, expect, test } from '@jest/globals';
import { readBody as readWithin } from '#core/decode/read-body.js';
import { checkBodyBytes } from '#core/formats/check-body-bytes.js';
import { thrownProblem } from '../thrown-problem.js';

const readBody = (body: AsyncIterable<Uint8Array>, maxBodyBytes: number): Promise<Uint8Array> =>
  readWithin(body, { maxBodyBytes, bodyTimeoutMs: 30_000 });

async function* toStream(...chunks: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield Buffer.from(chunk);
  }
}

describe('readBody', () => {
  test('joins the chunks, including characters that are split between them', async () => {
    const bytes = Buffer.from('"é"');
    async function* cut(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    expect(await readBody(cut(), 100)).toEqual(bytes);
  });

  test('returns no bytes for no chunks', async () => {
    expect(await readBody(toStream(), 1)).toEqual(Buffer.alloc(0));
  });

  test('accepts maxBodyBytes, and not one byte more', async () => {
    expect(await readBody(toStream('ab', 'c'), 3)).toEqual(Buffer.from('abc'));
    expect(await thrownProblem(() => readBody(toStream('ab', 'cd'), 3))).toMatchObject({
      status: 413,
      limit: 'maxBodyBytes',
      max: 3,
      actual: 4,
    });
  });

  test('reads no chunk after the one that exceeds the limit, and asks the stream to return', async () => {
    const seen: string[] = [];
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        for (const chunk of ['ab', 'cd', 'ef']) {
          seen.push(chunk);
          yield Buffer.from(chunk);
        }
      } finally {
        seen.push('left');
      }
    }
    await thrownProblem(() => readBody(watched(), 3));
    expect(seen).toEqual(['ab', 'cd', 'left']);
  });

  test('a body that is not complete in time is answered 408', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a');
      await new Promise(() => undefined);
    }
    const problem = await thrownProblem(() => readWithin(endless(), { maxBodyBytes: 10, bodyTimeoutMs: 1 }));
    expect(problem).toMatchObject({
      type: 'urn:multistatus:problem:incomplete-body',
      status: 408,
      limit: 'bodyTimeoutMs',
      max: 1,
    });
  });

  test('distinguishes a stream that fails from a body that is too long', async () => {
    const problem = await thrownProblem(() => readBody(toStream('a', new Error('secret')), 100));
    expect(problem.type).toBe('urn:multistatus:problem:incomplete-body');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });
});

test('checkBodyBytes accepts exactly the limit', async () => {
  expect(() => checkBodyBytes(3, 3)).not.toThrow();
  expect((await thrownProblem(() => checkBodyBytes(4, 3))).status).toBe(413);
});
