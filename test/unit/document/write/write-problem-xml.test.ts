import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@multistatus/document';
import { toProblemXmlText } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import type { XmlElement } from '../../../support/multistatus-rules.js';
import { elementsOf, parseXml, textOf } from '../../../support/multistatus-rules.js';
import { isElementName, toChars } from '../xmlbuilder-document.js';

const PROBLEM = { type: 'about:blank', title: 'Bad', status: 400 };
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
const BARE = '<type>about:blank</type><title>Bad</title><status>400</status>';
const OPENING = `${DECLARATION}<problem xmlns="urn:ietf:rfc:7807" xmlns:M="urn:multistatus:xml:1">${BARE}`;

/** What the attribute M:type says, and the element, as JSON; by no code of the writer. */
function readValue(element: XmlElement): unknown {
  const members = elementsOf(element);
  switch (element.attributes['{urn:multistatus:xml:1}type']) {
    case undefined:
      return textOf(element);
    case 'array':
      return members.map(readValue);
    case 'object':
      return Object.fromEntries(
        members.map((member) => [member.name.replace(/^.*\}/, ''), readValue(member)]),
      );
    default:
      return JSON.parse(textOf(element) || 'null');
  }
}

/** Less the members that no element can be named after, and with what XML cannot carry replaced. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === 'string') return toChars(member);
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).filter(([name]) => isElementName(name)));
  });
}

describe('toProblemXmlText', () => {
  test('writes members as elements, arrays as i elements, null as an empty one (RFC 9457 appendix B)', () => {
    const errors = [{ pointer: '/requests/0', known: true, missing: null }, ['a', [1.5]]];
    expect(toProblemXmlText({ ...PROBLEM, detail: undefined, errors })).toBe(
      `${OPENING}<errors M:type="array"><i M:type="object"><pointer>/requests/0</pointer>` +
        '<known M:type="boolean">true</known><missing M:type="null"/></i>' +
        '<i M:type="array"><i>a</i><i M:type="array"><i M:type="number">1.5</i></i></i></errors></problem>',
    );
  });

  test('declares no prefix where every extension is a string', () => {
    expect(
      toProblemXmlText({ ...PROBLEM, detail: 'a', instance: '/b', 'not a name': 1, gone: undefined }),
    ).toBe(
      `${DECLARATION}<problem xmlns="urn:ietf:rfc:7807">${BARE}<detail>a</detail><instance>/b</instance></problem>`,
    );
  });

  test('gives a status a type save where everybody knows it', () => {
    expect(toProblemXmlText({ ...PROBLEM, inner: { status: 1 } })).toBe(
      `${OPENING}<inner M:type="object"><status M:type="number">1</status></inner></problem>`,
    );
  });

  test('writes numbers as JSON does', () => {
    const numbers = [1e21, -0, 1e-7, Number.NaN, Number.POSITIVE_INFINITY];
    expect(toProblemXmlText({ ...PROBLEM, numbers })).toBe(
      `${OPENING}<numbers M:type="array"><i M:type="number">1e+21</i><i M:type="number">0</i>` +
        '<i M:type="number">1e-7</i><i M:type="null"/><i M:type="null"/></numbers></problem>',
    );
  });

  test('can be read back as the same JSON, of whatever values', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'status', 'i', '__proto__'), fc.jsonValue()),
        (inner) => {
          const root = parseXml(toProblemXmlText({ ...PROBLEM, inner: inner as JsonValue }));
          const member = elementsOf(root, '{urn:ietf:rfc:7807}inner')[0]!;
          expect(JSON.stringify(readValue(member))).toBe(toJson(JSON.parse(JSON.stringify(inner))));
        },
      ),
    );
  });

  test('leaves out a member that no element can be named after, at any depth', () => {
    const inner = { 'a b': 1, 'c:d': 1, '1e': 1, '': 1, '@f': 1, '#g': 1, xmlns: 1, µ: 1, ok: 1, é·: 1 };
    expect(toProblemXmlText({ ...PROBLEM, inner, 'not one': 1 })).toBe(
      `${OPENING}<inner M:type="object"><ok M:type="number">1</ok><é· M:type="number">1</é·></inner></problem>`,
    );
  });

  test('takes a member for an ordinary one, whatever it means to a program', () => {
    const members: Record<string, number> = JSON.parse('{"__proto__":1,"constructor":2,"xml":3}');
    expect(toProblemXmlText({ ...PROBLEM, ...members })).toBe(
      `${OPENING}<__proto__ M:type="number">1</__proto__><constructor M:type="number">2</constructor>` +
        '<xml M:type="number">3</xml></problem>',
    );
  });

  test.each(['&lt;', '&amp;', '&#60;', '&nbsp;', ']]>', '<b>', 'a\r\nb\rc', ' ', '\u2028', '"', '😀'])(
    'reads back %j as it was',
    (title) => {
      const root = parseXml(toProblemXmlText({ ...PROBLEM, title }));
      expect(root.children.map((child) => textOf(child as typeof root))).toEqual([
        'about:blank',
        title,
        '400',
      ]);
    },
  );

  test('replaces what XML cannot carry', () => {
    expect(toProblemXmlText({ ...PROBLEM, detail: '\0\ud800' })).toContain('<detail>\ufffd\ufffd</detail>');
  });
});
