import { BatchProblem, type DecodeContext } from '@multistatus/core';
import { firstValue, parseMediaType } from '@multistatus/wire';
import {
  boundaryOf,
  type HttpRequest,
  MultipartError,
  type Part,
  readHttpRequest,
  readMultipart,
} from '@multistatus/wire/multipart';
import { quote, refuseRequest } from '../request/refuse-request.js';

/** A request as it was sent. */
export interface SentRequest extends HttpRequest {
  /** From 1: the number of its part in the batch. */
  readonly part: number;
  /** From 1: its number in the changeset; `undefined` outside of one. */
  readonly member: number | undefined;
  /** Names it in messages: `Part 3`, `Part 3.1`. */
  readonly place: string;
  /** The Content-ID of the part. */
  readonly partId: string | undefined;
}

/** A part of a batch: a request, or a changeset. */
export type Unit =
  | { readonly kind: 'request'; readonly request: SentRequest }
  | { readonly kind: 'changeset'; readonly part: number; readonly members: readonly SentRequest[] };

/** The most bytes in the head of a part, and in that of a request: more than Node.js takes in the head of a request. */
const MAX_HEAD_BYTES = 65_536;

/** The encodings that leave the bytes as they are (RFC 2045 section 6.2). */
const PLAIN_ENCODINGS: ReadonlySet<string> = new Set(['binary', '8bit', '7bit']);

/**
 * Returns the parts of a batch in `multipart/mixed`.
 *
 * @throws {BatchProblem} that names the part, if one is not a request or a changeset, or if there are too many.
 */
export function readUnits(bytes: Uint8Array, { headers, limits }: DecodeContext): Unit[] {
  const boundary = boundaryOf(firstValue(headers['content-type']));
  if (boundary === undefined) {
    throw new BatchProblem('malformed-batch', 'The Content-Type multipart/mixed has no boundary');
  }
  const { maxOperations } = limits;
  let count = 0;
  return readParts(bytes, boundary, { maxParts: maxOperations }).map((part, _index, parts): Unit => {
    const { number } = part;
    const place = `Part ${number}`;
    const type = typeOf(part);
    if (type === 'application/http')
      return { kind: 'request', request: toRequest(part, { part: number, member: undefined, place }) };
    if (type !== 'multipart/mixed') throw wrongType(place, part, 'application/http or multipart/mixed');
    const inner = boundaryOf(part.headers['content-type']);
    if (inner === undefined) throw refuseRequest(place, 'The changeset has no boundary');
    const members = readParts(part.body, inner, { maxParts: maxOperations, place }).map((member) =>
      toMember(member, number),
    );
    // It has no part in the answer, in which clients find the others by their position.
    if (members.length === 0 && parts.length > 1) throw refuseRequest(place, 'The changeset has no requests');
    // Before the next changeset is read: all of them together may have many more requests.
    count += members.length;
    if (count > maxOperations)
      throw tooMany(`${place}: There are more than ${maxOperations} requests`, maxOperations);
    return { kind: 'changeset', part: number, members };
  });
}

function toMember(part: Part, number: number): SentRequest {
  const place = `Part ${number}.${part.number}`;
  if (typeOf(part) !== 'application/http') throw wrongType(place, part, 'application/http');
  return toRequest(part, { part: number, member: part.number, place });
}

function toRequest(part: Part, at: Pick<SentRequest, 'part' | 'member' | 'place'>): SentRequest {
  const encoding = part.headers['content-transfer-encoding']?.toLowerCase() ?? 'binary';
  if (!PLAIN_ENCODINGS.has(encoding)) {
    throw refuseRequest(
      at.place,
      `The Content-Transfer-Encoding ${quote(encoding)} is not supported; send binary`,
    );
  }
  const request = refusing(at.place, () => readHttpRequest(part.body, { maxHeadBytes: MAX_HEAD_BYTES }));
  return { ...request, ...at, partId: part.headers['content-id'] };
}

function typeOf(part: Part): string | undefined {
  return parseMediaType(part.headers['content-type'])?.type;
}

function wrongType(place: string, { headers }: Part, expected: string): BatchProblem {
  const sent = headers['content-type'];
  const subject = sent === undefined ? 'The Content-Type is missing' : `The Content-Type is ${quote(sent)}`;
  return refuseRequest(place, `${subject}; it must be ${expected}`);
}

/** Returns the parts in these bytes: those of the batch, or of the changeset that `place` names. */
function readParts(
  bytes: Uint8Array,
  boundary: string,
  { maxParts, place }: { readonly maxParts: number; readonly place?: string },
): Part[] {
  return refusing(place, () => readMultipart(bytes, boundary, { maxParts, maxHeadBytes: MAX_HEAD_BYTES }));
}

/** Returns what `read` returns. What it cannot read is refused as the fault of the part that `place` names. */
function refusing<Result>(place: string | undefined, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof MultipartError) throw toProblem(error, place);
    throw error;
  }
}

function toProblem({ message, part, limit }: MultipartError, place: string | undefined): BatchProblem {
  const where = [place ?? 'Part', part].join(place === undefined ? ' ' : '.');
  const text = message.replace(/^part \d+: /, '');
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  const detail =
    part === undefined && place === undefined
      ? sentence
      : `${part === undefined ? place : where}: ${sentence}`;
  if (limit === undefined) return new BatchProblem('malformed-batch', detail);
  const { name, max } = limit;
  return name === 'maxParts' ? tooMany(detail, max) : new BatchProblem('limit-exceeded', detail);
}

function tooMany(detail: string, max: number): BatchProblem {
  return new BatchProblem('limit-exceeded', `${detail}; the limit maxOperations is ${max}`, {
    extensions: { limit: 'maxOperations', max },
  });
}
