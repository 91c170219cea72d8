import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DecodedBody } from '#core/formats/batch-decoder.js';
import { readJsonBody } from '#core/formats/read-json-body.js';
import { anyCharacter } from '../../../support/any-character.js';

interface Members {
  readonly body?: unknown;
  readonly bodyEncoding?: unknown;
}

/** Reads a body whose source text has a space that JSON.stringify would not write. */
function read(members: Members, contentType?: string): DecodedBody | undefined {
  return readJsonBody(members, contentType, () => ` ${JSON.stringify(members.body)}`);
}

function bytes(text: string): DecodedBody {
  return { kind: 'bytes', bytes: Uint8Array.from(Buffer.from(text)) };
}

describe('readJsonBody', () => {
  test('returns undefined if there is no body', () => {
    expect(read({})).toBeUndefined();
    expect(read({}, 'text/plain')).toBeUndefined();
    expect(read({ body: null })).toBeUndefined();
    expect(read({ body: null }, 'image/png')).toBeUndefined();
  });

  test.each<[members: Members, contentType: string | undefined, body: DecodedBody]>([
    [{ body: { a: 1 } }, undefined, { kind: 'json', text: ' {"a":1}' }],
    [{ bodyEncoding: 'text', body: 'null' }, 'application/json', { kind: 'text', text: 'null' }],
    [{ body: false }, undefined, { kind: 'json', text: ' false' }],
    [{ body: 'text' }, undefined, { kind: 'json', text: ' "text"' }],
    [{ body: 'text' }, 'application/json', { kind: 'json', text: ' "text"' }],
    [{ body: [1] }, 'application/merge-patch+json', { kind: 'json', text: ' [1]' }],
    [{ body: 'a,b' }, 'text/csv', { kind: 'text', text: 'a,b' }],
    [{ body: 'é' }, 'text/plain; charset=latin1', { kind: 'text', text: 'é' }],
    [{ body: 'YT0x' }, 'application/x-www-form-urlencoded', bytes('a=1')],
    [{ body: 'YT0x' }, 'image/png', bytes('a=1')],
    [{ bodyEncoding: 'text', body: 'é' }, undefined, { kind: 'text', text: 'é' }],
    [{ bodyEncoding: 'text', body: '{"a": 1}' }, 'application/json', { kind: 'text', text: '{"a": 1}' }],
    [{ bodyEncoding: 'text', body: 'a' }, 'application/x-a', { kind: 'text', text: 'a' }],
    [{ bodyEncoding: 'base64', body: 'YT0x' }, undefined, bytes('a=1')],
    [{ bodyEncoding: 'base64', body: 'e30=' }, 'application/json', bytes('{}')],
    // Validation refuses the encoding; a reference could not go into such a body.
    [{ bodyEncoding: 'hex', body: 1 }, undefined, { kind: 'text', text: ' 1' }],
  ])('reads %j of type %j as %j', (members, contentType, body) => {
    expect(read(members, contentType)).toEqual(body);
  });

  test.each<[members: Members, type: string | undefined, member: string, code: string]>([
    [{ bodyEncoding: 'text' }, undefined, 'bodyEncoding', 'missing-body'],
    [{ body: 1, bodyEncoding: 'text' }, undefined, 'body', 'wrong-type'],
    [{ body: {}, bodyEncoding: 'base64' }, undefined, 'body', 'wrong-type'],
    [{ body: 1 }, 'image/png', 'body', 'wrong-type'],
    [{ body: {} }, 'text/plain', 'body', 'wrong-type'],
  ])('reports for %j of type %s at %s: %s', (members, contentType, member, code) => {
    expect(read(members, contentType)).toMatchObject({ kind: 'invalid', member, code });
  });

  test.each(['A', '=', '====', 'AA=', 'AAA==', 'AAAA=', 'A===', 'AA==AA==', 'AA A', 'AA\n', '+_AA', 'é'])(
    'refuses %j as base64',
    (body) => {
      expect(read({ body, bodyEncoding: 'base64' })).toMatchObject({
        kind: 'invalid',
        member: 'body',
        code: 'invalid-base64',
      });
    },
  );

  test('reads any bytes from base64 and base64url, with and without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (sent) => {
        const base64 = Buffer.from(sent).toString('base64');
        const base64url = Buffer.from(sent).toString('base64url');
        for (const body of [base64, base64.replaceAll('=', ''), base64url]) {
          expect(read({ body, bodyEncoding: 'base64' })).toEqual({ kind: 'bytes', bytes: sent });
        }
      }),
    );
  });

  test('never throws, and accepts as base64 only what is base64 throughout', () => {
    const likely = fc
      .array(fc.constantFrom('A', 'z', '9', '+', '/', '-', '_', '=', ' ', '\n'), { maxLength: 9 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, fc.string({ unit: anyCharacter })), (body) => {
        const decoded = read({ body, bodyEncoding: 'base64' });
        if (decoded?.kind === 'bytes') {
          expect(decoded.bytes.byteLength).toBe(Math.floor((body.replaceAll('=', '').length * 3) / 4));
        } else expect(decoded).toMatchObject({ kind: 'invalid', code: 'invalid-base64' });
      }),
      { numRuns: 1_000 },
    );
  });

  test('asks for the source text of JSON values only', () => {
    const fail = (): string => {
      throw new Error('was called');
    };
    expect(readJsonBody({ body: 'a' }, 'text/plain', fail)).toEqual({ kind: 'text', text: 'a' });
    expect(readJsonBody({ body: 'YQ==' }, 'image/png', fail)).toEqual(bytes('a'));
    expect(readJsonBody({}, undefined, fail)).toBeUndefined();
  });
});
