import assert from 'node:assert/strict';
import type { RunningHost, WireAnswer, WireRequest } from './case.js';
import type { Echo } from './echo-of.js';

/** One entry of `responses` of OData or Microsoft Graph. */
export interface ProtocolResponse {
  readonly id: string;
  readonly atomicityGroup?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer with its responses. */
export interface ProtocolAnswer {
  readonly answer: WireAnswer;
  readonly text: string;
  readonly responses: readonly ProtocolResponse[];
}

const MEMBERS = ['id', 'atomicityGroup', 'status', 'headers', 'body'];

/** Posts a batch in JSON, as a value or as text. */
export function postRequests(
  host: RunningHost,
  requests: readonly unknown[] | string,
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  return host.exchange({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof requests === 'string' ? requests : JSON.stringify({ requests }),
  });
}

/** Posts a batch in JSON and returns the responses, which have the members of OData and no others. */
export async function runRequests(
  host: RunningHost,
  requests: readonly unknown[] | string,
  headers?: WireRequest['headers'],
): Promise<ProtocolAnswer> {
  const answer = await postRequests(host, requests, headers);
  const text = Buffer.from(answer.bytes).toString('utf8');
  assert.equal(answer.status, 200, text);
  assert.equal(answer.headers['content-type'], 'application/json');
  const document = JSON.parse(text) as { readonly responses: readonly ProtocolResponse[] };
  assert.deepEqual(Object.keys(document), ['responses']);
  for (const response of document.responses) {
    const names = Object.keys(response);
    assert.deepEqual(
      names,
      MEMBERS.filter((name) => names.includes(name)),
    );
    assert.equal(typeof response.headers, 'object', 'headers are always an object');
    for (const value of Object.values(response.headers)) assert.equal(typeof value, 'string');
  }
  return { answer, text, responses: document.responses };
}

/** Returns the id and status of each response. */
export function outlineOf({ responses }: ProtocolAnswer): readonly string[] {
  return responses.map(({ id, status }) => `${id} ${status}`);
}

/** Returns what `/echo` has received for the last request. */
export function lastEchoOf({ responses, text }: ProtocolAnswer): Echo {
  const last = responses.at(-1);
  assert.equal(last?.status, 200, text);
  return last.body as Echo;
}

/** What an error of OData or Microsoft Graph says. */
export interface ProtocolError {
  readonly code: string;
  readonly message: string;
  readonly details: readonly { readonly message: string }[];
}

/** Returns the error of a response. */
export function errorOf(response: ProtocolResponse | undefined): ProtocolError {
  assert.ok(response);
  const { headers, body } = response;
  assert.equal(headers['content-type'] ?? headers['Content-Type'], 'application/json');
  return (body as { readonly error: ProtocolError }).error;
}

/** Checks that a batch was refused with an error that has these members, and that nothing has run. Returns what it says. */
export function assertProtocolError(
  host: RunningHost,
  answer: WireAnswer,
  { status, members }: { readonly status: number; readonly members: readonly string[] },
): ProtocolError {
  const text = Buffer.from(answer.bytes).toString('utf8');
  assert.equal(answer.status, status, text);
  assert.equal(answer.headers['content-type'], 'application/json');
  assert.equal(host.calls(), 0, 'nothing has run');
  assert.ok(!text.includes('\n'), 'the error is on one line');
  const document = JSON.parse(text) as { readonly error: ProtocolError };
  assert.deepEqual(Object.keys(document), ['error']);
  assert.deepEqual(Object.keys(document.error), members);
  return document.error;
}
