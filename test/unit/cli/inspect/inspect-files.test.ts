import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fixture, runCli } from '../run-cli.js';

const XML = (responses: string): string => `<D:multistatus xmlns:D="DAV:">${responses}</D:multistatus>`;
const LOCKED = '<D:response><D:href>/a</D:href><D:status>HTTP/1.1 423 Locked</D:status></D:response>';
const DONE = '<D:response><D:href>/b</D:href><D:status>HTTP/1.1 204 No Content</D:status></D:response>';

describe('inspect prints what stands in the golden file', () => {
  test.each([
    ['sharepoint.xml', 1],
    ['batch.json', 1],
    ['streamed.ndjson', 1],
    ['broken-rules.xml', 2],
    ['chrome.har', 2],
    ['firefox.har', 2],
    ['mitmproxy.har', 0],
  ])('%s, exit code %i', async (name, exitCode) => {
    const { code, stdout, stderr } = await runCli(['inspect', name]);
    expect(stderr).toBe('');
    expect(stdout).toBe(readFileSync(fixture(`${name}.txt`), 'utf8'));
    expect(code).toBe(exitCode);
  });

  test('in 60 columns, none of which is exceeded', async () => {
    const { stdout } = await runCli(['inspect', 'sharepoint.xml'], { env: { COLUMNS: '60' } });
    expect(stdout).toBe(readFileSync(fixture('sharepoint-60-columns.txt'), 'utf8'));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });
});

