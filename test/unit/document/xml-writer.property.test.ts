import { describe, expect, test } from '@jest/globals';
import type { Body, Element, MultistatusResponse } from '@multistatus/document';
import { toProblemXmlText, toXmlText } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import type { XmlElement } from '../../support/multistatus-rules.js';
import { elementsOf, findViolations, parseXml, textOf } from '../../support/multistatus-rules.js';
import { hostileElement, multistatus, problem } from './document-arbitraries.js';
import type { Place } from './xmlbuilder-document.js';
import { buildXmlText, encodePath, toChars } from './xmlbuilder-document.js';

const OPTIONS = { operationsPath: '/batch/operations/' };
const RUNS = { numRuns: 200 };
const D = (local: string): string => `{DAV:}${local}`;
const M = (local: string): string => `{urn:multistatus:xml:1}${local}`;

function readPlaces(root: XmlElement): Place[] {
  return elementsOf(root, D('response')).map((response) => ({
    hrefs: elementsOf(response, D('href')).map(textOf),
    targets: elementsOf(response, M('target')).map(textOf),
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
      fc.property(multistatus, ({ responses }) => {
        const places = readPlaces(parseXml(toXmlText({ responses }, OPTIONS)));
        const trueHrefs = responses.flatMap(hrefsOf).map(encodePath);
        let position = 0;
        responses.forEach((response, at) => {
          const place = places[at]!;
          const hrefs = hrefsOf(response);
          const isFirst = hrefs.map(
            (_href, n) => trueHrefs.indexOf(trueHrefs[position + n]!) === position + n,
          );
          expect(place.targets).toEqual(isFirst.every(Boolean) ? [] : hrefs.map(toChars));
          place.hrefs.forEach((written, n) => {
            if (isFirst[n]) expect(written).toBe(trueHrefs[position + n]);
            else expect(written.replace(/-\d+$/, '')).toBe(`/batch/operations/${response.index ?? at}`);
            if (!isFirst[n]) expect(trueHrefs).not.toContain(written);
          });
          position += hrefs.length;
        });
      }),
      RUNS,
    );
  });

  test('writes elements that read back as they are, whatever they are named', () => {
    fc.assert(
      fc.property(fc.array(hostileElement, { minLength: 1, maxLength: 3 }), (properties) => {
        const response: MultistatusResponse = { href: '/', propstats: [{ status: 200, properties }] };
        const root = parseXml(toXmlText({ responses: [response] }, OPTIONS));
        const [prop] = elementsOf(elementsOf(elementsOf(root)[0]!, D('propstat'))[0]!, D('prop'));
        expect(prop!.children.map(toElement)).toEqual(properties.map(toNormalForm));
      }),
      RUNS,
    );
  });
});

function hrefsOf({ href, hrefs }: MultistatusResponse): readonly string[] {
  return hrefs ?? [href];
}

function toElement(node: XmlElement | string): unknown {
  if (typeof node === 'string') return node;
  return {
    name: node.name.replace(/^\{\}/, ''),
    attributes: Object.entries(node.attributes).map(([name, value]) => [name.replace(/^\{\}/, ''), value]),
    children: node.children.map(toElement),
  };
}

function toNormalForm({ name, attributes = {}, children = [] }: Element): unknown {
  const content: unknown[] = [];
  for (const child of children) {
    if (typeof child !== 'string') content.push(toNormalForm(child));
    else if (typeof content.at(-1) === 'string') content.push(`${String(content.pop())}${toChars(child)}`);
    else if (child !== '') content.push(toChars(child));
  }
  return {
    name,
    attributes: Object.entries(attributes).map(([key, value]) => [key, toChars(value)]),
    children: content,
  };
}

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
