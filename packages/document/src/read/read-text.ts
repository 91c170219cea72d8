import { countOf } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import { detectEncoding } from './read-encoding.js';
import { isBytes } from './read-source.js';
import { createTextPosition, type TextPosition } from './text-position.js';

// Small enough to find an error in a large chunk early, large enough to add no noticeable cost.
const SLICE_BYTES = 65_536;
const NO_BYTES: Uint8Array = new Uint8Array();

/** How to read the bytes of a text. */
export interface TextOptions {
  /** The charset of the Content-Type, if it has one. */
  readonly charset: string | undefined;
  readonly maxBytes: number;
}

/**
 * Yields the characters of a text that arrives in chunks of bytes or in strings.
 *
 * @throws {DocumentError} of rule `maxBytes` as soon as a chunk would exceed that limit, of rule X4 if the encoding is
 *   unknown or a byte is not valid in it.
 * @throws {TypeError} if a chunk is neither bytes nor a string, or if both kinds occur.
 */
export async function* readText(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  { charset, maxBytes }: TextOptions,
): AsyncGenerator<string, void, undefined> {
  const position = createTextPosition();
  let left = maxBytes;
  let kind: 'string' | 'bytes' | undefined;
  let decoder: SliceDecoder | undefined;
  let head = NO_BYTES;

  for await (const chunk of chunks) {
    kind ??= kindOf(chunk);
    if (kindOf(chunk) !== kind) throw new TypeError('a source must yield either bytes or strings, not both');
    left -= chunk.length;
    if (left < 0)
      throw new DocumentError(
        'maxBytes',
        `the document exceeds ${countOf(maxBytes, 'byte')}`,
        position.place(),
      );
    if (typeof chunk === 'string') {
      yield chunk;
      position.advance(chunk);
      continue;
    }
    head = decoder === undefined ? concat(head, chunk) : chunk;
    decoder ??= openDecoder(head, charset, false);
    if (decoder === undefined) continue;
    yield* decodeSlices(head, decoder, position);
    head = NO_BYTES;
  }
  if (kind !== 'bytes') return;
  decoder ??= openDecoder(head, charset, true) as SliceDecoder;
  yield* decodeSlices(head, decoder, position);
  yield decodeSlice(decoder, undefined, position);
}

type SliceDecoder = { readonly encoding: string; readonly decoder: InstanceType<typeof TextDecoder> };

function kindOf(chunk: unknown): 'string' | 'bytes' {
  if (typeof chunk === 'string') return 'string';
  if (isBytes(chunk)) return 'bytes';
  throw new TypeError(`a chunk must be a string or a Uint8Array, got ${typeof chunk}`);
}

function openDecoder(
  head: Uint8Array,
  charset: string | undefined,
  isAll: boolean,
): SliceDecoder | undefined {
  const encoding = detectEncoding(head, charset, isAll);
  if (encoding === undefined) return undefined;
  const start = createTextPosition().place();
  // Bytes of UTF-16 would have been detected.
  const isWrong =
    /^utf-?16/i.test(encoding) &&
    head.length > 1 &&
    head[0] !== 0 &&
    head[1] !== 0 &&
    !hasByteOrderMark(head);
  if (isWrong) throw new DocumentError('X4', `the bytes are not in the declared encoding ${encoding}`, start);
  try {
    return { encoding, decoder: new TextDecoder(encoding, { fatal: true }) };
  } catch {
    throw new DocumentError('X4', `the encoding ${encoding.slice(0, 40)} is not supported`, start);
  }
}

function hasByteOrderMark([first = 0, second = 0]: Uint8Array): boolean {
  return first + second === 0xfe + 0xff;
}

function* decodeSlices(bytes: Uint8Array, decoder: SliceDecoder, position: TextPosition): Generator<string> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    yield decodeSlice(decoder, bytes.subarray(start, start + SLICE_BYTES), position);
  }
}

/** Called without a slice at the end of the text, to flush the decoder. */
function decodeSlice(
  { encoding, decoder }: SliceDecoder,
  slice: Uint8Array | undefined,
  position: TextPosition,
): string {
  let text: string;
  try {
    text = decoder.decode(slice, { stream: slice !== undefined });
  } catch {
    // The text is valid up to the first character that had to be replaced.
    const [valid = ''] = new TextDecoder(encoding).decode(slice).split('\uFFFD', 1);
    position.advance(valid);
    throw new DocumentError('X4', `there are bytes that are not ${encoding}`, position.place());
  }
  position.advance(text);
  return text;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
