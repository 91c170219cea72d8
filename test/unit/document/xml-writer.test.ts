import { describe, expect, test } from '@jest/globals';
import type { Element, Multistatus, MultistatusResponse } from '@multistatus/document';
import { toXmlText } from '@multistatus/document/xml-writer';
import { elementsOf, findViolations, parseXml, textOf } from '../../support/multistatus-rules.js';

const OPTIONS = { operationsPath: '/batch/operations/' };
const OPENING =
  '<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:" xmlns:M="urn:multistatus:xml:1">\n';

/** Returns only the lines of the responses. */
function writeResponses(...responses: MultistatusResponse[]): string[] {
  const xml = toXmlText({ responses }, OPTIONS);
  expect(findViolations(xml)).toEqual([]);
  expect(xml.startsWith(OPENING)).toBe(true);
  return xml.slice(OPENING.length, -'\n</D:multistatus>'.length).split('\n');
}

function writeContent(response: Omit<MultistatusResponse, 'href' | 'status'>): string {
  const line = writeResponses({ href: '/a', status: 200, ...response } as MultistatusResponse).join('\n');
  return line.replace(/^.*<\/D:status>/, '').replace('</D:response>', '');
}

describe('toXmlText', () => {
  test('writes a whole document, a response a line, the summary last', () => {
    const document: Multistatus = {
      summary: { total: 2, succeeded: 1, failed: 1, other: 0 },
      responses: [
        {
          id: 'album',
          index: 0,
          href: '/albums/4',
          status: 201,
          headers: { location: '/albums/4', etag: ['"1"', '"2"'] },
          body: { encoding: 'json', text: '{"id":4}' },
          location: '/albums/4',
        },
        {
          id: 'cover',
          href: '/albums/4/cover',
          status: 424,
          headers: { 'retry-after': '1' },
          problem: {
            type: 'urn:multistatus:problem:failed-dependency',
            title: 'No',
            status: 424,
            detail: 'a < b',
          },
        },
      ],
    };
    const xml = toXmlText(document, OPTIONS);
    expect(findViolations(xml)).toEqual([]);
    expect(xml).toBe(
      `${OPENING}<D:response M:id="album" M:index="0"><D:href>/albums/4</D:href><D:status>HTTP/1.1 201 Created</D:status>` +
        '<D:location><D:href>/albums/4</D:href></D:location><M:header name="location">/albums/4</M:header>' +
        '<M:header name="etag">"1"</M:header><M:header name="etag">"2"</M:header><M:body>{"id":4}</M:body></D:response>\n' +
        '<D:response M:id="cover" M:index="1"><D:href>/albums/4/cover</D:href>' +
        '<D:status>HTTP/1.1 424 Failed Dependency</D:status><D:error><problem xmlns="urn:ietf:rfc:7807">' +
        '<type>urn:multistatus:problem:failed-dependency</type><title>No</title><status>424</status>' +
        '<detail>a &lt; b</detail></problem></D:error><D:responsedescription>a &lt; b</D:responsedescription>' +
        '<M:header name="retry-after">1</M:header></D:response>\n' +
        '<M:summary total="2" succeeded="1" failed="1" other="0"/>\n</D:multistatus>',
    );
  });

  test('writes a document without responses', () => {
    expect(toXmlText({ responses: [] }, OPTIONS)).toBe(`${OPENING}</D:multistatus>`);
  });

  test('numbers a response by its index, else by its place, if it has an index or an id', () => {
    expect(
      writeResponses(
        { href: '/a', status: 200 },
        { href: '/b', status: 200, id: 'b' },
        { href: '/c', status: 200, id: 'c', index: 7 },
        { href: '/d', status: 200, index: 9 },
      ).map((line) => line.replace(/><D:href.*/, '')),
    ).toEqual([
      '<D:response',
      '<D:response M:id="b" M:index="1"',
      '<D:response M:id="c" M:index="7"',
      '<D:response M:index="9"',
    ]);
  });

  test('says what encoding a body has, and why one is missing', () => {
    expect(writeContent({ body: { encoding: 'text', text: '' } })).toBe('<M:body encoding="text"></M:body>');
    expect(writeContent({ body: { encoding: 'base64', text: 'AAEC' } })).toBe(
      '<M:body encoding="base64">AAEC</M:body>',
    );
    expect(writeContent({ bodyOmitted: 'too-large' })).toBe('<M:body omitted="too-large"/>');
    expect(writeContent({ bodyOmitted: 'not-stored' })).toBe('<M:body omitted="not-stored"/>');
    expect(writeContent({})).toBe('');
  });

  test('turns a body that XML cannot carry into base64 of its bytes, at any length', () => {
    for (const length of [0, 1, 2, 6142, 6143, 6144, 6145, 100_000]) {
      const text = `\0${'é'.repeat(length)}`;
      const [body = ''] = writeContent({ body: { encoding: 'text', text } }).split('</M:body>');
      const base64 = body.replace('<M:body encoding="base64">', '');
      expect(base64).toBe(Buffer.from(text, 'utf8').toString('base64'));
    }
    expect(writeContent({ body: { encoding: 'json', text: '"\uffff"' } })).toBe(
      '<M:body encoding="base64">Iu+/vyI=</M:body>',
    );
  });

  test('escapes what a parser would take for markup or normalise', () => {
    expect(writeContent({ headers: { 'a"<&>\t\n\r': 'a"<&>\t\r' } })).toBe(
      '<M:header name="a&quot;&lt;&amp;&gt;&#9;&#10;&#13;">a"&lt;&amp;&gt;\t&#13;</M:header>',
    );
    expect(writeContent({ body: { encoding: 'text', text: '&lt;]]>\r\n' } })).toBe(
      '<M:body encoding="text">&amp;lt;]]&gt;&#13;\n</M:body>',
    );
  });

  test('takes a JSON body that nests 100 000 deep', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(writeContent({ body: { encoding: 'json', text } })).toBe(`<M:body>${text}</M:body>`);
  });

  test('describes a problem without detail by its title', () => {
    const problem = { type: 'about:blank', title: 'Locked', status: 423 };
    expect(writeContent({ problem })).toContain('<D:responsedescription>Locked</D:responsedescription>');
  });
});

