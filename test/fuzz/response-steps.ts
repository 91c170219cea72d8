import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { nameOf, type Step, step } from './program.js';

const NAME = fc.constantFrom(
  'x-a',
  'X-A',
  'x-b',
  'Vary',
  'ETag',
  'Content-Type',
  'Set-Cookie',
  'X-Powered-By',
);
const TEXT = fc.constantFrom(
  'one',
  'two, three',
  '',
  ' spaced ',
  'caf\u00e9',
  'a\nb',
  '\u20ac',
  'text/plain',
);
const VALUE = valuesOf(TEXT);
// A writeHead() that fails half-way leaves a response that garbles the connection.
const SENDABLE = valuesOf(TEXT.filter((text) => !/[\n\u20ac]/.test(text)));
const FIELDS = fc.dictionary(NAME, SENDABLE, { maxKeys: 3 }) as fc.Arbitrary<OutgoingHttpHeaders>;
const PAIRS = fc.array(fc.tuple(NAME, SENDABLE), { maxLength: 3 });
const FLAT_FIELDS = PAIRS.map((pairs) => pairs.flat() as OutgoingHttpHeader[]);
const PAIRED_FIELDS = PAIRS as unknown as fc.Arbitrary<OutgoingHttpHeader[]>;
const STATUS = fc.constantFrom(200, 200, 201, 202, 204, 205, 206, 301, 304, 400, 404, 418, 500, 599, 999, 99);
const REASON = fc.constantFrom('Fine', '', 'Caf\u00e9');
const ENCODING = fc.constantFrom<BufferEncoding | undefined>(
  undefined,
  'utf8',
  'latin1',
  'utf16le',
  'hex',
  'base64',
);
const SIZE = fc.oneof(
  { weight: 8, arbitrary: fc.nat(20) },
  { weight: 1, arbitrary: fc.constantFrom(70_000, 200_000) },
);
const NOTHING = fc.constant(undefined);

/** Text whose bytes differ between encodings. Node itself aborts at a hexadecimal text that is none. */
const textOf = (size: number, encoding: BufferEncoding | undefined): string =>
  encoding === 'hex' || encoding === 'base64'
    ? '0a1b'.repeat(size)
    : 'caf\u00e9\u20ac0123456789abcdef'.repeat(size / 10 + 1).slice(0, size);
const bytesOf = (size: number): Buffer => Buffer.alloc(size, 'bytes \u0000 \u00ff');

const CHUNK = fc.oneof(
  fc.tuple(SIZE, ENCODING).map(([size, encoding]) => ({ data: textOf(size, encoding), encoding })),
  SIZE.map((size) => ({ data: bytesOf(size), encoding: undefined })),
  SIZE.map((size) => ({ data: new Uint8Array(bytesOf(size)), encoding: undefined })),
  fc.constantFrom(null, 7, {}).map((data) => ({ data: data as unknown as string, encoding: undefined })),
);
const brief = <T extends { data: unknown; encoding: unknown }>(chunk: T): T =>
  Object.assign(chunk, {
    [fc.toStringMethod]: () => {
      const { data, encoding } = chunk;
      const length = (data as { length?: number } | null)?.length;
      return `${(data as object | null)?.constructor.name} ${length ?? String(data)} ${String(encoding)}`;
    },
  });
const BRIEF_CHUNK = CHUNK.map(brief);

function valuesOf(text: fc.Arbitrary<string>): fc.Arbitrary<string | number | string[]> {
  return fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 1, arbitrary: fc.nat(99) },
    { weight: 2, arbitrary: fc.array(text, { maxLength: 3 }) },
  );
}

