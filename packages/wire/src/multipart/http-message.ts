import { isToken } from '../field-syntax.js';
import { asUtf8 } from './latin-1.js';
import { MultipartError } from './multipart-error.js';
import { type Field, readFields, trimBlanks } from './read-fields.js';
import { readHead } from './read-head.js';

/** Bounds of what is read. */
export interface MessageLimits {
  /** The most bytes that the head may have. */
  readonly maxHeadBytes: number;
}

/** An HTTP request in the body of an `application/http` part (RFC 9112 section 10.2). */
export interface HttpRequest {
  /** As sent. */
  readonly method: string;
  /** What stands between method and version, decoded as UTF-8, or as Latin-1 if it is not valid UTF-8. It may contain spaces. */
  readonly target: string;
  /** The header fields as sent, unfolded and trimmed, in their order. */
  readonly fields: readonly Field[];
  /**
   * What follows the head, a view of the bytes that were passed in. The Content-Length of the message is ignored: clients
   * send wrong ones. Several write empty lines around the body: {@link withoutOuterLineBreaks} removes them.
   */
  readonly body: Uint8Array;
}

/** An HTTP response in the body of an `application/http` part (RFC 9112 section 10.2). */
export interface HttpResponse {
  /** The status code of the status line, 100 to 999. */
  readonly status: number;
  /** Empty if there is none. */
  readonly reason: string;
  /** As in {@link HttpRequest}. */
  readonly fields: readonly Field[];
  /** As in {@link HttpRequest}. */
  readonly body: Uint8Array;
}

const VERSION = /[\t ]HTTP\/(\S*)$/i;
const HTTP_1 = /^1\.\d$/;
const STATUS_LINE = /^HTTP\/1\.\d[\t ]+([1-9]\d\d)(?:[\t ](.*))?$/i;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Returns the request in an `application/http` part. Takes LF for CRLF, folded fields, empty lines before the request line,
 * a request line without version, and a head that ends the part.
 *
 * @throws {MultipartError} if it is not an HTTP/1.x request, or its head exceeds `maxHeadBytes`.
 */
export function readHttpRequest(bytes: Uint8Array, limits: MessageLimits): HttpRequest {
  const { startLine, fields, body } = readMessage(bytes, limits);
  const space = startLine.search(/[\t ]/);
  const method = space === -1 ? startLine : startLine.slice(0, space);
  // The space before the version stays, so that the version is found also where there is no URL.
  const rest = startLine.slice(method.length);
  const version = VERSION.exec(rest);
  if (!isToken(method)) throw new MultipartError(`the request line ${quote(startLine)} has no method`);
  if (version !== null && !HTTP_1.test(version[1] ?? '')) {
    throw new MultipartError(`the request line ${quote(startLine)} is not of HTTP/1.0 or 1.1`);
  }
  const target = trimBlanks(version === null ? rest : rest.slice(0, version.index));
  if (target === '') throw new MultipartError(`the request line ${quote(startLine)} has no URL`);
  return { method, target: asUtf8(target), fields, body };
}

/**
 * Returns the response in an `application/http` part. Takes what {@link readHttpRequest} takes, and a status line without
 * a reason phrase.
 *
 * @throws {MultipartError} if it is not an HTTP/1.x response, or its head exceeds `maxHeadBytes`.
 */
export function readHttpResponse(bytes: Uint8Array, limits: MessageLimits): HttpResponse {
  const { startLine, fields, body } = readMessage(bytes, limits);
  const match = STATUS_LINE.exec(startLine);
  if (match === null) throw new MultipartError(`${quote(startLine)} is not a status line of HTTP/1.0 or 1.1`);
  return { status: Number(match[1]), reason: asUtf8(trimBlanks(match[2] ?? '')), fields, body };
}

/**
 * Returns a view of a body without line breaks at its start and end. Call it for bodies in which they mean nothing: JSON,
 * XML, and the body of a message that should have none.
 */
export function withoutOuterLineBreaks(body: Uint8Array): Uint8Array {
  let end = body.length;
  while (end > 0 && isLineBreak(body[end - 1])) end -= 1;
  return withoutLeadingLineBreaks(body.subarray(0, end));
}

function withoutLeadingLineBreaks(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (isLineBreak(bytes[start])) start += 1;
  return bytes.subarray(start);
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

function readMessage(bytes: Uint8Array, { maxHeadBytes }: MessageLimits) {
  const message = withoutLeadingLineBreaks(bytes);
  if (message.length === 0) throw new MultipartError('there is no HTTP message');
  const { lines, body } = readHead(message, maxHeadBytes);
  return { startLine: trimEnd(lines[0] ?? ''), fields: readFields(lines.slice(1)), body };
}

function trimEnd(line: string): string {
  return trimBlanks(`.${line}`).slice(1);
}

function quote(line: string): string {
  return JSON.stringify(line.slice(0, 100));
}