describe('reports', () => {
  const OWNER = { name: '{urn:x}owner', children: ['Ana & ', { name: '{DAV:}href', children: ['/ana'] }] };
  const LOCKED = { name: '{DAV:}lock-token-submitted', children: [{ name: '{DAV:}href', children: ['/a'] }] };

  test('have a status for each group of properties', () => {
    expect(
      writeResponses({
        href: '/a',
        propstats: [
          { status: 200, properties: [{ name: '{DAV:}getetag', children: ['"1"'] }, OWNER] },
          { status: 404, properties: [{ name: '{urn:x}none' }, { name: 'bare' }], description: 'a < b' },
          { status: 200, properties: [], error: [LOCKED] },
        ],
        description: 'c',
      }),
    ).toEqual([
      '<D:response><D:href>/a</D:href>' +
        '<D:propstat><D:prop><D:getetag>"1"</D:getetag>' +
        '<owner xmlns="urn:x">Ana &amp; <D:href>/ana</D:href></owner></D:prop>' +
        '<D:status>HTTP/1.1 200 OK</D:status></D:propstat>' +
        '<D:propstat><D:prop><none xmlns="urn:x"/><bare/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status>' +
        '<D:responsedescription>a &lt; b</D:responsedescription></D:propstat>' +
        '<D:propstat><D:prop/><D:status>HTTP/1.1 200 OK</D:status><D:error><D:lock-token-submitted>' +
        '<D:href>/a</D:href></D:lock-token-submitted></D:error></D:propstat>' +
        '<D:responsedescription>c</D:responsedescription></D:response>',
    ]);
  });

  test('write names with the prefixes that they need, and language', () => {
    const attributes = {
      '{http://www.w3.org/XML/1998/namespace}lang': 'pt',
      '{urn:y}b': '1',
      '{urn:multistatus:xml:1}c': '2',
      d: '"&"',
    };
    const child = { name: 'bare', children: [{ name: '{urn:x}e' }] };
    expect(writeContent({ extensions: [{ name: '{urn:x}a', attributes, children: [child] }] })).toBe(
      '<a xmlns="urn:x" xml:lang="pt" xmlns:ns1="urn:y" ns1:b="1" M:c="2" d="&quot;&amp;&quot;">' +
        '<bare xmlns=""><e xmlns="urn:x"/></bare></a>',
    );
  });

  test('put the elements of a response in the order of the DTD, extensions last', () => {
    expect(
      writeContent({
        extensions: [OWNER],
        body: { encoding: 'text', text: 'b' },
        headers: { etag: '"1"' },
        location: '/b',
        description: 'c',
        error: [LOCKED, { name: '{urn:x}more' }],
      }),
    ).toBe(
      '<D:error><D:lock-token-submitted><D:href>/a</D:href></D:lock-token-submitted><more xmlns="urn:x"/></D:error>' +
        '<D:responsedescription>c</D:responsedescription><D:location><D:href>/b</D:href></D:location>' +
        '<M:header name="etag">"1"</M:header><M:body encoding="text">b</M:body>' +
        '<owner xmlns="urn:x">Ana &amp; <D:href>/ana</D:href></owner>',
    );
  });

  test('put a problem before other conditions, and a description in place of its detail', () => {
    const problem = { type: 'about:blank', title: 'Locked', status: 423, detail: 'd', executed: false };
    expect(writeContent({ problem, error: [LOCKED], description: 'c' })).toBe(
      '<D:error><problem xmlns="urn:ietf:rfc:7807"><type>about:blank</type><title>Locked</title>' +
        '<status>423</status><detail>d</detail><executed M:type="boolean">false</executed></problem>' +
        '<D:lock-token-submitted><D:href>/a</D:href></D:lock-token-submitted></D:error>' +
        '<D:responsedescription>c</D:responsedescription>',
    );
  });

  test('write no element for an empty list', () => {
    expect(writeContent({ error: [], extensions: [], headers: {} })).toBe('');
  });

  test('say of the document what it has to say after the responses, the summary last', () => {
    const document: Multistatus = {
      extensions: [{ name: '{urn:x}a' }, { name: '{urn:x}b' }],
      syncToken: 'urn:sync:41?a&b',
      description: 'a < b',
      summary: { total: 0, succeeded: 0, failed: 0, other: 0 },
      responses: [],
    };
    const xml = toXmlText(document, OPTIONS);
    expect(findViolations(xml)).toEqual([]);
    expect(xml).toBe(
      `${OPENING}<D:responsedescription>a &lt; b</D:responsedescription>\n` +
        '<D:sync-token>urn:sync:41?a&amp;b</D:sync-token>\n<a xmlns="urn:x"/><b xmlns="urn:x"/>\n' +
        '<M:summary total="0" succeeded="0" failed="0" other="0"/>\n</D:multistatus>',
    );
  });

  test.each([
    '',
    'a b',
    'a:b',
    '{}a',
    '{ }a',
    '{urn:x}',
    '{urn:x}1',
    'xmlns',
    '{http://www.w3.org/2000/xmlns/}a',
    '{\0}a',
    '{a',
  ])('refuse the name %j', (name) => {
    const refusal = new TypeError(
      `${JSON.stringify(name)} is not a valid XML name; write local or {namespace}local`,
    );
    expect(() => writeContent({ error: [{ name }] })).toThrow(refusal);
    expect(() => writeContent({ error: [{ name: 'a', attributes: { [name]: '' } }] })).toThrow(refusal);
  });

  test('take elements that nest 1000 deep', () => {
    let element: Element = { name: '{urn:x}a', children: ['text'] };
    for (let depth = 1; depth < 1000; depth++) element = { name: '{urn:x}a', children: [element] };
    expect(writeContent({ extensions: [element] })).toBe(
      `<a xmlns="urn:x">${'<a>'.repeat(999)}text${'</a>'.repeat(1000)}`,
    );
  });

  test('are not slowed down by a namespace that looks like a language of its own', () => {
    const namespace = '#'.repeat(100_000);
    expect(writeContent({ extensions: [{ name: `{${namespace}}a` }] })).toBe(
      `<a xmlns="&#35;${namespace.slice(1)}"/>`,
    );
  });
});

