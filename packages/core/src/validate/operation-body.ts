import { isJsonType, isUtf8, type MediaType } from '@multistatus/wire';
import type { DecodedBody } from '../formats/batch-decoder.js';
import { toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';
import { toUtf8 } from './to-utf8.js';

/** Methods for which content in a request has no defined meaning (RFC 9110 section 9.3). */
const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);

const DEFAULT_TYPES = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  bytes: 'application/octet-stream',
};

/** The operation that a body belongs to. */
export interface BodyContext {
  readonly index: number;
  /** In upper case. */
  readonly method: string;
  /** Its own Content-Type, which may be malformed. */
  readonly contentType: string | undefined;
  /** That Content-Type, parsed; `undefined` if there is none or it is malformed. */
  readonly mediaType: MediaType | undefined;
}

/** The body of an operation as it is dispatched. */
export interface OperationBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/**
 * Returns the bytes and content type of a body, or adds an issue and returns `undefined` if it cannot be dispatched.
 *
 * @throws {TypeError} if `bodyOf` of the format has returned something else than a body.
 */
export function readOperationBody(
  body: DecodedBody,
  { index, method, contentType, mediaType }: BodyContext,
  issues: IssueCollector,
): OperationBody | undefined {
  // Before the method is checked: such a request may have no body at all.
  if (body.kind === 'invalid' && body.member === 'bodyEncoding') {
    issues.add(toPointer('requests', index, body.member), body.code, body.detail);
    return undefined;
  }
  if (METHODS_WITHOUT_BODY.has(method)) {
    issues.add(toPointer('requests', index, 'body'), 'body-not-allowed', `${method} takes no body`);
    return undefined;
  }
  if (contentType !== undefined && mediaType === undefined) {
    const pointer = toPointer('requests', index, 'headers', 'content-type');
    issues.add(pointer, 'invalid-content-type', 'content-type must be a media type');
    return undefined;
  }
  if (body.kind === 'invalid') {
    issues.add(toPointer('requests', index, body.member), body.code, body.detail);
    return undefined;
  }
  if (body.kind !== 'bytes' && !isUtf8(mediaType?.charset)) {
    const pointer = toPointer('requests', index, 'headers', 'content-type');
    const detail = 'A JSON or text body must be UTF-8; for another charset, set bodyEncoding to "base64"';
    issues.add(pointer, 'unsupported-charset', detail);
    return undefined;
  }
  return { bytes: bytesOf(body), contentType: contentType ?? DEFAULT_TYPES[body.kind] };
}

/** Returns why a reference cannot be the whole body of an operation, or `undefined` if it can. */
export function findWholeBodyIssue(
  body: DecodedBody | undefined,
  { method, contentType, mediaType }: BodyContext,
): string | undefined {
  if (METHODS_WITHOUT_BODY.has(method)) return `${method} takes no body`;
  if (body !== undefined)
    return 'A reference cannot replace a body; omit it, or put null there as a placeholder';
  if (contentType === undefined) return undefined;
  const { type, charset } = mediaType ?? { type: '', charset: undefined };
  if ((isJsonType(type) || type.startsWith('text/')) && isUtf8(charset)) return undefined;
  return 'A reference can only be a body of JSON or text/*, in UTF-8';
}

function bytesOf(body: Exclude<DecodedBody, { kind: 'invalid' }>): Uint8Array {
  if (body.kind === 'bytes' && body.bytes instanceof Uint8Array) return body.bytes;
  if (body.kind === 'json' && body.bytes instanceof Uint8Array) return body.bytes;
  if ((body.kind === 'json' || body.kind === 'text') && typeof body.text === 'string')
    return toUtf8(body.text);
  throw new TypeError(
    'bodyOf of a format must return a body of kind json, text, bytes or invalid, or undefined',
  );
}
