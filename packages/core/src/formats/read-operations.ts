import { countOf, isObject, mapReady, type ReadyIterator } from '@multistatus/wire';
import type { DecodedBody } from './batch-decoder.js';
import type { SentOperation, SentRequest, StreamDecodeContext } from './batch-stream-decoder.js';
import { byteCounter } from './byte-counter.js';
import type { RefusedItem } from './item-decoder.js';
import { memberText } from './member-text.js';
import { ownMember } from './own-member.js';
import { parseLine } from './parse-line.js';
import { readJsonBody } from './read-json-body.js';
import { readLines } from './read-lines.js';
import { toNativeRequest } from './to-native-request.js';

type ParsedLine = Exclude<ReturnType<typeof parseLine>, RefusedItem>;
type LinePlace = Pick<SentOperation, 'line' | 'bytes'>;
type NativeBase = Parameters<typeof toNativeRequest>[1];

/**
 * Returns the operations of a batch in JSON Lines, and holds one line in memory at a time. A line is an operation as among the
 * `requests` of a batch in JSON; `custom_id` is another name of `id`. A line that cannot be read is returned with a problem.
 *
 * `next` rejects with a `BatchProblem` `limit-exceeded` for more than `maxBodyBytes`.
 */
export function readOperations(
  stream: AsyncIterable<Uint8Array | string>,
  { limits: { maxLineBytes, maxBodyBytes, maxJsonDepth }, root, headers }: StreamDecodeContext,
): ReadyIterator<SentOperation> {
  const lines = readLines(stream, { maxLineBytes, onBytes: byteCounter(maxBodyBytes) });
  const base = root === undefined ? undefined : { root, headers, isId: anyId };
  return mapReady(lines, ({ number, bytes }): SentOperation => {
    const size = bytes?.byteLength ?? 0;
    const read =
      bytes === undefined
        ? lineTooLong(maxLineBytes)
        : parseLine(bytes, { number, maxJsonDepth, what: 'operation', tooLarge: 'limit-exceeded' });
    const sent = 'value' in read ? toSent(read, { line: number, bytes: size }, base) : read;
    return sent instanceof SentLine ? sent : { ...sent, line: number, bytes: size };
  });
}

/** `$id` always names another line: not all lines are known yet. */
const anyId = (): boolean => true;

/** An operation that could be read. A class for the same reason as `AnsweredOutcome`. */
class SentLine implements SentRequest {
  readonly value: unknown;
  readonly idMember: string | undefined;
  readonly line: number;
  readonly bytes: number;
  /** With the names that the client has used. */
  readonly #sent: unknown;
  readonly #text: string;

  constructor(
    { value, text }: ParsedLine,
    { line, bytes }: LinePlace,
    { sent, idMember }: { readonly sent: unknown; readonly idMember: string | undefined },
  ) {
    this.value = sent;
    this.idMember = idMember;
    this.line = line;
    this.bytes = bytes;
    this.#sent = value;
    this.#text = text;
  }

  bodyOf(contentType: string | undefined): DecodedBody | undefined {
    return readJsonBody(
      { body: ownMember(this.#sent, 'body'), bodyEncoding: ownMember(this.#sent, 'bodyEncoding') },
      contentType,
      () => memberText(this.#text, 'body') ?? 'null',
    );
  }
}

function lineTooLong(max: number): RefusedItem {
  return {
    slug: 'limit-exceeded',
    detail: `The line is longer than ${countOf(max, 'byte')}, the limit maxLineBytes`,
    extensions: { limit: 'maxLineBytes', max },
  };
}

function toSent(parsed: ParsedLine, place: LinePlace, base: NativeBase | undefined): SentLine | RefusedItem {
  const { value } = parsed;
  const toOperation = (sent: unknown): unknown => (base === undefined ? sent : toNativeRequest(sent, base));
  if (!isObject(value) || !Object.hasOwn(value, 'custom_id'))
    return new SentLine(parsed, place, { sent: toOperation(value), idMember: undefined });
  const { custom_id: customId, ...others } = value;
  const isOnlyName = !Object.hasOwn(others, 'id') || others['id'] === customId;
  if (isOnlyName) {
    const sent = toOperation({ ...others, id: customId });
    return new SentLine(parsed, place, { sent, idMember: 'custom_id' });
  }
  const detail = 'The line has an id and another custom_id; they are two names of one member';
  return {
    slug: 'invalid-operation',
    detail: 'The operation has 1 issue; it did not run',
    extensions: { errors: [{ pointer: '#/custom_id', code: 'ambiguous-id', detail }] },
  };
}
