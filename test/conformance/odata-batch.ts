import assert from 'node:assert/strict';
import type { RunningHost, WireAnswer, WireRequest } from './case.js';
import type { Echo } from './echo-of.js';
import { type AnsweredPart, type AnsweredUnit, readMultipartStrictly } from './read-multipart-strictly.js';

/** What a request of a multipart batch has besides its request line. */
export interface PartContent {
  /** The Content-ID of the part. */
  readonly id?: string;
  /** Header fields of the request, each as a line. */
  readonly fields?: readonly string[];
  /** One character for each byte. */
  readonly body?: string;
}

/** Returns an `application/http` part. */
export function part(requestLine: string, { id, fields = [], body = '' }: PartContent = {}): string {
  const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary'];
  if (id !== undefined) head.push(`Content-ID: ${id}`);
  return [...head, '', `${requestLine} HTTP/1.1`, ...fields, '', body].join('\r\n');
}

/** Returns a part that is a changeset. */
export function changeset(members: readonly string[]): string {
  return `Content-Type: multipart/mixed; boundary=c\r\n\r\n${multipart(members, 'c')}`;
}

/** Returns a multipart body. */
export function multipart(parts: readonly string[], boundary = 'b'): string {
  return `${parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('')}--${boundary}--\r\n`;
}

/** Posts a multipart body as it is; a character is a byte of it. */
export function postMultipart(
  host: RunningHost,
  body: string,
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  const type = { 'content-type': 'multipart/mixed; boundary=b' };
  return host.exchange({
    method: 'POST',
    headers: { ...type, ...headers },
    body: Buffer.from(body, 'latin1'),
  });
}

/** Posts the parts as a batch, and returns those of the answer. */
export async function runParts(
  host: RunningHost,
  parts: readonly string[],
  headers?: WireRequest['headers'],
): Promise<readonly AnsweredUnit[]> {
  return readMultipartStrictly(await postMultipart(host, multipart(parts), headers));
}

/** Returns the Content-ID and status of each answer: in a list of its own for a changeset. */
export function outline(units: readonly AnsweredUnit[]): readonly unknown[] {
  return units.map((unit) => (isChangeset(unit) ? outline(unit) : `${unit.id ?? '-'} ${unit.status}`));
}

/** Returns the answers, without the structure of changesets. */
export function answersOf(units: readonly AnsweredUnit[]): readonly AnsweredPart[] {
  return units.flat();
}

/** Returns what `/echo` has received, from the last answer. */
export function lastEcho(units: readonly AnsweredUnit[]): Echo {
  const { status, body } = answersOf(units).at(-1) as AnsweredPart;
  assert.equal(status, 200, body);
  return JSON.parse(Buffer.from(body, 'latin1').toString()) as Echo;
}

/** Checks that a batch was refused with an error of OData, and that nothing has run. Returns its message. */
export function assertODataError(host: RunningHost, answer: WireAnswer, status: number): string {
  const text = Buffer.from(answer.bytes).toString();
  assert.equal(answer.status, status, text);
  assert.equal(answer.headers['content-type'], 'application/json');
  assert.equal(host.calls(), 0);
  const { error } = JSON.parse(text) as { readonly error: Readonly<Record<string, unknown>> };
  assert.deepEqual(Object.keys(error), ['code', 'message', 'details']);
  return String(error['message']);
}

function isChangeset(unit: AnsweredUnit): unit is readonly AnsweredPart[] {
  return Array.isArray(unit);
}
