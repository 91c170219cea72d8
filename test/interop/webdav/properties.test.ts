import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  elementsOf,
  findViolations,
  parseXml,
  textOf,
  type XmlElement,
} from '../../support/multistatus-rules.js';
import { findElements } from './find-elements.js';
import { type ShareAnswer, type ShareServer, startShare } from './share-server.js';

const LIVE = ['creationdate', 'displayname', 'getlastmodified', 'resourcetype'];
const LIVE_OF_FILES = [...LIVE, 'getcontentlength', 'getcontenttype', 'getetag'];

describe('properties', () => {
  let share: ShareServer;

  beforeEach(async () => {
    share = await startShare();
    await mkdir(join(share.folder, 'c'));
    await writeFile(join(share.folder, 'c/a.txt'), 'uphill');
  });

  afterEach(() => share.close());

  const propfind = (path: string, body?: string | Buffer, depth: string | undefined = '0') =>
    share.send({
      method: 'PROPFIND',
      path,
      headers: depth === '' ? {} : { Depth: depth },
      ...(body && { body }),
    });
  const proppatch = (path: string, steps: string) =>
    share.send({
      method: 'PROPPATCH',
      path,
      body: `<D:propertyupdate xmlns:D="DAV:" xmlns:x="urn:x">${steps}</D:propertyupdate>`,
    });
  const set = (properties: string) => `<D:set><D:prop>${properties}</D:prop></D:set>`;
  const remove = (properties: string) => `<D:remove><D:prop>${properties}</D:prop></D:remove>`;

  describe('PROPFIND', () => {
    test.each([
      ['no body', undefined],
      ['allprop', '<propfind xmlns="DAV:"><allprop/></propfind>'],
      [
        'an element that nobody knows beside',
        '<propfind xmlns="DAV:"><new xmlns="urn:x"/><allprop/></propfind>',
      ],
    ])('with %s gives all properties', async (_what, body) => {
      const [file] = responsesIn(await propfind('/c/a.txt', body));
      expect(Object.keys(file!.properties[200]!)).toEqual(LIVE_OF_FILES.map((name) => `{DAV:}${name}`));
      expect(file!.properties[200]).toMatchObject({
        '{DAV:}getcontentlength': '6',
        '{DAV:}displayname': 'a.txt',
      });
      const [collection] = responsesIn(await propfind('/c', body));
      expect(collection!.href).toBe('/c/');
      expect(Object.keys(collection!.properties[200]!)).toEqual(LIVE.map((name) => `{DAV:}${name}`));
    });

    test('with include gives all, and says which of those are missing', async () => {
      const body =
        '<propfind xmlns="DAV:"><allprop/><include><supportedlock/><getetag/></include></propfind>';
      const [file] = responsesIn(await propfind('/c/a.txt', body));
      expect(Object.keys(file!.properties[200]!)).toHaveLength(LIVE_OF_FILES.length);
      expect(file!.properties[404]).toEqual({ '{DAV:}supportedlock': '' });
    });

    test('with propname gives the names alone', async () => {
      await proppatch('/c/a.txt', set('<x:mood>calm</x:mood>'));
      const [file] = responsesIn(await propfind('/c/a.txt', '<propfind xmlns="DAV:"><propname/></propfind>'));
      expect(file!.properties).toEqual({
        200: Object.fromEntries(
          [...LIVE_OF_FILES.map((name) => `{DAV:}${name}`), '{urn:x}mood'].map((name) => [name, '']),
        ),
      });
    });

    test('with prop gives each with its status, once', async () => {
      const body =
        '<propfind xmlns="DAV:"><prop><getcontentlength/><x xmlns=""/><getcontentlength/></prop></propfind>';
      expect(responsesIn(await propfind('/c/a.txt', body))).toEqual([
        { href: '/c/a.txt', properties: { 200: { '{DAV:}getcontentlength': '6' }, 404: { '{}x': '' } } },
      ]);
      const [collection] = responsesIn(await propfind('/c/', body));
      expect(collection!.properties).toEqual({ 404: { '{DAV:}getcontentlength': '', '{}x': '' } });
    });

    test('of Depth 1 gives the members too, and no others', async () => {
      await mkdir(join(share.folder, 'c/deep/er'), { recursive: true });
      const hrefs = async (path: string) =>
        responsesIn(await propfind(path, undefined, '1')).map(({ href }) => href);
      expect(await hrefs('/c/')).toEqual(['/c/', '/c/a.txt', '/c/deep/']);
      expect(await hrefs('/')).toEqual(['/', '/c/']);
      expect(await hrefs('/c/a.txt')).toEqual(['/c/a.txt']);
    });

    test('takes files of any name', async () => {
      const names = [
        'a&b<c>"d\'.txt',
        '%2e%2e',
        '%',
        '-?#;=@:+ ,',
        ']]>',
        '\\',
        '\u0001\t\n',
        '…\u{1F4F7}',
        'e\u0301',
      ];
      for (const name of names) await writeFile(join(share.folder, 'c', name), '');
      const [, ...members] = responsesIn(await propfind('/c/', undefined, '1'));
      const paths = members.map(({ href }) => decodeURIComponent(href));
      expect(paths).toEqual(['a.txt', ...names].map((name) => `/c/${name}`).sort());
      for (const { href } of members)
        expect((await share.send({ method: 'DELETE', path: href })).status).toBe(204);
    });

    test.each(['infinity', ''])(
      'of Depth %p is refused for a collection, with the precondition',
      async (depth) => {
        const answer = await propfind('/', undefined, depth);
        expect(answer.status).toBe(403);
        expect(elementsOf(parseXml(answer.text), '{DAV:}propfind-finite-depth')).toHaveLength(1);
        expect((await propfind('/c/a.txt', undefined, depth)).status).toBe(207);
      },
    );

    test('is answered in JSON where that is wanted', async () => {
      const body = '<propfind xmlns="DAV:"><prop><getcontentlength/></prop></propfind>';
      const answer = await share.send({
        method: 'PROPFIND',
        path: '/c/a.txt',
        headers: { Depth: '0', Accept: 'application/json' },
        body,
      });
      expect(JSON.parse(answer.text)).toMatchObject({
        responses: [
          {
            href: '/c/a.txt',
            propstats: [{ status: 200, properties: [{ name: '{DAV:}getcontentlength', children: ['6'] }] }],
          },
        ],
      });
    });

    test('leaves out what is missing where little is wanted (RFC 8144)', async () => {
      const body = '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>';
      const answer = await share.send({
        method: 'PROPFIND',
        path: '/c/',
        headers: { Depth: '0', Prefer: 'return=minimal' },
        body,
      });
      expect(responsesIn(answer)).toEqual([{ href: '/c/', properties: { 200: {} } }]);
    });

    test.each([
      ['truncated', '<propfind xmlns="DAV:"><allprop/>'],
      ['with a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><propfind xmlns="DAV:"><allprop/></propfind>'],
      ['of another kind', '<propertyupdate xmlns="DAV:"/>'],
      ['of another namespace', '<propfind><allprop/></propfind>'],
      ['undecided', '<propfind xmlns="DAV:"><allprop/><propname/></propfind>'],
      ['without a question', '<propfind xmlns="DAV:"/>'],
      ['too deep', `<propfind xmlns="DAV:">${'<a>'.repeat(200)}${'</a>'.repeat(200)}</propfind>`],
      ['not in UTF-8', Buffer.from('<propfind xmlns="DAV:"><prop><\xe4/></prop></propfind>', 'latin1')],
    ])('with a body that is %s is 400', async (_what, body) => {
      expect((await propfind('/c/', body)).status).toBe(400);
    });

    test('takes a body in UTF-16, and none above 1 MiB', async () => {
      const body = '\uFEFF<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>';
      expect((await propfind('/c/', Buffer.from(body, 'utf16le'))).status).toBe(207);
      expect(
        (await propfind('/c/', `<propfind xmlns="DAV:">${' '.repeat(1 << 20)}<allprop/></propfind>`)).status,
      ).toBe(413);
    });
  });

  describe('PROPPATCH', () => {
    const read = async (path: string, names = '<x:mood xmlns:x="urn:x"/>') =>
      responsesIn(await propfind(path, `<propfind xmlns="DAV:"><prop>${names}</prop></propfind>`))[0]!
        .properties;

    test('keeps values of any kind', async () => {
      const value =
        '<x:mood x:sure="&lt;yes&gt;"> calm &amp; <b xmlns="">wide</b> &#9;<![CDATA[<&>]]></x:mood>';
      expect(responsesIn(await proppatch('/c/a.txt', set(value)))).toEqual([
        { href: '/c/a.txt', properties: { 200: { '{urn:x}mood': '' } } },
      ]);
      const { text } = await propfind(
        '/c/a.txt',
        '<propfind xmlns="DAV:"><prop><mood xmlns="urn:x"/></prop></propfind>',
      );
      const [mood] = findElements(parseXml(text), '{urn:x}mood');
      expect(mood).toMatchObject({
        attributes: { '{urn:x}sure': '<yes>' },
        children: [' calm & ', { name: '{}b', children: ['wide'] }, ' \t<&>'],
      });
    });

    test.each([
      ['a brace in a namespace', 'xmlns:p="urn:a}b"', 'p:mood'],
      ['a name beyond ASCII', 'xmlns:p="urn:p"', 'p:\u00e9tat-d\u2019esprit'.replace('\u2019', '')],
      ['an escape in a namespace', 'xmlns:p="urn:&quot;&amp;&lt;"', 'p:mood'],
      ['the namespace of xml', '', 'xml:mood'],
    ])('keeps a property with %s', async (_what, declaration, name) => {
      const patched = await proppatch('/c/', set(`<${name} ${declaration}>calm</${name}>`));
      expect(patched.status).toBe(207);
      const found = await read('/c/', `<${name} ${declaration}/>`);
      expect(Object.values(found[200] ?? {})).toEqual(['calm']);
    });

    test('keeps the language in scope', async () => {
      await proppatch('/c/', '<D:set xml:lang="pt"><D:prop><x:mood>saudade</x:mood></D:prop></D:set>');
      const { text } = await propfind(
        '/c/',
        '<propfind xmlns="DAV:"><prop><mood xmlns="urn:x"/></prop></propfind>',
      );
      expect(Object.values(findElements(parseXml(text), '{urn:x}mood')[0]!.attributes)).toEqual(['pt']);
    });

    test('works in the order of the document', async () => {
      await proppatch('/c/', set('<x:mood>one</x:mood>') + remove('<x:mood/>') + set('<x:mood>two</x:mood>'));
      expect(await read('/c/')).toEqual({ 200: { '{urn:x}mood': 'two' } });
      expect(
        (await proppatch('/c/', set('<x:mood>three</x:mood>') + remove('<x:mood/><x:other/>'))).status,
      ).toBe(207);
      expect(await read('/c/')).toEqual({ 404: { '{urn:x}mood': '' } });
    });

    test('changes all or nothing: a protected property fails the others with 424', async () => {
      const answer = await proppatch(
        '/c/a.txt',
        set('<x:mood>calm</x:mood><D:getetag>"mine"</D:getetag>') + remove('<D:resourcetype/><x:other/>'),
      );
      expect(responsesIn(answer)).toEqual([
        {
          href: '/c/a.txt',
          properties: {
            403: { '{DAV:}getetag': '', '{DAV:}resourcetype': '' },
            424: { '{urn:x}mood': '', '{urn:x}other': '' },
          },
        },
      ]);
      expect(findElements(parseXml(answer.text), '{DAV:}cannot-modify-protected-property')).toHaveLength(1);
      expect(await read('/c/a.txt')).toEqual({ 404: { '{urn:x}mood': '' } });
    });

    test('may name a resource', async () => {
      await proppatch('/c/', set('<D:displayname>Álbum</D:displayname>'));
      expect(await read('/c/', '<displayname/>')).toEqual({ 200: { '{DAV:}displayname': 'Álbum' } });
      await proppatch('/c/', remove('<D:displayname/>'));
      expect(await read('/c/', '<displayname/>')).toEqual({ 200: { '{DAV:}displayname': 'c' } });
    });

    test('loses nothing of what comes at the same time', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `x:p${index}`);
      await Promise.all(names.map((name) => proppatch('/c/', set(`<${name}>here</${name}>`))));
      const found = await read('/c/', names.map((name) => `<${name} xmlns:x="urn:x"/>`).join(''));
      expect(Object.values(found[200]!)).toEqual(names.map(() => 'here'));
    });

    test('leaves properties that go where the resource goes, and end with it', async () => {
      await proppatch('/c/a.txt', set('<x:mood>calm</x:mood>'));
      const send = (method: string, path: string, destination = '') =>
        share.send({ method, path, headers: { Destination: destination } });
      await send('COPY', '/c/', '/copy/');
      await send('MOVE', '/c/', '/moved/');
      expect(await read('/copy/a.txt')).toEqual({ 200: { '{urn:x}mood': 'calm' } });
      expect(await read('/moved/a.txt')).toEqual({ 200: { '{urn:x}mood': 'calm' } });
      await send('DELETE', '/copy/');
      await send('DELETE', '/moved/');
      expect(await readdir(join(share.store, 'properties'))).toEqual([]);
      await mkdir(join(share.folder, 'moved'));
      await writeFile(join(share.folder, 'moved/a.txt'), '');
      expect(await read('/moved/a.txt')).toEqual({ 404: { '{urn:x}mood': '' } });
      await rm(join(share.folder, 'moved'), { recursive: true });
    });

    test.each(['', '<propertyupdate xmlns="DAV:"/>', '<propfind xmlns="DAV:"/>', 'mood'])(
      'with the body %p is 400',
      async (body) => {
        expect((await share.send({ method: 'PROPPATCH', path: '/c/', body })).status).toBe(400);
      },
    );

    test('of nothing is 404', async () => {
      expect((await proppatch('/none', set('<x:mood/>'))).status).toBe(404);
    });
  });
});

interface Described {
  readonly href: string;
  /** By status, the text of each property by its name. */
  readonly properties: Readonly<Record<number, Readonly<Record<string, string>>>>;
}

function responsesIn({ status, text }: ShareAnswer): Described[] {
  expect(status).toBe(207);
  expect(findViolations(text)).toEqual([]);
  const codeOf = (propstat: XmlElement) => textOf(elementsOf(propstat, '{DAV:}status')[0]!).split(' ')[1]!;
  const valuesOf = (propstat: XmlElement) =>
    elementsOf(propstat, '{DAV:}prop')
      .flatMap(({ children }) => children)
      .filter((child) => typeof child !== 'string')
      .map((property) => [property.name, textOf(property)]);
  return elementsOf(parseXml(text), '{DAV:}response').map((response) => ({
    href: textOf(elementsOf(response, '{DAV:}href')[0]!),
    properties: Object.fromEntries(
      elementsOf(response, '{DAV:}propstat').map((propstat) => [
        codeOf(propstat),
        Object.fromEntries(valuesOf(propstat)),
      ]),
    ),
  }));
}
