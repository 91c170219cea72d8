// The texts beside a status: the reason phrase that the registry does not know, and the description.
import { describe, expect, test } from '@jest/globals';
import {
  createMultistatus,
  type MultistatusResponse,
  readMultistatus,
  toJsonText,
  toReading,
} from '@multistatus/document';
import { readXml, validateMultistatus } from '@multistatus/document/xml-reader';
import { toXmlText } from '@multistatus/document/xml-writer';

const OPTIONS = { operationsPath: '/operations/' };
const wrap = (content: string): string =>
  `<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href>${content}</D:response></D:multistatus>`;
const read = (content: string): MultistatusResponse => readXml(wrap(content)).responses[0]!;
const propstat = (line: string, more = ''): string =>
  `<D:propstat><D:prop><D:owner/></D:prop><D:status>${line}</D:status>${more}</D:propstat>`;

describe('a reason phrase', () => {
  test.each<[string, number, string | undefined]>([
    [
      'HTTP/1.1 520 Web server is returning an unknown error',
      520,
      'Web server is returning an unknown error',
    ],
    ["HTTP/1.1 418 I'm a teapot", 418, "I'm a teapot"],
    ['HTTP/1.1 499  Client\n\t closed  ', 499, 'Client closed'],
    ['HTTP/1.1 520', 520, undefined],
    ['HTTP/1.1 520 ', 520, undefined],
    ['HTTP/1.1 404 Nicht gefunden', 404, undefined],
    ['HTTP/1.1 425 TOO EARLY', 425, undefined],
  ])('of %j', (line, status, reasonPhrase) => {
    const expected = reasonPhrase === undefined ? { status } : { status, reasonPhrase };
    expect(read(`<D:status>${line}</D:status>`)).toEqual({ href: '/a', ...expected });
    expect(read(propstat(line)).propstats).toEqual([{ ...expected, properties: [{ name: '{DAV:}owner' }] }]);
  });

  const ODD = 'HTTP/1.1 520 a &lt;b&gt; &amp; "c"';
  test.each([`<D:status>${ODD}</D:status>`, propstat(ODD)])(
    'survives XML, JSON and XML: %s',
    async (content) => {
      const document = readXml(wrap(content));
      const json = toJsonText(document);
      expect(json).toContain('"status":520,"reasonPhrase":"a <b> & \\"c\\""');
      const back = (await readMultistatus(json)).document;
      expect(back).toEqual(document);
      expect(toXmlText(back, OPTIONS)).toContain('<D:status>HTTP/1.1 520 a &lt;b&gt; &amp; "c"</D:status>');
      expect(createMultistatus().merge(back).toDocument()).toEqual(document);
      expect(validateMultistatus(back)).toEqual([]);
    },
  );

  test('of JSON is on one line, and kept only for a status without a registered one', async () => {
    const text =
      '{"responses":[{"href":"/a","status":520,"reasonPhrase":" a\\nb\\u0000 "},{"href":"/b","status":404,"reasonPhrase":"x"}]}';
    expect((await readMultistatus(text)).document.responses).toEqual([
      { href: '/a', status: 520, reasonPhrase: 'a b\uFFFD' },
      { href: '/b', status: 404 },
    ]);
    await expect(readMultistatus(text.replace('"x"', '1'))).rejects.toThrow('/responses/1/reasonPhrase');
  });

  test('is the reason of a failure without another one', () => {
    const failing = (line: string): (() => void) => {
      const reading = toReading(readXml(wrap(`<D:status>${line}</D:status>`)));
      return () => reading.throwIfFailed();
    };
    expect(failing('HTTP/1.1 520 Web server is down')).toThrow(/^1 failed: \/a 520 Web server is down$/);
    expect(failing('HTTP/1.1 520')).toThrow(/^1 failed: \/a 520$/);
  });
});

describe('a description', () => {
  test('loses the white space around it, but none inside', () => {
    const text = '\n\t  first line\n  second line\u00a0\r\n ';
    const status = '<D:status>HTTP/1.1 423 Locked</D:status>';
    const description = `<D:responsedescription>${text}</D:responsedescription>`;
    const expected = 'first line\n  second line\u00a0';
    expect(read(status + description).description).toBe(expected);
    expect(read(propstat('HTTP/1.1 403 x', description)).propstats?.[0].description).toBe(expected);
    const document = `<D:multistatus xmlns:D="DAV:">${description}</D:multistatus>`;
    expect(readXml(document).description).toBe(expected);
    expect(
      read(`${status}${description}<D:responsedescription> b </D:responsedescription>`).description,
    ).toBe(`${expected}\nb`);
  });

  test('with much white space inside is trimmed in linear time', () => {
    const text = `a${' '.repeat(1_000_000)}b`;
    const description = `<D:responsedescription> ${text} </D:responsedescription>`;
    expect(read(`<D:status>HTTP/1.1 423 Locked</D:status>${description}`).description).toBe(text);
  });

  test('that repeats a problem is not one of its own, whatever the white space', () => {
    const problem = {
      type: 'urn:multistatus:problem:locked',
      title: 'Locked',
      status: 423,
      detail: 'held \n',
    };
    const document = { responses: [{ href: '/a', status: 423, problem }] };
    expect(readXml(toXmlText(document, OPTIONS))).toEqual(document);
  });
});
