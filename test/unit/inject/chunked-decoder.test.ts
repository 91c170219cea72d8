import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BodyCollector } from '#inject/body-collector.js';
import { ChunkedDecoder } from '#inject/chunked-decoder.js';

/** Writes the pieces one after another: text as text, bytes as bytes. */
function decode(pieces: readonly (string | Uint8Array)[]): { decoder: ChunkedDecoder; body: string } {
  const collector = new BodyCollector(Number.POSITIVE_INFINITY);
  const decoder = new ChunkedDecoder(collector);
  for (const piece of pieces) {
    if (typeof piece === 'string') decoder.writeText(piece);
    else decoder.write(piece);
  }
  return { decoder, body: Buffer.from(collector.concat()).toString('latin1') };
}

describe('ChunkedDecoder', () => {
  test('takes the pieces that node:http writes', () => {
    const end = Buffer.from('\r\n');
    const { decoder, body } = decode(['5', end, Buffer.from('first'), end, '1', end, Buffer.from('!'), end]);
    expect(body).toBe('first!');
    expect(decoder).toMatchObject({ isComplete: false, isGarbled: false });
    decoder.writeText('0\r\n\r\n');
    expect(decoder).toMatchObject({ isComplete: true, isGarbled: false, trailer: '' });
  });

  test('reads trailers', () => {
    const { decoder } = decode(['0\r\nX-A: 1\r\nX-B: caf\u00e9\r\n\r\n']);
    expect(decoder).toMatchObject({ isComplete: true, trailer: 'X-A: 1\r\nX-B: caf\u00e9\r\n' });
  });

  test('reads the same, wherever the bytes are divided', () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    const cuts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
    const property = fc.property(fc.array(chunk, { maxLength: 5 }), cuts, (chunks, sizes) => {
      const framed = Buffer.concat([
        ...chunks.flatMap((data) => [
          Buffer.from(`${data.length.toString(16)}\r\n`),
          data,
          Buffer.from('\r\n'),
        ]),
        Buffer.from('0\r\nX-A: 1\r\n\r\n'),
      ]);
      const pieces: Buffer[] = [];
      for (let at = 0, turn = 0; at < framed.length; turn += 1) {
        const size = sizes[turn % sizes.length] as number;
        pieces.push(framed.subarray(at, at + size));
        at += size;
      }
      const { decoder, body } = decode(pieces);
      expect(body).toBe(Buffer.concat(chunks).toString('latin1'));
      expect(decoder).toMatchObject({ isComplete: true, isGarbled: false, trailer: 'X-A: 1\r\n' });
    });
    fc.assert(property, { seed: 4_918 });
  });

  test.each([
    ['anything after the end', ['0\r\n\r\n', '1']],
    ['an end after the end', ['0\r\n\r\n', '0\r\n\r\n']],
    ['a size that is none', ['x\r\n']],
    ['more data than announced', ['1\r\nab\r\n']],
  ])('is garbled by %s', (_what, pieces) => {
    expect(decode(pieces).decoder.isGarbled).toBe(true);
  });
});
