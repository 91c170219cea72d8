import type { Multistatus } from '@multistatus/document';
import type { RuleId } from '@multistatus/document/xml-reader';

function wrap(content: string, before = ''): string {
  return `${before}<D:multistatus xmlns:D="DAV:" xmlns:x="urn:x">${content}</D:multistatus>`;
}

/** Returns a document with one response. */
export function respond(content: string, href = '<D:href>/a</D:href>'): string {
  return wrap(`<D:response>${href}${content}</D:response>`);
}

function status(line: string): string {
  return `<D:status>HTTP/1.1 ${line}</D:status>`;
}

function propstat(properties: string, line = '200 OK', more = ''): string {
  return `<D:propstat><D:prop>${properties}</D:prop>${status(line)}${more}</D:propstat>`;
}

function href(text: string): string {
  return respond(status('200 OK'), `<D:href>${text}</D:href>`);
}

function hrefs(...texts: string[]): string {
  return wrap(
    texts.map((text) => `<D:response><D:href>${text}</D:href>${status('200 OK')}</D:response>`).join(''),
  );
}

const OK = status('200 OK');
/** A document that keeps all rules. */
export const FINE: string = respond(OK);
const SYNC = '<D:sync-token>http://a/1</D:sync-token>';
/** The place of its first response. */
export const FIRST = '/multistatus[1]/response[1]';

/** The examples of one rule. */
interface Examples {
  /** Documents that keep the rule. */
  readonly right: readonly (string | Multistatus)[];
  /** Documents that break this rule and no other, with where; of a model the place is a pointer. */
  readonly wrong: readonly (readonly [document: string | Multistatus, path: string])[];
}

