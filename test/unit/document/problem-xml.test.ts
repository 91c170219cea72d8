import { describe, expect, test } from '@jest/globals';
import { toProblemXmlText } from '@multistatus/document/xml-writer';
import { parseXml, textOf } from '../../support/multistatus-rules.js';

const PROBLEM = { type: 'about:blank', title: 'Bad', status: 400 };
const OPENING =
  '<?xml version="1.0" encoding="utf-8"?>\n<problem xmlns="urn:ietf:rfc:7807">' +
  '<type>about:blank</type><title>Bad</title><status>400</status>';

describe('toProblemXmlText', () => {
  test('writes members as elements, arrays as i elements, null as an empty one (RFC 9457 appendix B)', () => {
    const errors = [{ pointer: '/requests/0', known: true, missing: null }, ['a', [1.5]]];
    expect(toProblemXmlText({ ...PROBLEM, detail: undefined, errors })).toBe(
      `${OPENING}<errors><i><pointer>/requests/0</pointer><known>true</known><missing/></i>` +
        '<i><i>a</i><i><i>1.5</i></i></i></errors></problem>',
    );
  });

  test('leaves out a member that no element can be named after, at any depth', () => {
    const inner = { 'a b': 1, 'c:d': 1, '1e': 1, '': 1, '@f': 1, '#g': 1, xmlns: 1, µ: 1, ok: 1, é·: 1 };
    expect(toProblemXmlText({ ...PROBLEM, inner, 'not one': 1 })).toBe(
      `${OPENING}<inner><ok>1</ok><é·>1</é·></inner></problem>`,
    );
  });

  test('takes a member for an ordinary one, whatever it means to a program', () => {
    const members: Record<string, number> = JSON.parse('{"__proto__":1,"constructor":2,"xml":3}');
    expect(toProblemXmlText({ ...PROBLEM, ...members })).toBe(
      `${OPENING}<__proto__>1</__proto__><constructor>2</constructor><xml>3</xml></problem>`,
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
