import assert from 'node:assert/strict';
import type { WireAnswer } from './case.js';

/** One answer in a multipart answer. */
export interface AnsweredPart {
  /** The Content-ID of the part. */
  readonly id: string | undefined;
  readonly status: number;
  /** With names as sent. A field that occurs more than once is not expected. */
  readonly headers: Readonly<Record<string, string>>;
  /** One character for each byte. */
  readonly body: string;
}

/** A part of a multipart answer: an answer, or those of a changeset that has succeeded. */
export type AnsweredUnit = AnsweredPart | readonly AnsweredPart[];

/** Only letters, digits, `_` and `-`, unquoted, and last: what all clients read. */
const ENVELOPE_TYPE = /^multipart\/mixed; boundary=(batchresponse_[A-Za-z0-9_-]+)$/;
const CHANGESET_HEAD = /^Content-Type: multipart\/mixed; boundary=(changesetresponse_[A-Za-z0-9_-]+)\r\n\r\n/;
const PART_HEAD =
  /^Content-Type: application\/http\r\nContent-Transfer-Encoding: binary\r\n(?:Content-ID: ([^\r\n]+)\r\n)?\r\n/;
const STATUS_LINE = /^HTTP\/1\.1 ([1-9]\d\d) [^\r\n ][^\r\n]*$/;
/** Each word with a capital letter, except for the names that have another usual form. */
const FIELD =
  /^((?:[A-Z][a-z0-9]*(?:-[A-Z0-9][a-z0-9]*)*|Content-ID|ETag|OData-\w+|DataServiceVersion|X-CSRF-Token)): ([^\r\n]+)$/;

/**
 * Returns the parts of an answer in `multipart/mixed`. Accepts only the form that every client of OData reads: the
 * envelope 200, CRLF, nothing before, between and after the parts, and JSON on one line.
 */
export function readMultipartStrictly({ status, headers, bytes }: WireAnswer): readonly AnsweredUnit[] {
  assert.equal(status, 200, Buffer.from(bytes).toString());
  const boundary = ENVELOPE_TYPE.exec(String(headers['content-type']))?.[1];
  assert.ok(boundary !== undefined, String(headers['content-type']));
  return partsOf(Buffer.from(bytes).toString('latin1'), boundary).map((part) => {
    const [head, nested] = CHANGESET_HEAD.exec(part) ?? [];
    return head === undefined || nested === undefined
      ? readAnswer(part)
      : partsOf(part.slice(head.length), nested).map(readAnswer);
  });
}

function partsOf(text: string, boundary: string): readonly string[] {
  const close = `--${boundary}--\r\n`;
  if (text === close) return [];
  const delimiter = `--${boundary}\r\n`;
  assert.ok(text.startsWith(delimiter), `no preamble: ${text.slice(0, 100)}`);
  assert.ok(text.endsWith(`\r\n${close}`), `no epilogue, and a line break at the end: ${text.slice(-100)}`);
  return text.slice(delimiter.length, -close.length - 2).split(`\r\n${delimiter}`);
}

function readAnswer(part: string): AnsweredPart {
  const [head, id] = PART_HEAD.exec(part) ?? [];
  assert.ok(head !== undefined, part);
  const message = part.slice(head.length);
  const end = message.indexOf('\r\n\r\n');
  assert.notEqual(end, -1, part);
  const [statusLine = '', ...lines] = message.slice(0, end).split('\r\n');
  const status = STATUS_LINE.exec(statusLine)?.[1];
  assert.ok(status !== undefined, statusLine);
  const fields = lines.map((line) => {
    const [, name, value] = FIELD.exec(line) ?? [];
    assert.ok(name !== undefined && value !== undefined, line);
    return [name, value] as const;
  });
  const headers = Object.fromEntries(fields);
  assert.equal(Object.keys(headers).length, fields.length, `a field occurs twice: ${lines.join()}`);
  const body = message.slice(end + 4);
  if (headers['Content-Type']?.startsWith('application/json') === true) assert.doesNotMatch(body, /[\r\n]/);
  return { id, status: Number(status), headers, body };
}