/** Documents that keep each rule, and documents that break it. */
export const EXAMPLES: Readonly<Record<RuleId, Examples>> = {
  X1: {
    right: [
      FINE,
      `<?xml version="1.0" encoding="UTF-8"?>${FINE}`,
      { responses: [{ href: '/a', status: 200 }] },
    ],
    wrong: [
      [FINE.slice(0, -1), ''],
      [respond(`${OK}&nbsp;`), ''],
      [respond(`${OK}<y:a/>`), ''],
      [{ responses: [{ href: '/a', status: 404, error: [{ name: 'a b' }] }] }, '/responses/0/error/0'],
      [{ responses: [], extensions: [{ name: 'a', attributes: { '{}b': '' } }] }, '/extensions/0'],
    ],
  },
  X2: {
    right: [FINE, respond(`${OK}<x:status/>`), respond(propstat('<status/>'))],
    wrong: [
      ['<multistatus/>', '/multistatus[1]'],
      ['<multistatus><response/><response/></multistatus>', '/multistatus[1]'],
      ['<D:multistatus xmlns:D="DAV"/>', '/{DAV}multistatus[1]'],
      [wrap('<response/>'), '/multistatus[1]/response[1]'],
      [respond(`${OK}<href>/b</href>`), `${FIRST}/href[1]`],
      [
        respond(propstat('<x:a/>', '200 OK', '<y:status xmlns:y="dav:"/>')),
        `${FIRST}/propstat[1]/{dav:}status[1]`,
      ],
    ],
  },
  X4: {
    right: [FINE, `<?xml version="1.0" encoding="utf-8"?>${FINE}`],
    wrong: [[`<?xml version="1.0" encoding="iso-8859-1"?>${FINE}`, '/multistatus[1]']],
  },
  X5: {
    right: [wrap(''), wrap('<D:responsedescription>a</D:responsedescription>')],
    wrong: [[wrap('<D:responsedescription/><D:responsedescription/>'), '/multistatus[1]']],
  },
  X6: { right: [FINE], wrong: [[respond(OK, ''), FIRST]] },
  X7: {
    right: [
      hrefs('/a', '/b'),
      {
        responses: [
          { id: '1', href: '/a', status: 200 },
          { id: '2', href: '/a', status: 200 },
        ],
      },
    ],
    wrong: [
      [hrefs('/a', '/b', '/a'), '/multistatus[1]/response[3]/href[1]'],
      [respond(OK, '<D:href>/a</D:href><D:href>/a</D:href>'), `${FIRST}/href[2]`],
      [
        {
          responses: [
            { href: '/a', status: 200 },
            { hrefs: ['/b', '/a'], status: 200 },
          ],
        },
        '/responses/1/hrefs/1',
      ],
    ],
  },
  X8: {
    right: [FINE, respond(propstat('<x:a/>')), respond(OK, '<D:href>/a</D:href><D:href>/b</D:href>')],
    wrong: [
      [respond(''), FIRST],
      [respond(OK + OK), FIRST],
      [respond(OK + propstat('<x:a/>')), FIRST],
      [respond(propstat('<x:a/>'), '<D:href>/a</D:href><D:href>/b</D:href>'), FIRST],
      [respond(`${OK}<D:responsedescription/><D:responsedescription/>`), FIRST],
    ],
  },
  X9: {
    right: [respond(propstat('<x:a/>') + propstat('<x:b/>', '404 Not Found'))],
    wrong: [
      [respond(`<D:propstat>${OK}</D:propstat>`), `${FIRST}/propstat[1]`],
      [respond('<D:propstat><D:prop/></D:propstat>'), `${FIRST}/propstat[1]`],
      [respond(propstat('<x:a/>') + propstat('<x:b/>', '404 No', OK)), `${FIRST}/propstat[2]`],
    ],
  },
  X11: {
    right: [
      FINE,
      respond('<D:status>HTTP/1.1 299 </D:status>'),
      respond('<D:status>HTTP/2.0 404 Gone</D:status>'),
    ],
    wrong: [
      [respond('<D:status>HTTP/1.1 200</D:status>'), `${FIRST}/status[1]`],
      [respond('<D:status>200 OK</D:status>'), `${FIRST}/status[1]`],
      [respond(status('600 Odd')), `${FIRST}/status[1]`],
      [respond('<D:status> HTTP/1.1 200 OK</D:status>'), `${FIRST}/status[1]`],
      [respond(propstat('<x:a/>', '20 OK')), `${FIRST}/propstat[1]/status[1]`],
      [{ responses: [{ href: '/a', status: 99.5 }] }, '/responses/0/status'],
      [
        { responses: [{ href: '/a', propstats: [{ status: 1000, properties: [] }] }] },
        '/responses/0/propstats/0/status',
      ],
    ],
  },
  X12: {
    right: [FINE],
    wrong: [
      [respond(status('102 Processing')), `${FIRST}/status[1]`],
      [{ responses: [{ href: '/a', status: 100 }] }, '/responses/0/status'],
    ],
  },
  X13: {
    right: [hrefs('/a', '/b'), hrefs('http://h/a', 'http://h/b')],
    wrong: [[hrefs('/a', 'http://h/b', 'http://h/c'), '/multistatus[1]/response[2]/href[1]']],
  },
  X14: {
    right: [href('/a.b/..c'), href('http://h'), href('/?a/../b'), href('urn:x:1')],
    wrong: [
      ...['a/b', '//h/a', '', '/a/../b', '/a/.', '/a/%2E%2e/b', '/a#b', 'http://h/./a'].map(
        (text) => [href(text), `${FIRST}/href[1]`] as const,
      ),
      [
        respond(`${status('302 Found')}<D:location><D:href>b</D:href></D:location>`),
        `${FIRST}/location[1]/href[1]`,
      ],
      [{ responses: [{ href: '/a', status: 201, location: '/b#c' }] }, '/responses/0/location'],
    ],
  },
  X15: {
    right: [
      hrefs('http://h/a', 'HTTP://H/b'),
      respond(`${status('301 Moved')}<D:location><D:href>http://h/</D:href></D:location>`),
    ],
    wrong: [
      [hrefs('http://h/a', 'http://i/b'), '/multistatus[1]/response[2]/href[1]'],
      [hrefs('http://h/a', 'https://h/b'), '/multistatus[1]/response[2]/href[1]'],
    ],
  },
  X16: {
    right: [
      respond(propstat('<D:resourcetype><D:collection/></D:resourcetype>'), '<D:href>/a/?b</D:href>'),
      respond(propstat('<D:resourcetype/>')),
    ],
    wrong: [[respond(propstat('<D:resourcetype><D:collection/></D:resourcetype>')), `${FIRST}/href[1]`]],
  },
  X17: {
    right: [href("/a%20b/(c)~!$&amp;'*+,;=:@?q=/?"), href('http://[::1]:8080/a')],
    wrong: [
      ...['/a b', '/é', '/%', '/%zz', '/a"b', '/[a]', 'http://h/[a]'].map(
        (text) => [href(text), `${FIRST}/href[1]`] as const,
      ),
      [{ responses: [{ href: '/a|b', status: 200 }] }, '/responses/0/href'],
    ],
  },
  X18: {
    right: [respond(`${status('403 Forbidden')}<D:error><x:a>text</x:a></D:error>`)],
    wrong: [
      [respond(`${status('403 Forbidden')}<D:error/>`), `${FIRST}/error[1]`],
      [respond(`${status('403 Forbidden')}<D:error>no<x:a/></D:error>`), `${FIRST}/error[1]`],
      [respond(propstat('<x:a/>', '403 Forbidden', '<D:error/>')), `${FIRST}/propstat[1]/error[1]`],
    ],
  },
  X19: {
    right: [
      respond(
        propstat('<x:a/>', '403 Forbidden', '<D:error><D:cannot-modify-protected-property/></D:error>'),
      ),
      respond(`${status('409 Conflict')}<D:error><D:no-conflicting-lock/></D:error>`),
    ],
    wrong: [
      [
        respond(
          `${propstat('<x:a/>', '403 Forbidden')}<D:error><D:cannot-modify-protected-property/></D:error>`,
        ),
        `${FIRST}/error[1]/cannot-modify-protected-property[1]`,
      ],
      [respond(`${status('409 Conflict')}<D:no-conflicting-lock/>`), `${FIRST}/no-conflicting-lock[1]`],
    ],
  },
  X20: {
    right: [respond(`${status('302 Found')}<D:location><D:href>/b</D:href></D:location>`)],
    wrong: [
      [respond(`${status('302 Found')}<D:location/>`), `${FIRST}/location[1]`],
      [
        respond(`${status('201 Created')}<D:location><D:href>/b</D:href><D:href>/c</D:href></D:location>`),
        `${FIRST}/location[1]`,
      ],
    ],
  },
  X21: {
    right: [
      respond(status('304 Not Modified')),
      { responses: [{ href: '/a', status: 308, location: '/b' }] },
    ],
    wrong: [
      [respond(status('302 Found')), FIRST],
      [{ responses: [{ href: '/a', status: 307 }] }, '/responses/0'],
    ],
  },
  X22: {
    right: [
      respond(`${status('201 Created')}<D:location><D:href>/b</D:href></D:location>`),
      { responses: [{ href: '/a', status: 404, location: '/b' }] },
    ],
    wrong: [[respond(`${OK}<D:location><D:href>/b</D:href></D:location>`), `${FIRST}/location[1]`]],
  },
  X24: {
    right: [respond(`${OK}<x:a/>`), respond(propstat('<D:getetag/><D:my-own/>'))],
    wrong: [
      [wrap('<D:contentrange>0-1</D:contentrange>'), '/multistatus[1]/contentrange[1]'],
      [wrap('<D:prop/>'), '/multistatus[1]/prop[1]'],
      [respond(`${OK}<D:body/>`), `${FIRST}/body[1]`],
      [{ responses: [], extensions: [{ name: '{DAV:}own' }] }, '/extensions/0'],
    ],
  },
  X25: {
    right: [respond(`${OK}<D:responsedescription>a</D:responsedescription>`)],
    wrong: [
      [
        respond(`${OK}<D:responsedescription>a <x:b/></D:responsedescription>`),
        `${FIRST}/responsedescription[1]/{urn:x}b[1]`,
      ],
      [respond(OK, '<D:href>/a<x:b/></D:href>'), `${FIRST}/href[1]/{urn:x}b[1]`],
      [wrap('<D:sync-token>http://a/1<x:b/></D:sync-token>'), '/multistatus[1]/sync-token[1]/{urn:x}b[1]'],
    ],
  },
  X26: {
    right: [wrap(' \n\t')],
    wrong: [
      [wrap('text'), '/multistatus[1]'],
      [respond(`${OK}text`), FIRST],
      [
        respond('<D:propstat>a<D:prop/><D:status>HTTP/1.1 200 OK</D:status></D:propstat>'),
        `${FIRST}/propstat[1]`,
      ],
      [respond(propstat('text')), `${FIRST}/propstat[1]/prop[1]`],
    ],
  },
  X27: {
    right: [`<?xml version="1.0"?>${FINE}`],
    wrong: [[`<?xml-stylesheet href="a"?>${FINE}`, '/processing-instruction(xml-stylesheet)']],
  },
  X28: {
    right: [respond(propstat('<x:a/><a/>') + propstat('<D:a/>', '404 Not Found'))],
    wrong: [
      [
        respond(propstat('<x:a/>') + propstat('<x:a/>', '404 Not Found')),
        `${FIRST}/propstat[2]/prop[1]/{urn:x}a[1]`,
      ],
      [
        {
          responses: [
            { href: '/a', propstats: [{ status: 200, properties: [{ name: 'a' }, { name: 'a' }] }] },
          ],
        },
        '/responses/0/propstats/0/properties/1',
      ],
    ],
  },
  X29: {
    right: [respond(propstat('<x:a>1</x:a>') + propstat('<x:b/>', '404 Not Found'))],
    wrong: [[respond(propstat('<x:a>1</x:a>', '404 Not Found')), `${FIRST}/propstat[1]/prop[1]/{urn:x}a[1]`]],
  },
  X30: {
    right: [
      respond(
        `${status('423 Locked')}<D:error><D:lock-token-submitted><D:href>/</D:href></D:lock-token-submitted></D:error>`,
      ),
    ],
    wrong: [
      [
        respond(`${status('423 Locked')}<D:error><D:lock-token-submitted/></D:error>`),
        `${FIRST}/error[1]/lock-token-submitted[1]`,
      ],
    ],
  },
  X31: {
    right: [{ responses: [], description: '\t\r\n😀\ufffd' }],
    wrong: [
      [{ responses: [], description: '\0' }, '/description'],
      [{ responses: [{ href: '/a', status: 200, description: '\ud800' }] }, '/responses/0/description'],
      [{ responses: [], extensions: [{ name: 'a', attributes: { b: '\uffff' } }] }, '/extensions/0'],
      [wrap('\u0001'), ''],
    ],
  },
  X36: {
    right: [
      wrap(`<D:response><D:href>/a</D:href>${status('404 Not Found')}</D:response>${SYNC}`),
      wrap(`<D:response><D:href>/a</D:href>${propstat('<x:a/>')}</D:response>${SYNC}`),
      FINE,
    ],
    wrong: [
      [wrap(`<D:response><D:href>/a</D:href>${OK}</D:response>${SYNC}`), `${FIRST}/status[1]`],
      [wrap(SYNC + SYNC), '/multistatus[1]/sync-token[2]'],
      [wrap('<D:sync-token/>'), '/multistatus[1]/sync-token[1]'],
      [{ responses: [{ href: '/a', status: 204 }], syncToken: 'http://a/1' }, '/responses/0/status'],
    ],
  },
  X37: {
    right: [
      wrap(
        `<D:response><D:href>/a</D:href>${status('507 Insufficient Storage')}` +
          `<D:error><D:number-of-matches-within-limits/></D:error></D:response>${SYNC}`,
      ),
      respond(status('507 Insufficient Storage')),
    ],
    wrong: [[wrap(`<D:response><D:href>/a</D:href>${status('507 Full')}</D:response>${SYNC}`), FIRST]],
  },
  X38: {
    right: [respond(propstat('<x:a/>', '208 Already Reported'))],
    wrong: [[respond(status('208 Already Reported')), `${FIRST}/status[1]`]],
  },
};
