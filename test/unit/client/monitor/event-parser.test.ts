import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EventParser, type StreamEvent } from '#client/monitor/event-parser.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500);
const SEED = Number(process.env['FUZZ_SEED'] ?? 4_918);

interface Parsed {
  readonly events: readonly StreamEvent[];
  readonly lastId: string;
  readonly retryMs: number | undefined;
}

function parse(chunks: readonly Uint8Array[]): Parsed {
  const parser = new EventParser();
  const events = chunks.flatMap((chunk) => parser.push(chunk));
  return { events, lastId: parser.lastId, retryMs: parser.retryMs };
}

/** Reads the whole text at once, as the grammar of the standard describes it: lines, and events that an empty line ends. */
function parseWhole(bytes: Uint8Array): Parsed {
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  let [lastId, retryMs]: [string, number | undefined] = ['', undefined];
  const events: StreamEvent[] = [];
  const lines = text.split('\n').slice(0, -1);
  let block: [name: string, value: string][] = [];
  let id = '';
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === '') {
      lastId = id;
      const data = block.filter(([each]) => each === 'data');
      const type = block.findLast(([each]) => each === 'event')?.[1];
      if (data.length > 0)
        events.push({ type: type || 'message', data: data.map(([, each]) => each).join('\n') });
      block = [];
    } else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
    else block.push([name, value]);
  }
  return { events, lastId, retryMs };
}

const eol = fc.constantFrom('\r', '\n', '\r\n');
const word = fc.string({
  unit: fc.constantFrom('a', 'é', '🌊', ':', ' ', '\0', '7', '{', '\uFEFF'),
  maxLength: 6,
});
const line = fc.oneof(
  fc.tuple(fc.constantFrom('data', 'event', 'id', 'retry', 'dat', ''), fc.constantFrom(':', ': ', ''), word),
  fc.constant(['', '', ''] as const),
);
const stream = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.array(fc.tuple(line, eol), { maxLength: 30 }), word)
  .map(([bom, lines, rest]) => bom + lines.map(([parts, end]) => parts.join('') + end).join('') + rest);

/** Cuts bytes at any places, also in the middle of a character or of a CRLF, with empty pieces. */
const chunked = stream.chain((text) => {
  const bytes = new TextEncoder().encode(text);
  return fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }).map((cuts) => {
    const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
    return { bytes, chunks: places.slice(1).map((end, index) => bytes.subarray(places[index], end)) };
  });
});

test('a stream is read in the same way wherever it is cut', () => {
  fc.assert(
    fc.property(chunked, ({ bytes, chunks }) => {
      expect(parse(chunks)).toEqual(parseWhole(bytes));
      expect(parse([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(parseWhole(bytes));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

// The examples of section 9.2.6 of the HTML standard.
test.each<[string, string, readonly StreamEvent[]]>([
  [
    'three events of three lines',
    'data: YHOO\ndata: +2\ndata: 10\n\n',
    [{ type: 'message', data: 'YHOO\n+2\n10' }],
  ],
  [
    'a comment, ids, and a space that belongs to the data',
    ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
    [
      { type: 'message', data: 'first event' },
      { type: 'message', data: 'second event' },
      { type: 'message', data: ' third event' },
    ],
  ],
  [
    'empty data, and an event without an end',
    'data\n\ndata\ndata\n\ndata:',
    [
      { type: 'message', data: '' },
      { type: 'message', data: '\n' },
    ],
  ],
  ['a name without data', 'event: end\n\ndata: 1\n\n', [{ type: 'message', data: '1' }]],
])('%s', (_name, text, events) => {
  expect(parse([bytesOf(text)]).events).toEqual(events);
});

test('an id counts when its event is complete', () => {
  expect(parse([bytesOf('id: 1\ndata: a\n\nid: 2\ndata: b\n')]).lastId).toBe('1');
});

test.each([
  ['a line', ['x'.repeat(65_537)]],
  ['a line in pieces', Array.from({ length: 70 }, () => 'y'.repeat(1_000))],
  ['the data of an event', Array.from({ length: 70 }, () => `data: ${'z'.repeat(1_000)}\n`)],
])('%s that is too long is refused', (_name, texts) => {
  expect(() => parse(texts.map(bytesOf))).toThrow('longer than 65536 characters');
});
