import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readLines } from '#core/formats/read-lines.js';

const NO_LIMIT = { maxLineBytes: Number.POSITIVE_INFINITY, onBytes: () => undefined };

/** A byte order mark, its bytes as characters. */
const BOM = '\u00ef\u00bb\u00bf';

async function* arrive(chunks: Iterable<Uint8Array | string>): AsyncGenerator<Uint8Array | string> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield chunk;
  }
}

/** Reads all lines as text; one over the limit is told as `undefined`. */
async function linesOf(
  chunks: Iterable<Uint8Array | string>,
  limits: Partial<typeof NO_LIMIT> = {},
): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const { bytes: line } of readLines(arrive(chunks), { ...NO_LIMIT, ...limits })) {
    lines.push(line === undefined ? undefined : Buffer.from(line).toString('latin1'));
  }
  return lines;
}

/** What is between newlines, blank lines left out; those over the limit as `undefined`. */
function expectedLines(bytes: Uint8Array, maxLineBytes: number): (string | undefined)[] {
  return Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .filter((line) => line.length > maxLineBytes || /[^ \t\r]/.test(line))
    .map((line) => (line.length > maxLineBytes ? undefined : line));
}

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const byte = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0x0a, 0x0d, 0x20, 0x09) },
  { weight: 2, arbitrary: fc.constantFrom(0x7b, 0x7d, 0x61) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
);
const bytes = fc.array(byte, { maxLength: 80 }).map((values) => Uint8Array.from(values));
const places = fc.array(fc.nat(100), { maxLength: 20 });

test('the lines are the same, however the stream is split into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, places, fc.integer({ min: 1, max: 20 }), async (all, at, maxLineBytes) => {
      expect(await linesOf(cut(all, at), { maxLineBytes })).toEqual(expectedLines(all, maxLineBytes));
    }),
    { numRuns: 500 },
  );
});

test('those of a chunk that has arrived can be taken without a promise, and are the same', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, places, async (all, at) => {
      const lines = readLines(arrive(cut(all, at)), NO_LIMIT);
      const read: string[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
        for (
          let line: typeof next.value | undefined = next.value;
          line !== undefined;
          line = lines.takeReady()
        )
          read.push(Buffer.from(line.bytes!).toString('latin1'));
      }
      expect(read).toEqual(expectedLines(all, Number.POSITIVE_INFINITY));
      expect(lines.takeReady()).toBeUndefined();
    }),
  );
});

test('onBytes is called for every byte once, and before the lines of its chunk are yielded', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, places, async (all, at) => {
      let heard = 0;
      let given = 0;
      const onBytes = (count: number): void => {
        heard += count;
      };
      for await (const line of readLines(arrive(cut(all, at)), { ...NO_LIMIT, onBytes })) {
        given += line.bytes!.byteLength;
        expect(given).toBeLessThanOrEqual(heard);
      }
      expect(heard).toBe(all.byteLength);
    }),
  );
});

describe('a line', () => {
  test.each([
    ['a newline at the end makes no further line', ['a\n'], ['a']],
    ['the last line needs no newline', ['a\nb'], ['a', 'b']],
    ['blank lines are left out', ['\n\r\n \t\r\na\n\n'], ['a']],
    [
      'CR before the newline is left for the JSON parser, which takes it for white space',
      ['a\r\nb\r\n'],
      ['a\r', 'b\r'],
    ],
    ['a byte order mark alone on the first line is blank', ['\ufeff \n', 'a\n', '\ufeff\n'], ['a', BOM]],
    ['CR alone ends no line', ['a\rb'], ['a\rb']],
    ['an empty stream has none', [], []],
    ['empty chunks are none', ['', 'a', '', 'b', ''], ['ab']],
    ['a newline may be cut from its line', ['a', '\n', 'b'], ['a', 'b']],
  ])('%s', async (_title, chunks, lines) => {
    expect(await linesOf(chunks)).toEqual(lines);
  });

  test('has the number that it has in the stream, where blank lines count', async () => {
    const numbers: number[] = [];
    const chunks = ['\n\r\na\n', '12345', '6\n', '\nb\n', '\n'];
    for await (const { number } of readLines(arrive(chunks), { ...NO_LIMIT, maxLineBytes: 5 })) {
      numbers.push(number);
    }
    expect(numbers).toEqual([3, 4, 6]);
  });

  test('may be split within a character', async () => {
    const euro = Buffer.from('"€"\n"€"');
    const chunks = [...euro].map((value) => Uint8Array.of(value));
    const lines: string[] = [];
    for await (const line of readLines(arrive(chunks), NO_LIMIT))
      lines.push(new TextDecoder().decode(line.bytes));
    expect(lines).toEqual(['"€"', '"€"']);
  });

  test('over the limit is reported, and the lines around it are yielded', async () => {
    expect(await linesOf(['12345\n123456\n123\n'], { maxLineBytes: 5 })).toEqual(['12345', undefined, '123']);
    expect(await linesOf(['123', '45', '\n', '123', '456'], { maxLineBytes: 5 })).toEqual([
      '12345',
      undefined,
    ]);
  });

  test('is not changed when the memory of its chunk is reused', async () => {
    const shared = Buffer.alloc(4);
    async function* reuse(): AsyncGenerator<Uint8Array> {
      for (const text of ['1234', '56\n7', '8\n\n\n']) {
        shared.write(text);
        yield shared.subarray(0, text.length);
        await Promise.resolve();
      }
    }
    const lines: string[] = [];
    for await (const line of readLines(reuse(), NO_LIMIT)) lines.push(Buffer.from(line.bytes!).toString());
    expect(lines).toEqual(['123456', '78']);
  });
});

test('of a huge line without newline, never more than the limit is held', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  async function* pour(): AsyncGenerator<Uint8Array> {
    for (let count = 0; count < 500; count += 1) yield Buffer.alloc(65_536, 'x');
  }
  const heldBytes = (): number => {
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = heldBytes();
  let chunks = 0;
  let most = 0;
  const onBytes = (): void => {
    chunks += 1;
    if (chunks % 100 === 0) most = Math.max(most, heldBytes() - before);
  };
  const lines: unknown[] = [];
  for await (const line of readLines(pour(), { maxLineBytes: 1_000_000, onBytes })) lines.push(line.bytes);
  expect(lines).toEqual([undefined]);
  expect(chunks).toBe(500);
  expect(most).toBeLessThan(8_000_000); // of 32 million
});

test('rejects as the stream and onBytes do, and asks the stream to return if the consumer stops', async () => {
  async function* fail(): AsyncGenerator<string> {
    yield 'a\n';
    throw new Error('gone');
  }
  await expect(linesOf([], {})).resolves.toEqual([]);
  const read = readLines(fail(), NO_LIMIT);
  await read.next();
  await expect(read.next()).rejects.toThrow('gone');

  let isClosed = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) yield 'a\n';
    } finally {
      isClosed = true;
    }
  }
  const stopped = readLines(endless(), NO_LIMIT);
  await stopped.next();
  await stopped.return();
  expect(isClosed).toBe(true);
  const onBytes = (): void => {
    throw new RangeError('enough');
  };
  await expect(readLines(endless(), { ...NO_LIMIT, onBytes }).next()).rejects.toThrow('enough');
});
