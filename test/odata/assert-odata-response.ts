import assert from 'node:assert/strict';

/** What a validator of OData looks at in one response, in either form of an answer. */
export interface SeenResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const BASE64URL = /^[A-Za-z0-9_-]*$/;
/** Header fields that a response in a batch must not have (OData 4.01 section 11.7.7). */
const OF_THE_MESSAGE = ['authorization', 'connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/**
 * Checks a response against the rules of OData 4.01 that hold for all of them: sections 8.2 and 9 of the protocol, 19.2 and 21.1 of the
 * JSON format.
 */
export function assertODataResponse({ status, headers, body }: SeenResponse): void {
  assert.ok(Number.isInteger(status) && status >= 200 && status <= 599, `status ${status}`);
  assert.notEqual(status, 202, 'nothing is answered later');
  for (const [name, value] of Object.entries(headers)) {
    assert.match(name, TOKEN);
    assert.match(value, /^[\x20-\x7e\x80-\xff]*$/);
    assert.ok(!OF_THE_MESSAGE.includes(name), name);
  }
  if (status === 204 || status === 304) assert.equal(body, undefined, 'no content');
  const type = headers['content-type'];
  if (body !== undefined) assert.ok(type !== undefined, 'a body has a type');
  if (headers['location'] !== undefined)
    assert.ok(!headers['location'].startsWith('$'), 'no reference is left');
}

/** Checks the body of a JSON response (OData 4.01 JSON section 19.2). */
export function assertJsonBody({ headers, body }: SeenResponse): void {
  const type = headers['content-type'] ?? '';
  if (body === undefined || /^application\/json\b/.test(type)) return;
  assert.equal(typeof body, 'string', type);
  if (!type.startsWith('text/')) assert.match(body as string, BASE64URL, type);
}

/** Checks an error (OData 4.01 JSON section 21.1). */
export function assertODataError(value: unknown): void {
  assert.ok(typeof value === 'object' && value !== null);
  assert.deepEqual(Object.keys(value), ['error']);
  const { error } = value as { readonly error: Readonly<Record<string, unknown>> };
  for (const name of Object.keys(error)) {
    assert.ok(['code', 'message', 'target', 'details', 'innererror'].includes(name), name);
  }
  for (const name of ['code', 'message']) assertText(error[name], name);
  const { details = [] } = error;
  assert.ok(Array.isArray(details));
  for (const detail of details as readonly Readonly<Record<string, unknown>>[]) {
    for (const name of ['code', 'message']) assertText(detail[name], name);
    if (detail['target'] !== undefined) assertText(detail['target'], 'target');
  }
}

function assertText(value: unknown, name: string): void {
  assert.ok(typeof value === 'string' && value !== '', `${name} is a text`);
}
