import { describe, expect, test } from '@jest/globals';
import { streamXmlAnswer, toXmlAnswer } from '@multistatus/document/xml-answer';
import { toXmlText } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import type { Element } from '#document/element.js';
import { documentHasElements, hasElements } from '#document/write/has-elements.js';
import { writeXmlPieces } from '#document/write/write-xml-document.js';
import { multistatus } from './document-arbitraries.js';

const OPTIONS = { operationsPath: '/generated/' };

async function join(chunks: Iterable<string | Uint8Array> | AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
  return text;
}

describe('the text is that of toXmlText', () => {
  test('for a whole document', () =>
    fc.assert(
      fc.asyncProperty(multistatus, async (document) => {
        expect(await join(await toXmlAnswer(document, OPTIONS))).toBe(toXmlText(document, OPTIONS));
      }),
    ));

  test('for responses that arrive', () =>
    fc.assert(
      fc.asyncProperty(multistatus, async ({ responses, ...members }) => {
        const text = await join(streamXmlAnswer(responses, { ...OPTIONS, ...members }));
        // Generated hrefs may differ: only the whole document knows those of later responses.
        fc.pre(new Set(responses.flatMap(({ href, hrefs }) => hrefs ?? [href])).size === responses.length);
        expect(text).toBe(toXmlText({ responses, ...members }, OPTIONS));
      }),
    ));
});

test('what has elements is known before it is written', () => {
  fc.assert(
    fc.property(multistatus, (document) => {
      const written: Element[] = [];
      const spy = (elements: readonly Element[]): string => {
        written.push(...elements);
        return '';
      };
      const drain = (given: typeof document): boolean => {
        written.length = 0;
        for (const _piece of writeXmlPieces(given, OPTIONS, spy));
        return written.length > 0;
      };
      expect(documentHasElements(document)).toBe(drain(document));
      for (const response of document.responses) {
        expect(hasElements(response)).toBe(drain({ responses: [response] }));
      }
    }),
  );
});
