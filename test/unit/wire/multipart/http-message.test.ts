import { describe, expect, test } from '@jest/globals';
import { readHttpRequest, readHttpResponse, withoutOuterLineBreaks } from '#wire/multipart/http-message.js';
import { MultipartError } from '#wire/multipart/multipart-error.js';

const LIMITS = { maxHeadBytes: 200 };

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function request(...lines: readonly string[]) {
  return readHttpRequest(Buffer.from(lines.join('\r\n')), LIMITS);
}

function response(...lines: readonly string[]) {
  return readHttpResponse(Buffer.from(lines.join('\r\n')), LIMITS);
}

describe('request lines', () => {
  test.each<[line: string, method: string, target: string]>([
    ['GET /x HTTP/1.1', 'GET', '/x'],
    ['GET People HTTP/1.0', 'GET', 'People'],
    ['MERGE People(1)?$select=a HTTP/1.1', 'MERGE', 'People(1)?$select=a'],
    ['POST $1/Orders HTTP/1.1', 'POST', '$1/Orders'],
    ['GET http://api.example.org/x HTTP/1.1', 'GET', 'http://api.example.org/x'],
    ["GET People?$filter=Name eq 'x  y \u00e9' HTTP/1.1", 'GET', "People?$filter=Name eq 'x  y \u00e9'"],
    ['GET /x', 'GET', '/x'],
    ['GET /x y', 'GET', '/x y'],
    ['GET   /x \t HTTP/1.1 \t', 'GET', '/x'],
    ['GET\t/x\tHTTP/1.1', 'GET', '/x'],
    ['GET /x http/1.1', 'GET', '/x'],
    ['GET /x HTTP/1.1/y HTTP/1.1', 'GET', '/x HTTP/1.1/y'],
    ['get /xHTTP/1.1', 'get', '/xHTTP/1.1'],
  ])('%s', (line, method, target) => {
    expect(request(line, '', '')).toEqual({ method, target, fields: [], body: Buffer.of() });
  });

  test('a URL that is not UTF-8 is read as Latin-1', () => {
    expect(readHttpRequest(Buffer.from('GET /\xe9 HTTP/1.1\r\n\r\n', 'latin1'), LIMITS).target).toBe(
      '/\u00e9',
    );
  });

  test.each<[line: string, message: string]>([
    ['/x HTTP/1.1', 'the request line "/x HTTP/1.1" has no method'],
    [' GET /x HTTP/1.1', 'the request line " GET /x HTTP/1.1" has no method'],
    ['People(1) HTTP/1.1', 'the request line "People(1) HTTP/1.1" has no method'],
    ['{"a":1}', 'the request line "{\\"a\\":1}" has no method'],
    ['G\u00c9T /x HTTP/1.1', 'the request line "G\u00c3\u0089T /x HTTP/1.1" has no method'],
    ['GET', 'the request line "GET" has no URL'],
    ['GET HTTP/1.1', 'the request line "GET HTTP/1.1" has no URL'],
    ['GET /x HTTP/9', 'the request line "GET /x HTTP/9" is not of HTTP/1.0 or 1.1'],
    ['GET /x HTTP/9.9', 'the request line "GET /x HTTP/9.9" is not of HTTP/1.0 or 1.1'],
    ['GET /x HTTP/2', 'the request line "GET /x HTTP/2" is not of HTTP/1.0 or 1.1'],
    ['GET /x HTTP/', 'the request line "GET /x HTTP/" is not of HTTP/1.0 or 1.1'],
    ['GET /x\0 HTTP/1.1', 'the head has a control character'],
    ['GET /x\ry HTTP/1.1', 'the head has a control character'],
  ])('%j is refused', (line, message) => {
    expect(() => request(line, '', '')).toThrow(new MultipartError(message));
  });
});

describe('heads and bodies', () => {
  test('fields in their order, with their names as sent', () => {
    const { fields, body } = request(
      'PUT /x HTTP/1.1',
      'B:1',
      'a: 2',
      ' 3',
      'B: 4',
      'Content-Length: 1',
      '',
      'body',
      '',
    );
    expect(fields).toEqual([
      ['B', '1'],
      ['a', '2 3'],
      ['B', '4'],
      ['Content-Length', '1'],
    ]);
    expect(textOf(body)).toBe('body\r\n');
  });

  test('empty lines before the request line are ignored', () => {
    expect(request('', '', 'GET /x', '', '').target).toBe('/x');
  });

  test('the head may end the part', () => {
    expect(request('GET /x HTTP/1.1', 'A: x', '')).toMatchObject({ fields: [['A', 'x']], body: Buffer.of() });
  });

  test('LF only', () => {
    const { fields, body } = readHttpRequest(Buffer.from('\nPUT /x\nA: x\n\nbody\n\n'), LIMITS);
    expect([fields, textOf(body)]).toEqual([[['A', 'x']], 'body\n\n']);
  });

  test.each<[name: string, lines: string[], message: string]>([
    ['nothing', [''], 'there is no HTTP message'],
    ['empty lines only', ['', '', ''], 'there is no HTTP message'],
    ['a head without end', ['GET /x HTTP/1.1', 'A: x'], 'the head does not end with an empty line'],
    ['a request line without end', ['GET /x HTTP/1.1'], 'the head does not end with an empty line'],
    ['no field', ['GET /x HTTP/1.1', 'x', ''], '"x" is not a header field'],
    ['a fold of the request line', ['GET /x HTTP/1.1', ' A: x', ''], '" A: x" is not a header field'],
    ['a long head', ['GET /x HTTP/1.1', `A: ${'x'.repeat(200)}`, ''], 'the head is longer than 200 bytes'],
  ])('%s is refused', (_, lines, message) => {
    expect(() => request(...lines)).toThrow(new MultipartError(message));
  });
});

describe('status lines', () => {
  test.each<[line: string, status: number, reason: string]>([
    ['HTTP/1.1 200 OK', 200, 'OK'],
    ['HTTP/1.0 404 Not  Found ', 404, 'Not  Found'],
    ['HTTP/1.1 204 ', 204, ''],
    ['HTTP/1.1 204', 204, ''],
    ['http/1.1  599 \u00e9', 599, '\u00e9'],
  ])('%s', (line, status, reason) => {
    expect(response(line, '', '')).toEqual({ status, reason, fields: [], body: Buffer.of() });
  });

  test.each([
    'HTTP/1.1',
    'HTTP/1.1 20 OK',
    'HTTP/1.1 2000',
    'HTTP/1.1 099',
    'HTTP/2 200',
    '200 OK',
    'GET /x HTTP/1.1',
  ])('%s is refused', (line) => {
    expect(() => response(line, '', '')).toThrow(`"${line}" is not a status line of HTTP/1.0 or 1.1`);
  });
});

test.each([
  ['', ''],
  ['\r\n\n\r', ''],
  ['\r\n{"a":\r\n1}\r\n\r\n', '{"a":\r\n1}'],
  [' a ', ' a '],
])('the line breaks around %j are removed', (body, expected) => {
  expect(textOf(withoutOuterLineBreaks(Buffer.from(body)))).toBe(expected);
});
