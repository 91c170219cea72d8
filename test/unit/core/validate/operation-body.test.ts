import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ReadBody, readOperationBody } from '#core/validate/operation-body.js';

interface Members {
  readonly body?: unknown;
  readonly bodyEncoding?: unknown;
}

function read(members: Members, contentType?: string): ReadBody {
  return readOperationBody(members, { method: 'POST', contentType });
}

function textOf(body: ReadBody): string {
  return body.kind === 'body' ? Buffer.from(body.bytes).toString('utf8') : JSON.stringify(body);
}

describe('readOperationBody', () => {
  test('gives none where there is none', () => {
    expect(read({})).toEqual({ kind: 'none' });
    expect(readOperationBody({}, { method: 'GET', contentType: 'text/plain' })).toEqual({ kind: 'none' });
  });

  test.each<[members: Members, contentType: string | undefined, sent: readonly [type: string, text: string]]>(
    [
      [{ body: { a: 1 } }, undefined, ['application/json', '{"a":1}']],
      [{ body: null }, undefined, ['application/json', 'null']],
      [{ body: false }, undefined, ['application/json', 'false']],
      [{ body: 'text' }, undefined, ['application/json', '"text"']],
      [{ body: 'text' }, 'application/json', ['application/json', '"text"']],
      [{ body: [1] }, 'application/merge-patch+json', ['application/merge-patch+json', '[1]']],
      [{ body: 'a,b' }, 'text/csv', ['text/csv', 'a,b']],
      [{ body: 'é' }, 'text/plain; charset=UTF-8', ['text/plain; charset=UTF-8', 'é']],
      [{ body: 'YT0x' }, 'application/x-www-form-urlencoded', ['application/x-www-form-urlencoded', 'a=1']],
      [{ body: 'YT0x' }, 'image/png', ['image/png', 'a=1']],
      [{ bodyEncoding: 'text', body: 'é' }, undefined, ['text/plain; charset=utf-8', 'é']],
      [{ bodyEncoding: 'text', body: '{"a": 1}' }, 'application/json', ['application/json', '{"a": 1}']],
      [{ bodyEncoding: 'text', body: 'a' }, 'application/x-a', ['application/x-a', 'a']],
      [{ bodyEncoding: 'base64', body: 'YT0x' }, undefined, ['application/octet-stream', 'a=1']],
      [{ bodyEncoding: 'base64', body: 'e30=' }, 'application/json', ['application/json', '{}']],
      [
        { bodyEncoding: 'base64', body: '6Q==' },
        'text/a; charset=latin1',
        ['text/a; charset=latin1', '\ufffd'],
      ],
    ],
  )('reads %j of type %j and sends %j', (members, contentType, [type, text]) => {
    const sent = read(members, contentType);
    expect(sent).toMatchObject({ kind: 'body', contentType: type });
    expect(textOf(sent)).toBe(text);
  });

  test.each(['GET', 'HEAD', 'DELETE'])('refuses a body for %s', (method) => {
    expect(readOperationBody({ body: null }, { method, contentType: undefined })).toMatchObject({
      kind: 'issue',
      tokens: ['body'],
      code: 'body-not-allowed',
    });
  });

  test.each<[members: Members, type: string | undefined, code: string]>([
    [{ bodyEncoding: 'text' }, undefined, 'missing-body'],
    [{ body: 1, bodyEncoding: 'text' }, undefined, 'wrong-type'],
    [{ body: {}, bodyEncoding: 'base64' }, undefined, 'wrong-type'],
    [{ body: 1 }, 'image/png', 'wrong-type'],
    [{ body: {} }, 'text/plain', 'wrong-type'],
    [{ body: 'a' }, 'nonsense', 'invalid-content-type'],
    [{ body: 'a' }, '', 'invalid-content-type'],
    [{ body: 'a' }, 'text/plain; charset=latin1', 'unsupported-charset'],
    [{ body: {} }, 'application/json; charset=utf-16', 'unsupported-charset'],
  ])('finds in %j of type %s the issue %s', (members, contentType, code) => {
    expect(read(members, contentType)).toMatchObject({ kind: 'issue', code });
  });

  test.each(['A', '=', '====', 'AA=', 'AAA==', 'AAAA=', 'A===', 'AA==AA==', 'AA A', 'AA\n', '+_AA', 'é'])(
    'refuses %j as base64',
    (body) => {
      expect(read({ body, bodyEncoding: 'base64' })).toMatchObject({ code: 'invalid-base64' });
    },
  );

  test('reads any bytes back from base64 and base64url, with and without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const base64 = Buffer.from(bytes).toString('base64');
        const base64url = Buffer.from(bytes).toString('base64url');
        for (const body of [base64, base64.replaceAll('=', ''), base64url]) {
          const read_ = read({ body, bodyEncoding: 'base64' });
          expect(read_.kind === 'body' ? [...read_.bytes] : read_).toEqual([...bytes]);
        }
      }),
    );
  });

  test('never throws, and takes for base64 only what holds nothing else', () => {
    const likely = fc
      .array(fc.constantFrom('A', 'z', '9', '+', '/', '-', '_', '=', ' ', '\n'), { maxLength: 9 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, fc.string({ unit: 'binary' })), (body) => {
        const read_ = read({ body, bodyEncoding: 'base64' });
        if (read_.kind === 'body') {
          expect(read_.bytes.byteLength).toBe(Math.floor((body.replaceAll('=', '').length * 3) / 4));
        } else expect(read_).toMatchObject({ kind: 'issue', code: 'invalid-base64' });
      }),
      { numRuns: 1_000 },
    );
  });

  test('sends any JSON value as a text that parses to it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(JSON.parse(textOf(read({ body })))).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });
});
