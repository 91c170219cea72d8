import { describe, expect, test } from '@jest/globals';
import { BatchProblem } from '@multistatus/core';
import { readRequestHeaders } from '#odata/request/request-headers.js';

const CONTEXT = { envelope: { host: 'api.example', authorization: 'Bearer a' }, place: 'Request 3' };

function read(method: string, headers: Readonly<Record<string, string>>, envelope = {}) {
  return readRequestHeaders(method, Object.entries(headers), {
    ...CONTEXT,
    envelope: { ...CONTEXT.envelope, ...envelope },
  });
}

function refusal(method: string, headers: Readonly<Record<string, string>>): string {
  try {
    read(method, headers);
  } catch (error) {
    if (error instanceof BatchProblem) return `${error.problem.status} ${error.message}`;
  }
  return 'none';
}

describe('readRequestHeaders', () => {
  test('returns names in lower case, without fields of the message', () => {
    const headers = {
      'Content-Type': 'application/json',
      Host: 'API.example:443',
      Authorization: 'Bearer a',
      'MIME-Version': '1.0',
      'Content-Transfer-Encoding': 'binary',
      'Content-ID': '1',
      'Content-Length': '21',
      From: 'a@b.example',
      Range: 'bytes=0-1',
      'If-Match': '*',
    };
    expect(read('patch', headers)).toEqual({
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': '*' },
    });
  });

  test('joins repeated fields', () => {
    const fields = [
      ['Prefer', 'return=minimal'],
      ['prefer', 'a'],
    ] as const;
    expect(readRequestHeaders('GET', fields, CONTEXT).headers).toEqual({ prefer: 'return=minimal, a' });
  });

  test('a name that objects have by themselves is a field', () => {
    const { headers } = readRequestHeaders('GET', [['__proto__', 'a']], CONTEXT);
    expect(Object.keys(headers)).toEqual(['__proto__']);
  });

  test('requests take the version of the batch, unless they have their own', () => {
    const envelope = { 'odata-version': '4.0', 'odata-maxversion': '4.01', accept: 'multipart/mixed' };
    expect(read('GET', { 'OData-Version': '4.01' }, envelope).headers).toEqual({
      'odata-version': '4.01',
      'odata-maxversion': '4.01',
    });
  });

  test.each([
    ['MERGE', {}, 'PATCH'],
    ['POST', { 'x-http-method': 'MERGE' }, 'PATCH'],
    ['POST', { 'X-HTTP-Method': 'delete' }, 'DELETE'],
    ['POST', { 'X-HTTP-Method-Override': 'PUT' }, 'PUT'],
    ['MERGE', { 'x-http-method': 'MERGE' }, 'PATCH'],
    ['GET', { 'x-http-method': 'GET' }, 'GET'],
  ])('%s with %j is %s', (method, headers, expected) => {
    expect(read(method, headers as Record<string, string>)).toEqual({ method: expected, headers: {} });
  });

  test.each([
    ['GET', { 'x-http-method': 'DELETE' }, 'x-http-method may replace the method POST, not GET'],
    ['GET', { Host: 'other.example' }, 'The Host is not that of the batch'],
    [
      'GET',
      { Authorization: 'Bearer b' },
      'The Authorization is not that of the batch; send it only with the batch',
    ],
  ])('%s with %j is refused', (method, headers, detail) => {
    expect(refusal(method, headers as Record<string, string>)).toBe(`400 Request 3: ${detail}`);
  });

  test('an Authorization is refused if the batch has none', () => {
    const read = (): unknown =>
      readRequestHeaders('GET', [['authorization', 'Bearer a']], { envelope: {}, place: 'Part 1' });
    expect(read).toThrow(BatchProblem);
  });
});
