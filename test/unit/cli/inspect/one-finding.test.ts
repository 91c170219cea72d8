// One fault is one finding, even if the reader, the rules and the checks of the exchange show it.
import { afterEach, expect, test } from '@jest/globals';
import { runCli } from '../run-cli.js';
import { startRawServer, startServer } from '../start-server.js';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const OK = '<D:response><D:href>/ok</D:href><D:status>HTTP/1.1 200 OK</D:status></D:response>';
const STATUS = '<D:status>HTTP/1.1 200 OK</D:status>';

function xml(content: string): string {
  return `<D:multistatus xmlns:D="DAV:" xmlns:M="urn:multistatus:xml:1">${OK}${content}</D:multistatus>`;
}

function respond(content: string, href = '<D:href>/a</D:href>'): string {
  return xml(`<D:response>${href}${content}</D:response>`);
}

interface Report {
  readonly documents: readonly [
    {
      readonly counts: { readonly succeeded: number } | null;
      readonly unreadable: readonly unknown[];
      readonly findings: readonly { readonly level: string; readonly rule: string }[];
    },
  ];
}

async function inspect(source: string, stdin: string | Uint8Array = ''): Promise<object> {
  const { code, stdout } = await runCli(['inspect', '--json', source], { stdin });
  const { counts, unreadable, findings } = (JSON.parse(stdout) as Report).documents[0];
  return {
    code,
    shown: counts === null ? null : [counts.succeeded, unreadable.length],
    findings: findings.map(({ level, rule }) => `${level} ${rule}`),
  };
}

/** The numbers of successes and of unreadable responses; null if there is no table. */
type Shown = readonly [number, number] | null;

test.each<[what: string, body: string | Uint8Array, shown: Shown, rule: string]>([
  ['a page', '<html><body>x</body></html>', null, 'X2'],
  ['no namespace', '<multistatus><response/><response/></multistatus>', null, 'X2'],
  ['an element in a wrong place', respond(`${STATUS}<D:prop/>`), [1, 1], 'X24'],
  ['no href', respond(STATUS, ''), [1, 1], 'X6'],
  ['an empty href', respond(STATUS, '<D:href/>'), [1, 1], 'X14'],
  ['no status line', respond('<D:status>200</D:status>'), [1, 1], 'X11'],
  ['two statuses', respond(STATUS + STATUS), [1, 1], 'X8'],
  ['text in an error', respond(`<D:error>no</D:error>${STATUS}`), [1, 1], 'X18'],
  ['text in a response', respond(`${STATUS}oops`), [1, 1], 'X26'],
  ['an element in an href', respond(STATUS, '<D:href>/a<D:b/></D:href>'), [1, 1], 'X25'],
  ['a namespace with a typo', xml('<response xmlns="dav:"/>'), [1, 0], 'X2'],
  ['text in the root', xml('oops'), [1, 0], 'X26'],
  [
    'an element of this library',
    respond(STATUS).replace('<D:response><D:href>/a', '<D:response M:index="x"><D:href>/a'),
    [1, 1],
    'extension',
  ],
  [
    'bytes that are not UTF-8',
    Buffer.from(respond(STATUS, '<D:href>/\xe9</D:href>'), 'latin1'),
    [2, 0],
    'X4',
  ],
  ['an entity', respond('<D:responsedescription>&nbsp;</D:responsedescription>'), [1, 0], 'X1'],
  ['truncated XML', respond(STATUS).slice(0, -60), [1, 0], 'X1'],
  ['truncated JSON', '{"responses":[{"href":"/ok","status":200},{"hr', [1, 0], 'json'],
  [
    'a summary that counts more',
    '{"summary":{"total":2,"succeeded":2,"failed":0,"other":0},"responses":[{"index":1,"href":"/b","status":200}]}',
    [1, 0],
    'truncated',
  ],
  [
    'a missing line',
    '{"index":1,"href":"/b","status":200}\n{"summary":{"total":2,"succeeded":2,"failed":0,"other":0}}\n',
    [1, 0],
    'truncated',
  ],
  ['no last line', '{"index":1,"href":"/b","status":200}\n', [1, 0], 'truncated'],
  ['another JSON', '{"photos":[]}', null, 'shape'],
])('%s', async (_what, body, shown, rule) => {
  expect(await inspect('-', body)).toEqual({ code: 2, shown, findings: [`error ${rule}`] });
});

test.each<
  [what: string, status: number, headers: Record<string, string>, body: string, shown: Shown, rule: string]
>([
  ['an error page', 502, { 'Content-Type': 'text/html' }, '<html/>', null, 'status'],
  ['a problem', 404, { 'Content-Type': 'application/problem+json' }, '{"title":"Not Found"}', null, 'status'],
  ['a page of a proxy', 207, { 'Content-Type': 'text/html' }, '<html/>', null, 'X2'],
  ['a redirect to another origin', 307, { Location: 'http://127.0.0.1:1/' }, '', null, 'redirect'],
  [
    'a type and a charset of their own',
    207,
    { 'Content-Type': 'text/plain', Vary: '*' },
    xml(''),
    [1, 0],
    'content-type',
  ],
])('an answer with %s', async (_what, status, headers, body, shown, rule) => {
  const server = await startServer(
    (_request, response) => void response.writeHead(status, headers).end(body),
  );
  servers.push(server);
  expect(await inspect(server.origin)).toEqual({ code: 2, shown, findings: [`error ${rule}`] });
});

test.each([
  ['application/json', '{"responses":[{"href":"/ok","status":200},{"hr'],
  ['application/xml', respond(STATUS).slice(0, -60)],
  ['application/x-ndjson', '{"index":1,"href":"/b","status":200}\n'],
])('an answer of %s whose transfer breaks off', async (type, body) => {
  const head = `HTTP/1.1 207 Multi-Status\r\nVary: Accept\r\nContent-Type: ${type}\r\nContent-Length: 9999\r\n\r\n`;
  const server = await startRawServer(head + body);
  servers.push(server);
  expect(await inspect(server.origin)).toEqual({ code: 2, shown: [1, 0], findings: ['error truncated'] });
});
