import { describe, expect, test } from '@jest/globals';
import type { DecodedBody } from '#core/formats/batch-decoder.js';
import type { Issue } from '#core/problem/issue.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { type BodyContext, type OperationBody, readOperationBody } from '#core/validate/operation-body.js';
import { parseMediaType } from '#wire/media-type.js';

const JSON_BODY: DecodedBody = { kind: 'json', text: '{"é":1}' };
const TEXT_BODY: DecodedBody = { kind: 'text', text: 'é' };
const BYTES: DecodedBody = { kind: 'bytes', bytes: Uint8Array.of(0xe9) };
const INVALID_BODY: DecodedBody = { kind: 'invalid', member: 'body', code: 'bad-body', detail: 'Bad' };
const INVALID_ENCODING: DecodedBody = { ...INVALID_BODY, member: 'bodyEncoding', code: 'bad-encoding' };

function read(
  body: DecodedBody,
  context: Partial<Omit<BodyContext, 'mediaType'>> = {},
): { body: OperationBody | undefined; issues: readonly Issue[] } {
  const issues = new IssueCollector();
  const full = { index: 2, method: 'POST', contentType: undefined, ...context };
  const mediaType = parseMediaType(full.contentType);
  return { body: readOperationBody(body, { ...full, mediaType }, issues), issues: issues.found };
}

describe('readOperationBody', () => {
  test.each<[body: DecodedBody, contentType: string | undefined, sent: [type: string, bytes: Uint8Array]]>([
    [JSON_BODY, undefined, ['application/json', Buffer.from('{"é":1}')]],
    [JSON_BODY, 'application/merge-patch+json', ['application/merge-patch+json', Buffer.from('{"é":1}')]],
    [
      JSON_BODY,
      'application/json; charset=UTF-8',
      ['application/json; charset=UTF-8', Buffer.from('{"é":1}')],
    ],
    [TEXT_BODY, undefined, ['text/plain; charset=utf-8', Buffer.from('é')]],
    [TEXT_BODY, 'text/csv', ['text/csv', Buffer.from('é')]],
    [BYTES, undefined, ['application/octet-stream', Buffer.of(0xe9)]],
    [BYTES, 'text/a; charset=latin1', ['text/a; charset=latin1', Buffer.of(0xe9)]],
  ])('returns the bytes of %j with the type %j', (decoded, contentType, [type, bytes]) => {
    const { body, issues } = read(decoded, { contentType });
    expect(issues).toEqual([]);
    expect(body?.contentType).toBe(type);
    expect([...(body?.bytes ?? [])]).toEqual([...bytes]);
  });

  test('returns the bytes that a JSON body has already, and does not read its text', () => {
    const bytes = Buffer.from('[1]');
    const body = {
      kind: 'json',
      bytes,
      get text(): string {
        throw new Error('its text was read');
      },
    } as const;
    expect(read(body).body).toEqual({ bytes, contentType: 'application/json' });
    expect(read(body).body?.bytes).toBe(bytes);
  });

  test.each<[body: DecodedBody, method: string, contentType: string | undefined, issue: string]>([
    [JSON_BODY, 'GET', undefined, '#/requests/2/body body-not-allowed'],
    [TEXT_BODY, 'HEAD', undefined, '#/requests/2/body body-not-allowed'],
    [BYTES, 'DELETE', undefined, '#/requests/2/body body-not-allowed'],
    [JSON_BODY, 'POST', 'nonsense', '#/requests/2/headers/content-type invalid-content-type'],
    [JSON_BODY, 'POST', '', '#/requests/2/headers/content-type invalid-content-type'],
    [BYTES, 'POST', '/', '#/requests/2/headers/content-type invalid-content-type'],
    [JSON_BODY, 'POST', 'text/a; charset=utf-16', '#/requests/2/headers/content-type unsupported-charset'],
    [TEXT_BODY, 'POST', 'text/a; charset=latin1', '#/requests/2/headers/content-type unsupported-charset'],
    [INVALID_BODY, 'POST', undefined, '#/requests/2/body bad-body'],
    [INVALID_ENCODING, 'POST', undefined, '#/requests/2/bodyEncoding bad-encoding'],
    // Of several issues, the first in the order: encoding, method, content type, body.
    [INVALID_ENCODING, 'GET', 'nonsense', '#/requests/2/bodyEncoding bad-encoding'],
    [INVALID_BODY, 'GET', 'nonsense', '#/requests/2/body body-not-allowed'],
    [INVALID_BODY, 'POST', 'nonsense', '#/requests/2/headers/content-type invalid-content-type'],
    [INVALID_BODY, 'POST', 'text/a; charset=latin1', '#/requests/2/body bad-body'],
  ])('finds in %j for %s with the type %j: %s', (decoded, method, contentType, issue) => {
    const { body, issues } = read(decoded, { method, contentType });
    expect(body).toBeUndefined();
    expect(issues.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([issue]);
  });
});
