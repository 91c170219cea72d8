import assert from 'node:assert/strict';
import { expect, test } from '@jest/globals';
import type { Multistatus, MultistatusResponse } from '@multistatus/document';
import { createMultistatus, toJsonText } from '@multistatus/document';
import { toXmlText, writeXml } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import { findViolations } from '../../../support/multistatus-rules.js';
import { multistatus } from '../document-arbitraries.js';
import { encodePath, toChars } from '../xmlbuilder-document.js';

const OPTIONS = { operationsPath: '/generated/' };

/** The hrefs made legal: encoded, and each its own. The rest of the document is as hostile as it was. */
function withLegalHrefs(document: Multistatus): Multistatus {
  const responses = document.responses.map((response, at): MultistatusResponse => {
    const encode = (href: string, nth: number): string => encodePath(`/${at}/${nth}${href}`);
    const { location } = response;
    const legal = location === undefined ? response : { ...response, location: encodePath(location) };
    if (legal.hrefs === undefined) return { ...legal, href: encode(legal.href, 0) };
    const [first, second, ...others] = legal.hrefs.map(encode);
    return { ...legal, hrefs: [first!, second!, ...others] };
  });
  return { ...document, responses };
}

const document = multistatus.map(withLegalHrefs);

function build({ responses, extensions, description, syncToken }: Multistatus): Multistatus {
  return createMultistatus({ summary: true, description, syncToken, extensions })
    .merge({ responses })
    .toDocument();
}

test('a report of anything breaks no rule, whole and in a stream, and needs no href but its own', async () => {
  await fc.assert(
    fc.asyncProperty(document, async (given) => {
      const { responses, ...members } = build(given);
      const xml = toXmlText({ responses, ...members }, OPTIONS);
      expect(findViolations(xml)).toEqual([]);
      expect(xml).not.toContain('/generated/');
      let streamed = '';
      for await (const chunk of writeXml(responses, { ...OPTIONS, ...members })) streamed += chunk;
      expect(streamed).toBe(xml);
    }),
  );
});

test('a report of anything says it in characters that XML can carry, and leaves bodies alone', () => {
  fc.assert(
    fc.property(document, (given) => {
      const built = build(given);
      expect(built.responses.map(({ body }) => body)).toEqual(given.responses.map(({ body }) => body));
      const responses = built.responses.map(
        (response) => ({ ...response, body: undefined }) as MultistatusResponse,
      );
      const text = toJsonText({ ...built, responses });
      const strings: unknown[] = [];
      JSON.parse(text, (name, value: unknown) => strings.push(name, value));
      for (const string of strings) if (typeof string === 'string') expect(string).toBe(toChars(string));
    }),
  );
});

test('a report merged into a report is the same', () => {
  fc.assert(
    fc.property(document, (given) => {
      const built = build(given);
      // Not jest's own strictness: it takes a header called `constructor` for the type of the object.
      assert.deepStrictEqual(build(built), built);
    }),
  );
});