/** What a handler does to the head of its response. */
export const headSteps: fc.Arbitrary<Step> = fc.oneof(
  step('setHeader', fc.tuple(NAME, VALUE), ({ res }, [name, value]) => void res.setHeader(name, value)),
  step(
    'appendHeader',
    fc.tuple(NAME, VALUE),
    ({ res }, [name, value]) => void res.appendHeader(name, value as string),
  ),
  step('removeHeader', NAME, ({ res }, name) => res.removeHeader(name)),
  step(
    'statusCode',
    STATUS.filter((status) => status > 99),
    ({ res }, status) => {
      res.statusCode = status;
    },
  ),
  step('statusMessage', REASON, ({ res }, reason) => {
    res.statusMessage = reason;
  }),
  step('writeHead', STATUS, ({ res }, status) => void res.writeHead(status)),
  step(
    'writeHead',
    fc.tuple(STATUS, fc.oneof(FIELDS, FLAT_FIELDS, PAIRED_FIELDS)),
    ({ res }, [status, fields]) => void res.writeHead(status, fields),
  ),
  step(
    'writeHead',
    fc.tuple(STATUS, REASON, fc.oneof(FIELDS, FLAT_FIELDS, PAIRED_FIELDS)),
    ({ res }, [status, reason, fields]) => void res.writeHead(status, reason, fields),
  ),
  step('flushHeaders', NOTHING, ({ res }) => res.flushHeaders()),
  step('sendDate', fc.boolean(), ({ res }, isSent) => {
    res.sendDate = isSent;
  }),
  step('strictContentLength', NOTHING, ({ res }) => {
    res.strictContentLength = true;
  }),
  step('chunked', NOTHING, ({ res }) => void res.setHeader('transfer-encoding', 'chunked')),
  step('addTrailers', NOTHING, ({ res }) => res.addTrailers({ 'x-checksum': 'caf\u00e9' })),
  step('addTrailers', NOTHING, ({ res }) =>
    res.addTrailers([
      ['x-checksum', '1'],
      ['x-b', '2'],
    ]),
  ),
  // Node itself does not keep these out of the middle of a body.
  step('writeContinue', NOTHING, ({ res, log }) => {
    if (!res.headersSent) res.writeContinue(() => log.push('written continue'));
  }),
  step('writeProcessing', NOTHING, ({ res }) => {
    if (!res.headersSent) res.writeProcessing();
  }),
  step('writeEarlyHints', NOTHING, ({ res, log }) => {
    if (res.headersSent) return;
    res.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => log.push('written hints'));
  }),
);

/** What a handler does to the body of its response. */
export const bodySteps: fc.Arbitrary<Step> = fc.oneof(
  step('write', BRIEF_CHUNK, ({ res }, { data, encoding }) => {
    const hasRoom = encoding === undefined ? res.write(data) : res.write(data, encoding);
    return isNearMark((data as { length?: number }).length) ? undefined : hasRoom;
  }),
  step('write with callback', BRIEF_CHUNK, ({ res, log }, { data }) => {
    res.write(data, (error) => log.push(`written ${error ? nameOf(error) : ''}`));
  }),
  step('cork', NOTHING, ({ res }) => res.cork()),
  step('uncork', NOTHING, ({ res }) => res.uncork()),
  step('end', NOTHING, ({ res }) => void res.end()),
  step('end', BRIEF_CHUNK, ({ res }, { data, encoding }) => {
    if (encoding === undefined) res.end(data);
    else res.end(data, encoding);
  }),
  step('end with callback', BRIEF_CHUNK, ({ res, log }, { data }) => {
    const done = (error?: Error | null): unknown => log.push(`ended ${error ? nameOf(error) : ''}`);
    if (data === null) res.end(done);
    else res.end(data, done);
  }),
  step('pipeline', fc.array(SIZE, { maxLength: 4 }), ({ res }, sizes) => pipeline(sourceOf(sizes), res)),
  step('pipe', fc.array(SIZE, { maxLength: 4 }), (stage, sizes) => {
    if (stage.isPiped || stage.res.writableEnded || stage.res.destroyed) return;
    stage.isPiped = true;
    sourceOf(sizes).pipe(stage.res);
  }),
  step('pipeline that breaks', SIZE, ({ res }, size) => pipeline(sourceOf([size, 'break']), res)),
);

/** After a small write there is room, after a large one there is none; between, the kernel decides. */
function isNearMark(length: number | undefined): boolean {
  return length !== undefined && length > 20 && length < 200_000;
}

/** A stream of so many bytes a piece. Whoever pipes it hears of its errors; nobody else has to. */
function sourceOf(sizes: readonly (number | 'break')[]): Readable {
  return Readable.from(chunksOf(sizes)).on('error', () => undefined);
}

async function* chunksOf(sizes: readonly (number | 'break')[]): AsyncGenerator<Buffer> {
  for (const size of sizes) {
    if (size === 'break') throw new Error('source broke');
    yield bytesOf(size);
  }
}