describe('inspect reads the standard input', () => {
  test.each<[what: string, stdin: string | Uint8Array, exitCode: number, said: string]>([
    ['successes alone', XML(DONE), 0, '1 resource: 1 succeeded'],
    ['a failure', XML(LOCKED + DONE), 1, '✗ 423 Locked'],
    [
      'JSON of another service on one line, with a summary',
      '{"summary":{"total":2,"failed":1},"results":[{"id":"a","status":200},{"id":"b","status":404}]}\n',
      1,
      '✗ 404 Not Found',
    ],
    [
      'trailers',
      JSON.stringify({
        responses: [{ href: '/a', status: 200, trailers: { 'x-sum': ['1', '2'], 'set-cookie': 's' } }],
      }),
      0,
      '    trailer: x-sum: 1\n    trailer: x-sum: 2\n',
    ],
    [
      'bodies that were left out',
      JSON.stringify({
        responses: ['too-large', 'minimal', 'not-stored'].map((bodyOmitted) => ({
          ...{ href: `/${bodyOmitted}`, status: 200, bodyOmitted },
        })),
      }),
      0,
      [
        '✓ 200 OK  /too-large',
        '    no body: it exceeds a limit of the server',
        '✓ 200 OK  /minimal',
        '    no body: the request did not ask for it',
        '✓ 200 OK  /not-stored',
        '    no body: the operation ran for an earlier request, and the server did not store it',
      ].join('\n'),
    ],
    ['no response at all', XML(''), 0, '0 resources'],
    ['UTF-16', Buffer.from(`\uFEFF${XML(LOCKED)}`, 'utf16le'), 1, '✗ 423 Locked'],
    ['an empty input', '', 2, 'line 1, column 1: the body is empty'],
    ['white space', '\n\n  ', 2, 'the body is empty'],
    ['plain text', '\n Bad Gateway', 2, 'line 2, column 2: the body is neither XML, JSON nor multipart'],
    [
      'binary',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]),
      2,
      'neither XML, JSON nor multipart: it is binary',
    ],
    ['gzip', Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0]), 2, 'compressed with gzip: decompress it first'],
    ['a page', '<html>\n<body>502</body></html>', 2, 'error X2'],
    ['a page with a document type', '<!doctype html><p>502', 2, 'the body is a web page (HTML)'],
    ['truncated XML', XML(LOCKED).slice(0, 60), 2, 'error X1  RFC 4918 section 8.2\n    line 1, column '],
    ['truncated JSON', '{\n  "responses": [\n    { "href": "/a", "sta', 2, 'line 3, column'],
    ['JSON of another kind', '{ "photos": [] }', 2, '    the document is not a known form'],
    ['a response without status', '{ "responses": [{ "href": "/a" }] }', 2, '    /responses/0 has neither'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><x/>', 2, 'error doctype'],
    [
      'bytes that are not UTF-8',
      Buffer.from(XML('<D:responsedescription>\xe9</D:responsedescription>'), 'latin1'),
      2,
      'error X4',
    ],
    ['an X8 that the rules find too', XML('<D:response><D:href>/a</D:href></D:response>'), 2, 'error X8'],
    [
      'a summary that miscounts',
      '{"summary":{"total":1,"succeeded":1,"failed":0,"other":0},"responses":[{"href":"/a","status":404}]}',
      2,
      'the summary counts 0 failures, not 1',
    ],
    ['a HAR that is cut', '{ "log": { "entries": [', 2, 'the HAR is cut off or damaged'],
    [
      'a HAR without a 207',
      '{ "log": { "entries": [{ "response": { "status": 200 } }] } }',
      2,
      'There is no 207 in standard input, which contains 1 exchange.',
    ],
    [
      'a HAR of nonsense',
      '{ "log": { "entries": [7, null, { "response": { "status": 207, "content": 7 } }] } }',
      2,
      'the capture has no body',
    ],
  ])('%s', async (_what, stdin, exitCode, said) => {
    const { code, stdout, stderr } = await runCli(['inspect', '-'], { stdin });
    expect(stderr).toBe('');
    expect(stdout).toContain(said);
    expect(stdout).not.toMatch(/\n\s+at /);
    expect(code).toBe(exitCode);
  });

  test.each<[what: string, stdin: string, said: string]>([
    [
      'without its last line',
      '{"index":0,"href":"/a","status":200}\n',
      'line 2, column 1: the text is truncated: the last line, {"summary": ...}, is missing',
    ],
    [
      'cut within a line',
      '{"index":0,"href":"/a","status":200}\n{"index":1,"hr',
      'line 2, column 15: the text is truncated: the last line is not a complete JSON text',
    ],
    [
      'with a broken line amid',
      '{"index":0,"href":"/a","status":200}\n{]\n{"summary":{"total":1,"succeeded":1,"failed":0,"other":0}}\n',
      'error json\n    line 2, column 2',
    ],
    [
      'with a line that is no outcome',
      '{"index":0,"href":"/a","status":200}\n{"index":1,"href":"/b"}\n{"summary":{"total":2,"succeeded":2,"failed":0,"other":0}}\n',
      'line 2, column 1: the line has neither status nor propstats',
    ],
    [
      'with a hole',
      '{"index":0,"href":"/a","status":200}\n{"index":2,"href":"/b","status":200}\n{"summary":{"total":3,"succeeded":3,"failed":0,"other":0}}\n',
      'line 4, column 1: the text is truncated: there is no response with the index 1',
    ],
    [
      'with an outcome twice',
      '{"index":0,"href":"/a","status":200}\n{"index":0,"href":"/b","status":200}\n{"summary":{"total":2,"succeeded":2,"failed":0,"other":0}}\n',
      'there is no outcome for #1',
    ],
    [
      'that goes on after the summary',
      '{"summary":{"total":1,"succeeded":1,"failed":0,"other":0}}\n{"index":0,"href":"/a","status":200}\n',
      'line 2, column 1: the line comes after the summary, which must be the last line',
    ],
  ])('NDJSON %s is not valid', async (_what, stdin, said) => {
    const { code, stdout } = await runCli(['inspect', '-'], { stdin });
    expect(stdout).toContain(said);
    expect(code).toBe(2);
  });
});

test('a file of 50 MB and more is read: the one 207 of a long capture', async () => {
  const har = JSON.parse(readFileSync(fixture('mitmproxy.har'), 'utf8')) as { log: { entries: object[] } };
  const filler = {
    request: {},
    response: { status: 200, content: { size: 1, text: 'x'.repeat(1_000_000) } },
  };
  har.log.entries.unshift(...Array.from({ length: 52 }, () => filler));
  const stdin = JSON.stringify(har);
  expect(stdin.length).toBeGreaterThan(50_000_000);
  const { code, stdout } = await runCli(['inspect', '-'], { stdin });
  expect(stdout).toContain('standard input: 53 exchanges, 1 of them with a 207');
  expect(code).toBe(0);
});