describe('hrefs', () => {
  function readHref(href: string): string {
    const xml = toXmlText({ responses: [{ href, status: 200 }] }, OPTIONS);
    return textOf(elementsOf(elementsOf(parseXml(xml))[0]!, '{DAV:}href')[0]!);
  }

  test.each([
    ['/a b', '/a%20b'],
    ['/a|b^c`d', '/a%7Cb%5Ec%60d'],
    ['/a[0]{1}"<>\\', '/a%5B0%5D%7B1%7D%22%3C%3E%5C'],
    ['/é/😀', '/%C3%A9/%F0%9F%98%80'],
    ['/100%', '/100%25'],
    ['/%zz%4', '/%25zz%254'],
    ['/a%2fb%C3', '/a%2fb%C3'],
    ["/-._~:/?@!$&'()*+,;=", "/-._~:/?@!$&'()*+,;="],
    ['/\0\r\n\uffff', '/%00%0D%0A%EF%BF%BF'],
    ['/\ud800', '/%EF%BF%BD'],
    ['/a#b', '/a'],
    ['http://[::1]:80/a[0]?b[]=1', 'http://[::1]:80/a%5B0%5D?b%5B%5D=1'],
    ['https://exämple.org/', 'https://ex%C3%A4mple.org/'],
  ])('%j is written as %s', (href, written) => {
    expect(readHref(href)).toBe(written);
  });

  /** Returns `href <- target` for each response. */
  function readPlaces(responses: readonly MultistatusResponse[]): string[] {
    const xml = toXmlText({ responses }, OPTIONS);
    expect(findViolations(xml)).toEqual([]);
    return elementsOf(parseXml(xml)).map((response) =>
      elementsOf(response)
        .filter(({ name }) => /href|target/.test(name))
        .map(textOf)
        .join(' <- '),
    );
  }

  test('stand once: the first keeps its own, a later one is numbered and carries the true one', () => {
    expect(
      readPlaces([
        { href: '/a', status: 200 },
        { href: '/a', status: 404, id: 'second' },
        { href: '/b', status: 200 },
        { href: '/a', status: 200, index: 7 },
      ]),
    ).toEqual(['/a', '/batch/operations/1 <- /a', '/b', '/batch/operations/7 <- /a']);
  });

  test('are the same if they are written the same', () => {
    expect(
      readPlaces([
        { href: '/a%20b', status: 200 },
        { href: '/a b', status: 200 },
      ]),
    ).toEqual(['/a%20b', '/batch/operations/1 <- /a b']);
  });

  test('of one response are written one after another, with the true ones in their order if one has to move', () => {
    expect(
      readPlaces([
        { hrefs: ['/a', '/b'], status: 200 },
        { hrefs: ['/c', '/b', '/a', '/d'], status: 404 },
        { href: '/c', status: 404 },
      ]),
    ).toEqual([
      '/a <- /b',
      '/c <- /batch/operations/1 <- /batch/operations/1-2 <- /d <- /c <- /b <- /a <- /d',
      '/batch/operations/2 <- /c',
    ]);
  });

  test('that are generated take no href of another response, not even of a later one', () => {
    expect(
      readPlaces([
        { href: '/a', status: 200 },
        { href: '/a', status: 200 },
        { href: '/a', status: 200, index: 1 },
        { href: '/batch/operations/1', status: 200 },
        { href: '/batch/operations/1-2', status: 200 },
      ]),
    ).toEqual([
      '/a',
      '/batch/operations/1-3 <- /a',
      '/batch/operations/1-4 <- /a',
      '/batch/operations/1',
      '/batch/operations/1-2',
    ]);
  });

  test('are placed in linear time, also where every generated one is taken', () => {
    const responses: MultistatusResponse[] = [];
    for (let position = 0; position < 20_000; position++) {
      responses.push({ href: '/a', status: 200, index: 1 });
      responses.push({ href: `/batch/operations/1-${position}`, status: 200 });
    }
    const xml = toXmlText({ responses }, OPTIONS);
    expect(new Set(xml.match(/<D:href>[^<]*/g)).size).toBe(40_000);
  });
});
