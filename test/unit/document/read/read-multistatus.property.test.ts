import { describe, expect, jest, test } from '@jest/globals';
import { DocumentError, type Multistatus, readMultistatus, toJsonText } from '@multistatus/document';
import { readXml, validateMultistatus } from '@multistatus/document/xml-reader';
import { toXmlText } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import { anyCharacter } from '../../../support/any-character.js';
import { cut, wholeDocument } from './read-arbitraries.js';

// Much work for a machine that does other things too; what hangs still fails.
jest.setTimeout(60_000);

const OPTIONS = { operationsPath: '/batch/operations/' };
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

describe('what is written is read', () => {
  test('as XML, in pieces cut through characters and tags', async () => {
    await fc.assert(
      fc.asyncProperty(wholeDocument, sizes, async (document, sizes) => {
        const xml = toXmlText(document, OPTIONS);
        const { document: read } = await readMultistatus(cut(Buffer.from(xml), sizes));
        expect(read).toEqual(document);
        expect(readXml(xml)).toEqual(document);
      }),
      { numRuns: 100 },
    );
  });

  test('as JSON, in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(wholeDocument, sizes, async (document, sizes) => {
        const { document: read } = await readMultistatus(cut(Buffer.from(toJsonText(document)), sizes));
        expect(read).toEqual(document);
      }),
      { numRuns: 100 },
    );
  });

  test('from XML to JSON and back', async () => {
    await fc.assert(
      fc.asyncProperty(wholeDocument, async (document) => {
        const fromXml = (await readMultistatus(toXmlText(document, OPTIONS))).document;
        const fromJson = (await readMultistatus(toJsonText(fromXml))).document;
        expect(toXmlText(fromJson, OPTIONS)).toBe(toXmlText(fromXml, OPTIONS));
      }),
      { numRuns: 100 },
    );
  });
});

describe('anything else', () => {
  test('bytes of any kind give a document or a DocumentError', async () => {
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: anyCharacter, maxLength: 100 }).map((text) => Buffer.from(text)),
      fc
        .array(
          fc.constantFrom(
            '<D:multistatus xmlns:D="DAV:">',
            '<',
            '>',
            '</D:multistatus>',
            '&',
            '<!',
            '{"responses":[',
            '{',
            '}',
            ']',
            '"',
            ',',
            '<?xml',
            '?>',
            '<![CDATA[',
            ']]>',
            '<D:response>',
            '\0',
            '\ufeff',
          ),
          { maxLength: 8 },
        )
        .map((pieces) => Buffer.from(pieces.join(''))),
    );
    const contentType = fc.constantFrom(
      undefined,
      'application/xml',
      'application/json',
      'text/xml; charset=utf-16',
    );
    await fc.assert(
      fc.asyncProperty(soup, contentType, sizes, async (bytes, contentType, sizes) => {
        await expectReadOrFault(cut(bytes, sizes), contentType);
      }),
      { numRuns: 250 },
    );
  });

  test.each<[string, (document: Multistatus) => string]>([
    ['XML', (document) => toXmlText(document, OPTIONS)],
    ['JSON', toJsonText],
  ])('%s that ends early is never a document', async (_format, write) => {
    await fc.assert(
      fc.asyncProperty(wholeDocument, fc.double({ min: 0, max: 1, noNaN: true }), async (document, part) => {
        const bytes = Buffer.from(write(document));
        const end = Math.floor(part * (bytes.length - 1));
        await expect(readMultistatus(bytes.subarray(0, end))).rejects.toThrow(DocumentError);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, (document: Multistatus) => string]>([
    ['XML', (document) => toXmlText(document, OPTIONS)],
    ['JSON', toJsonText],
  ])('%s with changed bytes gives a document or a DocumentError', async (_format, write) => {
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat(3),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc.constantFrom(
          ...['<', '>', '/', '"', ' ', '{', ']', '&', '0', 'M:', 'D:'].map((text) => Buffer.from(text)),
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        wholeDocument,
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        async (document, edits) => {
          let bytes: Uint8Array = Buffer.from(write(document));
          for (const { at, remove, insert } of edits) {
            const start = at % (bytes.length + 1);
            bytes = Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + remove)]);
          }
          await expectReadOrFault([bytes], undefined);
        },
      ),
      { numRuns: 250 },
    );
  });
});

async function expectReadOrFault(
  pieces: readonly Uint8Array[],
  contentType: string | undefined,
): Promise<void> {
  let document: Multistatus;
  try {
    ({ document } = await readMultistatus(pieces, { contentType }));
  } catch (error) {
    expect(error).toBeInstanceOf(DocumentError);
    expect((error as DocumentError).rule).toMatch(/^(?:X\d+|[a-z]+|max[A-Z][a-z]+)$/);
    return;
  }
  // What was read can be judged and written again.
  validateMultistatus(document);
  expect(readXml(toXmlText(document, OPTIONS)).responses).toHaveLength(document.responses.length);
  expect((await readMultistatus(toJsonText(document))).document.responses).toHaveLength(
    document.responses.length,
  );
}
