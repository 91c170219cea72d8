import { describe, expect, test } from '@jest/globals';
import type { Body, MultistatusResponse } from '@multistatus/document';
import { toProblemXmlText, toXmlText } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import type { XmlElement } from '../../support/multistatus-rules.js';
import { elementsOf, findViolations, parseXml, textOf } from '../../support/multistatus-rules.js';
import { multistatus, problem } from './document-arbitraries.js';
import type { Place } from './xmlbuilder-document.js';
import { buildXmlText, encodePath, toChars } from './xmlbuilder-document.js';

const OPTIONS = { operationsPath: '/batch/operations/' };
const RUNS = { numRuns: 400 };
const D = (local: string): string => `{DAV:}${local}`;
const M = (local: string): string => `{urn:multistatus:xml:1}${local}`;

function readPlaces(root: XmlElement): Place[] {
  return elementsOf(root, D('response')).map((response) => ({
    href: textOf(elementsOf(response, D('href'))[0]!),
    target: elementsOf(response, M('target')).map(textOf)[0],
  }));
}

function readBody(element: XmlElement): Body {
  return {
    encoding: (element.attributes['{}encoding'] ?? 'json') as Body['encoding'],
    text: textOf(element),
  };
}

function expectedBody({ encoding, text }: Body): Body {
  return toChars(text) === text
    ? { encoding, text }
    : { encoding: 'base64', text: Buffer.from(text, 'utf8').toString('base64') };
}

function expectSame(element: XmlElement, response: MultistatusResponse): void {
  const { id, headers = {}, body } = response;
  expect(element.attributes[`${M('id')}`]).toBe(id === undefined ? undefined : toChars(id));
  expect(
    elementsOf(element, M('header')).map((header) => [header.attributes['{}name'], textOf(header)]),
  ).toEqual(
    Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value) => [name, value].map(toChars)),
    ),
  );
  const bodies = elementsOf(element, M('body'));
  if (body === undefined) expect(bodies.map(textOf).join('')).toBe('');
  else expect(bodies.map(readBody)).toEqual([expectedBody(body)]);
}

describe('toXmlText, for any document', () => {
  test('breaks no rule of RFC 4918', () => {
    fc.assert(
      fc.property(multistatus, (document) => {
        expect(findViolations(toXmlText(document, OPTIONS))).toEqual([]);
      }),
      RUNS,
    );
  });

  test('writes what xmlbuilder2 writes, tree and text', () => {
    fc.assert(
      fc.property(multistatus, (document) => {
        const written = toXmlText(document, OPTIONS);
        const built = buildXmlText(document, readPlaces(parseXml(written)));
        expect(parseXml(written)).toEqual(parseXml(built));
        expect(written).toBe(built);
      }),
      RUNS,
    );
  });

  test('reads back with every id, header and body', () => {
    fc.assert(
      fc.property(multistatus, (document) => {
        const elements = elementsOf(parseXml(toXmlText(document, OPTIONS)), D('response'));
        expect(elements.length).toBe(document.responses.length);
        document.responses.forEach((response, position) => {
          expectSame(elements[position]!, response);
        });
      }),
      RUNS,
    );
  });

  test('gives the first of equal hrefs the href, each later one an href of its own and the true one beside it', () => {
    fc.assert(
      fc.property(multistatus, (document) => {
        const trueHrefs = document.responses.map(({ href }) => encodePath(href));
        readPlaces(parseXml(toXmlText(document, OPTIONS))).forEach(({ href, target }, position) => {
          if (trueHrefs.indexOf(trueHrefs[position]!) === position) {
            expect([href, target]).toEqual([trueHrefs[position], undefined]);
            return;
          }
          const { index = position, href: trueHref } = document.responses[position]!;
          expect(target).toBe(toChars(trueHref));
          expect(href.replace(/-\d+$/, '')).toBe(`/batch/operations/${index}`);
          expect(trueHrefs).not.toContain(href);
        });
      }),
      RUNS,
    );
  });
});

test('toProblemXmlText writes the problem of any document as a document', () => {
  fc.assert(
    fc.property(problem, (value) => {
      const root = parseXml(toProblemXmlText(value));
      expect(root.name).toBe('{urn:ietf:rfc:7807}problem');
      expect(elementsOf(root, '{urn:ietf:rfc:7807}title').map(textOf)).toEqual([toChars(value.title)]);
    }),
    RUNS,
  );
});
