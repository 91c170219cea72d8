import { describe, expect, test } from '@jest/globals';
import { isDocumentError, readMultistatus, toJsonText } from '@multistatus/document';
import { readXml, validateMultistatus } from '@multistatus/document/xml-reader';
import { toXmlText } from '@multistatus/document/xml-writer';
import { readWithDom } from '../support/read-with-dom.js';
import { toPlainDocument } from '../support/to-plain-document.js';
import type { Expected } from './expected.js';

/** The answer of a server, and what is known about its exchange. */
export interface Answer {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  readonly method?: string | undefined;
}

/** Declares the tests of one answer: it is read as another XML parser reads it, validated, and converted. */
export function declareAnswer({ name, bytes, ...options }: Answer, expected: Expected): void {
  const { failed = 0, removed = 0, redirected = 0, breaks = {}, refused } = expected;
  const text = Buffer.from(bytes).toString('utf8');

  describe(name, () => {
    test(refused === undefined ? 'is read as another parser reads it' : 'is refused', async () => {
      const read = readMultistatus(bytes, options);
      if (refused !== undefined) {
        const error = await read.catch((reason: unknown) => reason);
        expect(isDocumentError(error) && error.message).toBe(refused);
        return;
      }
      const reading = await read;
      const plain = readWithDom(text);
      expect(toPlainDocument(reading.document)).toEqual(plain);
      expect(reading.failed()).toHaveLength(failed);
      expect(reading.removed()).toHaveLength(removed);
      expect(reading.succeeded()).toHaveLength(plain.responses.length - failed - removed - redirected);
      if (failed === 0) reading.throwIfFailed();
      else expect(() => reading.throwIfFailed()).toThrow(/^[1-9]\d* failed: /);
    });

    test('breaks the rules in the table, and no others', () => {
      const counts: Record<string, number> = {};
      for (const { rule } of validateMultistatus(text)) counts[rule] = (counts[rule] ?? 0) + 1;
      expect(counts).toEqual(breaks);
    });

    // The writer percent-encodes an href that is not (X17).
    if (refused !== undefined || breaks.X17 !== undefined) return;
    test('survives JSON and XML', async () => {
      const document = readXml(text);
      const fromJson = (await readMultistatus(toJsonText(document))).document;
      expect(fromJson).toEqual(document);
      expect(readXml(toXmlText(fromJson, { operationsPath: '/operations/' }))).toEqual(document);
    });
  });
}
