// What a reader keeps, drops and puts together, point by point.
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { type Multistatus, type MultistatusResponse, readMultistatus } from '@multistatus/document';
import { readXml } from '@multistatus/document/xml-reader';

const OK = '<status>HTTP/1.1 200 OK</status>';

function wrap(content: string, attributes = ''): string {
  return `<multistatus xmlns="DAV:" xmlns:M="urn:multistatus:xml:1" ${attributes}>${content}</multistatus>`;
}

function first(xml: string): MultistatusResponse | undefined {
  return readXml(xml).responses[0];
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

async function readJson(response: object, more = {}): Promise<MultistatusResponse | undefined> {
  const text = JSON.stringify({ responses: [response], ...more });
  return (await readMultistatus(text)).document.responses[0];
}

describe('XML', () => {
  test('a property keeps the language that is in scope (RFC 4918 section 4.3)', () => {
    const properties = '<a/><b xml:lang="fr"/>';
    const response = first(
      wrap(
        `<response><href>/a</href><propstat><prop xml:lang="de">${properties}</prop>${OK}</propstat>` +
          `<propstat><prop><c/></prop>${OK}</propstat></response>`,
        'xml:lang="pt"',
      ),
    );
    const languages = response?.propstats?.flatMap((propstat) =>
      propstat.properties.map(({ attributes }) => attributes?.['{http://www.w3.org/XML/1998/namespace}lang']),
    );
    expect(languages).toEqual(['de', 'fr', 'pt']);
  });

  test('the content of a property is kept as it is, white space and all', () => {
    const property = '<a>\n  <b>1</b> two<!-- no --> <![CDATA[<3>]]>\n</a>';
    const response = first(
      wrap(`<response><href>/a</href><propstat><prop>\n${property}\n</prop>${OK}</propstat></response>`),
    );
    expect(response?.propstats?.[0].properties).toEqual([
      {
        name: '{DAV:}a',
        children: ['\n  ', { name: '{DAV:}b', children: ['1'] }, ' two <3>\n'],
      },
    ]);
  });

  test('unknown attributes and elements are extensions, wherever they stand', () => {
    const document = readXml(
      wrap(
        `<response y="2" M:id="i"><href z="3">/a</href><propstat><prop/>${OK}<p xmlns="urn:p"/></propstat>` +
          '<r xmlns=""/></response><contentrange>0-1</contentrange>',
        'x="1"',
      ),
    );
    const attributes = (name: string, value: string): object => ({
      name: '{urn:multistatus:xml:1}attributes',
      attributes: { [name]: value },
    });
    expect(document.extensions).toEqual([
      attributes('x', '1'),
      { name: '{DAV:}contentrange', children: ['0-1'] },
    ]);
    expect(document.responses[0]?.extensions).toEqual([
      attributes('y', '2'),
      { name: 'r' },
      { name: '{urn:p}p' },
    ]);
  });

  test('parts that are repeated without harm are put together', () => {
    const response = first(
      wrap(
        `<response><href>/a</href><href>/b</href><href>/a</href>${OK}<error><x/></error><error><y/></error>` +
          '<responsedescription>one</responsedescription><responsedescription>two</responsedescription></response>',
      ),
    );
    expect(response).toEqual({
      hrefs: ['/a', '/b'],
      status: 200,
      error: [{ name: '{DAV:}x' }, { name: '{DAV:}y' }],
      description: 'one\ntwo',
    });
    expect(first(wrap(`<response><href>/a</href><href>/a</href>${OK}</response>`))?.href).toBe('/a');
  });

  test('a status 200 beside propstats says nothing more than they do', () => {
    const propstat = '<propstat><prop><a/></prop><status>HTTP/1.1 404 Not Found</status></propstat>';
    expect(first(wrap(`<response><href>/a</href>${OK}${propstat}</response>`))).toEqual({
      href: '/a',
      propstats: [{ status: 404, properties: [{ name: '{DAV:}a' }] }],
    });
  });

  test('a document that declares XML 1.1 is read as 1.0', () => {
    expect(readXml(`<?xml version="1.1"?>${wrap('')}`)).toEqual({ responses: [] });
    expect(() => readXml(`<?xml version="1.1"?>${wrap('&#1;')}`)).toThrow('X1');
  });

  test('a problem that lacks members takes them from the response; beside a body it stays a condition', () => {
    const problem = '<error><problem xmlns="urn:ietf:rfc:7807"><status>x</status></problem></error>';
    const status = '<status>HTTP/1.1 423 Locked</status>';
    expect(first(wrap(`<response><href>/a</href>${status}${problem}</response>`))?.problem).toEqual({
      type: 'about:blank',
      title: 'Locked',
      status: 423,
    });
    const both = first(wrap(`<response><href>/a</href>${status}${problem}<M:body>1</M:body></response>`));
    expect(both?.body).toEqual({ encoding: 'json', text: '1' });
    expect(both?.error?.map(({ name }) => name)).toEqual(['{urn:ietf:rfc:7807}problem']);
  });

  test('names that an object has by birth are names like any other', () => {
    const response = first(
      wrap(
        `<response><href>/a</href>${OK}<M:header name="__proto__">a</M:header><error><problem xmlns="urn:ietf:rfc:7807">` +
          '<title>t</title><__proto__>b</__proto__></problem></error></response>',
      ),
    );
    expect(Object.entries(response?.headers ?? {})).toEqual([['__proto__', 'a']]);
    expect(Object.entries(response?.problem ?? {})).toContainEqual(['__proto__', 'b']);
    expect(Object.prototype).not.toHaveProperty('title');
  });

  test('a line is counted once where its end lies across two pieces', () => {
    expect(() => readXml(['<a>\r', '\n', '</b>'])).toThrow('line 1');
    expect(() => readXml([`${wrap('')}\r`, '\n', 'x'], { maxBytes: wrap('').length + 2 })).toThrow(
      '(maxBytes, line 2, column 1)',
    );
  });
});

test('in XML, a body is a problem under the same conditions', () => {
  const problem = { type: 'urn:multistatus:problem:nested-batch', title: 'No', status: 403, executed: false };
  const contentType = 'application/problem+json; charset=utf-8';
  const read = (body: object) =>
    first(
      wrap(
        `<response><href>/a</href><status>HTTP/1.1 403 Forbidden</status>` +
          `<M:header name="content-type">${contentType}</M:header>` +
          `<M:body>${JSON.stringify(body)}</M:body></response>`,
      ),
    );
  const headers = { 'content-type': contentType };
  expect(read(problem)).toEqual({ href: '/a', status: 403, headers, problem });
  const other = { ...problem, type: 'https://shop.example/closed' };
  const body = { encoding: 'json', text: JSON.stringify(other) };
  expect(read(other)).toEqual({ href: '/a', status: 403, headers, body });
});

describe('JSON', () => {
  test('a body is kept as it was written', async () => {
    const body = '{ "a": 1.50, "a" : 12345678901234567890, "\\u0041": [ ] }';
    const text = `{"responses":[{"body" : ${body} ,"href":"/a","status":200}]}`;
    expect((await readMultistatus(text)).document.responses[0]?.body).toEqual({
      encoding: 'json',
      text: body,
    });
  });

  test('the last of two members counts, for a body too', async () => {
    const text = '{"responses":[],"responses":[{"href":"/a","status":404,"status":200,"body":1,"body":2}]}';
    expect((await readMultistatus(text)).document.responses).toEqual([
      { href: '/a', status: 200, body: { encoding: 'json', text: '2' } },
    ]);
  });

  const type = 'urn:multistatus:problem:locked';
  const problem = { type, title: 'Locked', status: 423 };
  const fault = { href: '/a', status: 423 };
  test.each<[string, object, Partial<MultistatusResponse>]>([
    ['its own', { headers: { 'Content-Type': 'application/problem+json' }, body: problem }, { problem }],
    [
      'its own, with other headers',
      { headers: { 'content-type': 'application/problem+json', a: 'b' }, body: problem },
      { headers: { a: 'b' }, problem },
    ],
    [
      'its own, with a charset',
      { headers: { 'content-type': 'Application/problem+json; charset=utf-8' }, body: problem },
      { headers: { 'content-type': 'Application/problem+json; charset=utf-8' }, problem },
    ],
  ])('a problem is %s', async (_name, members, expected) => {
    expect(await readJson({ ...fault, ...members })).toEqual({ ...fault, ...expected });
  });

  test.each<[string, string, object]>([
    ['another type', 'application/problem+json', { ...problem, type: 'about:blank' }],
    [
      'another type and a charset',
      'application/problem+json; charset=utf-8',
      { ...problem, type: 'about:blank' },
    ],
    ['another media type', 'application/json', problem],
    ['no title', 'application/problem+json', { type, status: 423 }],
    ['more than 32 levels', 'application/problem+json', { ...problem, deep: nested(32) }],
    ['a status that is text', 'application/problem+json', { ...problem, status: '423' }],
    ['a detail that is no text', 'application/problem+json', { ...problem, detail: 1 }],
  ])('a body with %s is a body', async (_name, contentType, body) => {
    const headers = { 'content-type': contentType };
    expect(await readJson({ ...fault, headers, body })).toEqual({
      ...fault,
      headers,
      body: { encoding: 'json', text: JSON.stringify(body) },
    });
  });

  test('hrefs stand once, texts hold what XML can hold', async () => {
    const document: Multistatus = {
      responses: [{ hrefs: ['/a', '/b', '/a'] as unknown as ['/a', '/b'], status: 200, description: 'a\0' }],
      description: '\ud800',
      extensions: [{ name: 'a', attributes: { b: '\uffff' }, children: ['\u0001'] }],
    };
    expect((await readMultistatus(JSON.stringify(document))).document).toEqual({
      responses: [{ hrefs: ['/a', '/b'], status: 200, description: 'a\ufffd' }],
      description: '\ufffd',
      extensions: [{ name: 'a', attributes: { b: '\ufffd' }, children: ['\ufffd'] }],
    });
  });

  test.each([
    ['base64url', 'image/png', '-_8', { encoding: 'base64', text: '+/8=' }],
    ['text', 'text/plain', '-_8', { encoding: 'text', text: '-_8' }],
    ['what is no base64', 'image/png', '?', { encoding: 'text', text: '?' }],
    ['JSON', 'application/json', 'aaaa', { encoding: 'json', text: '"aaaa"' }],
  ])('a string in a batch of OData is %s', async (_name, contentType, body, expected) => {
    const response = await readJson({ id: '1', status: 200, headers: { 'Content-Type': contentType }, body });
    expect(response?.body).toEqual(expected);
  });

  test('members that nobody knows, and null, are passed over', async () => {
    const more = { summary: null, '@odata.context': 'x' };
    expect(await readJson({ href: '/a', status: 200, atomicityGroup: 'g', index: null }, more)).toEqual({
      href: '/a',
      status: 200,
    });
  });
});

test('bytes of another realm are bytes', async () => {
  const bytes = runInNewContext('Uint8Array.from(numbers)', {
    numbers: [...Buffer.from(wrap(''))],
  }) as Uint8Array;
  expect(bytes instanceof Uint8Array).toBe(false);
  expect((await readMultistatus(bytes)).document).toEqual({ responses: [] });
  expect((await readMultistatus([bytes])).document).toEqual({ responses: [] });
});
