import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isDocumentError, readMultistatus } from '#document/index.js';

const ANSWER = [
  '--b',
  'Content-Type: multipart/mixed; boundary=c',
  '',
  '--c',
  'Content-Type: application/http',
  'Content-ID: 1',
  '',
  'HTTP/1.1 200 OK',
  'Content-Type: application/json',
  '',
  '{"a":[1,"\xc3\xa9"]}',
  '--c--',
  '--b',
  'Content-Type: application/http',
  '',
  'HTTP/1.1 404 Not Found',
  'Content-Type: application/problem+json',
  '',
  '{"type":"urn:multistatus:problem:timeout","title":"x","status":504}',
  '--b--',
  '',
].join('\r\n');

/** The answer with some pieces cut out and others put in. */
const changed = fc
  .array(
    fc.record({
      at: fc.nat(ANSWER.length),
      removed: fc.nat(20),
      inserted: fc.oneof(
        fc.constantFrom('', '\r\n', '\n', '\r', '--b', '--c--', '\0', '\xff', ':', '"', '[', '}'),
        fc.string({ maxLength: 5 }),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((changes) =>
    changes.reduce(
      (text, { at, removed, inserted }) => text.slice(0, at) + inserted + text.slice(at + removed),
      ANSWER,
    ),
  );

test('whatever is changed in an answer, it is read or refused with a DocumentError; with onFault, nothing is lost silently', async () => {
  await fc.assert(
    fc.asyncProperty(changed, async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const contentType = 'multipart/mixed; boundary=b';
      const strict: unknown = await readMultistatus(bytes, { contentType }).catch((error: unknown) => error);
      const faults: unknown[] = [];
      const onFault = (fault: unknown) => faults.push(fault);
      const { document } = await readMultistatus(bytes, { contentType, onFault });
      if (strict instanceof Error) {
        expect(isDocumentError(strict)).toBe(true);
        expect(faults).not.toEqual([]);
      } else {
        expect(faults).toEqual([]);
        expect(strict).toMatchObject({ document });
      }
    }),
    { numRuns: 300 },
  );
});