/** Longer than by default: it is much work. */
const PATIENCE_MS = 120_000;

test(
  'a document of very many responses is shown whole',
  async () => {
    const responses = Array.from({ length: 150_000 }, (_, index) => ({ href: `/${index}`, status: 204 }));
    const { code, stdout } = await runCli(['inspect', '-'], { stdin: JSON.stringify({ responses }) });
    expect(stdout).toContain('150000 resources: 150000 succeeded');
    expect(stdout).toContain('/149999\n');
    expect(code).toBe(0);
  },
  PATIENCE_MS,
);

describe('foreign text never reaches the terminal raw', () => {
  const EVIL = '\u001b]0;pwned\u0007\u009b31m\u202e';
  const CONTROL = /(?!\n)[\p{Cc}\u202e]/u;
  const document = JSON.stringify({
    responses: [{ id: EVIL, href: `/${EVIL}`, status: 423, description: `held\r\nby ${EVIL}` }],
  });

  test.each([
    [['inspect', '-']],
    [['inspect', '--json', '-']],
    [['convert', '--to', 'json', '-']],
    [['convert', '--to', 'xml', '-']],
  ])('%j', async (args) => {
    const { stdout, stderr } = await runCli(args, { stdin: document });
    expect(stdout).toContain('pwned');
    expect(stdout + stderr).not.toMatch(CONTROL);
  });

  test('not by a file name either', async () => {
    const { stderr, code } = await runCli(['inspect', `no-${EVIL}`]);
    expect(stderr).toContain('there is no file "no-\\u{1b}]0;pwned');
    expect(stderr).not.toMatch(CONTROL);
    expect(code).toBe(66);
  });
});

test('--json has the times of operations', async () => {
  const timing = { startMs: 0.4, durationMs: 12 };
  const stdin = JSON.stringify({ responses: [{ href: '/a', status: 200, timing }] });
  const { stdout } = await runCli(['inspect', '--json', '-'], { stdin });
  expect(JSON.parse(stdout)).toMatchObject({ documents: [{ responses: [{ timing }] }] });
});

test('--json has the shape that the README describes', async () => {
  const { code, stdout } = await runCli(['inspect', '--json', 'chrome.har']);
  const report = JSON.parse(stdout) as { documents: Record<string, unknown>[] };
  expect(code).toBe(2);
  expect(stdout).not.toContain('s3cret');
  expect(report).toMatchObject({ version: 1, source: 'chrome.har', exitCode: 2 });
  expect(report.documents).toHaveLength(3);
  expect(report.documents[0]).toEqual({
    request: { method: 'PROPFIND', url: 'https://photos.example.com/dav/albums/4/' },
    response: {
      status: 207,
      reason: '',
      httpVersion: '2',
      headers: [['content-type', 'application/xml; charset=utf-8']],
      startedAt: '2026-03-02T10:11:13.000Z',
      totalMs: 38.25,
    },
    format: 'xml',
    bytes: 182,
    counts: { total: 1, succeeded: 0, failed: 1, other: 0 },
    responses: [
      {
        outcome: 'failed',
        hrefs: ['/albums/4/7.jpg'],
        status: 423,
        reason: 'Locked',
        conditions: [],
        properties: [],
        errors: [],
        because: [],
      },
    ],
    unreadable: [],
    findings: [
      {
        rule: 'href-prefix',
        level: 'warning',
        section: 'RFC 4918 section 8.3',
        message: 'the hrefs lack the prefix /dav of the request URL',
        advice: 'Use the same path in proxy and server, or configure the server with its public path.',
      },
      {
        rule: 'base64',
        level: 'note',
        message: 'the capture contains the body as base64; it was decoded',
        advice: 'Nothing: tools encode types that they consider binary.',
      },
    ],
  });
});

test('credentials of a captured URL are not shown', async () => {
  const { stdout } = await runCli(['inspect', 'firefox.har']);
  expect(stdout).toContain('DELETE https://dav.example.com/albums/4/\n');
  expect(stdout).not.toContain('pw');
});
