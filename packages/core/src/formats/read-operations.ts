import { countOf, isObject } from '@multistatus/wire';
import type { UrlBase } from '../operation/to-local-url.js';
import type { SentOperation, SentRequest, StreamDecodeContext } from './batch-stream-decoder.js';
import { byteCounter } from './byte-counter.js';
import type { RefusedItem } from './item-decoder.js';
import { memberText } from './member-text.js';
import { parseLine } from './parse-line.js';
import { readJsonBody } from './read-json-body.js';
import { readLines } from './read-lines.js';
import { toNativeRequest } from './to-native-request.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Yields the operations of a batch in JSON Lines, and holds one line in memory at a time. A line is an operation as among the
 * `requests` of a batch in JSON; `custom_id` is another name of `id`. A line that cannot be read is yielded with a problem.
 *
 * @throws {BatchProblem} `limit-exceeded` for more than `maxBodyBytes`.
 */
export async function* readOperations(
  stream: AsyncIterable<Uint8Array | string>,
  { limits: { maxLineBytes, maxBodyBytes, maxJsonDepth }, root, headers }: StreamDecodeContext,
): AsyncGenerator<SentOperation, void, undefined> {
  for await (const { number, bytes } of readLines(stream, {
    maxLineBytes,
    onBytes: byteCounter(maxBodyBytes),
  })) {
    const read = bytes === undefined ? lineTooLong(maxLineBytes) : readOperation(bytes, number, maxJsonDepth);
    const sent = root === undefined ? read : toNative(read, { root, headers });
    yield { ...sent, line: number, bytes: bytes?.byteLength ?? 0 };
  }
}

/** `$id` always names another line: not all lines are known yet. */
function toNative(read: SentRequest | RefusedItem, base: UrlBase): SentRequest | RefusedItem {
  return 'value' in read
    ? { ...read, value: toNativeRequest(read.value, { ...base, isId: () => true }) }
    : read;
}

function lineTooLong(max: number): RefusedItem {
  return {
    slug: 'limit-exceeded',
    detail: `The line is longer than ${countOf(max, 'byte')}, the limit maxLineBytes`,
    extensions: { limit: 'maxLineBytes', max },
  };
}

function readOperation(bytes: Uint8Array, number: number, maxJsonDepth: number): SentRequest | RefusedItem {
  const parsed = parseLine(bytes, { number, maxJsonDepth, what: 'operation', tooLarge: 'limit-exceeded' });
  if (!('value' in parsed)) return parsed;
  const { value, text } = parsed;
  const members: Members = isObject(value) ? value : {};
  const bodyOf: SentRequest['bodyOf'] = (contentType) =>
    readJsonBody(
      { body: own(members, 'body'), bodyEncoding: own(members, 'bodyEncoding') },
      contentType,
      () => memberText(text, 'body') ?? 'null',
    );
  if (!Object.hasOwn(members, 'custom_id')) return { value, bodyOf };
  const { custom_id: customId, ...others } = members;
  const isOnlyName = !Object.hasOwn(others, 'id') || others['id'] === customId;
  if (isOnlyName) return { value: { ...others, id: customId }, bodyOf, idMember: 'custom_id' };
  const detail = 'The line has an id and another custom_id; they are two names of one member';
  return {
    slug: 'invalid-operation',
    detail: 'The operation has 1 issue; it did not run',
    extensions: { errors: [{ pointer: '#/custom_id', code: 'ambiguous-id', detail }] },
  };
}

function own(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
