// What WebDAV answers with 4xx and is not a failure, as the table and the JSON show it.
import { expect, test } from '@jest/globals';
import { runCli } from '../run-cli.js';

const wrap = (content: string): string => `<multistatus xmlns="DAV:">${content}</multistatus>`;
const response = (href: string, content: string): string =>
  `<response><href>${href}</href>${content}</response>`;
const group = (status: string, properties = ''): string =>
  `<propstat><prop>${properties}</prop><status>HTTP/1.1 ${status}</status></propstat>`;

interface Shown {
  readonly exitCode: number;
  readonly documents: readonly {
    readonly counts: Readonly<Record<string, number>>;
    readonly responses: readonly Readonly<Record<string, unknown>>[];
  }[];
}

async function inspect(input: string): Promise<{ lines: string[]; shown: Shown; code: number | null }> {
  const { stdout, code } = await runCli(['inspect', '-'], { stdin: input });
  const json = await runCli(['inspect', '--json', '-'], { stdin: input });
  expect(json.code).toBe(code);
  return { lines: stdout.split('\n'), shown: JSON.parse(json.stdout) as Shown, code };
}

test('a 404 in a sync-collection is shown as removed', async () => {
  const { lines, shown, code } = await inspect(
    wrap(
      response('/gone', '<status>HTTP/1.1 404 Not Found</status>') +
        response('/moved', '<status>HTTP/1.1 302 Found</status><location><href>/new</href></location>') +
        response('/new', group('200 OK', '<getetag>"1"</getetag>')) +
        '<sync-token>http://a/1</sync-token>',
    ),
  );
  expect(lines).toContain('3 resources: 1 redirected, 1 removed, 1 succeeded');
  expect(lines).toContain('- removed    /gone');
  expect(lines).toContain('→ 302 Found  /moved');
  expect(shown.documents[0]?.counts).toEqual({ total: 3, succeeded: 1, failed: 0, other: 2 });
  expect(shown.documents[0]?.responses[0]).toEqual({
    outcome: 'other',
    hrefs: ['/gone'],
    status: 404,
    reason: 'Not Found',
    removed: true,
    conditions: [],
    properties: [],
    errors: [],
    because: [],
  });
  expect(shown.documents[0]?.responses.filter(({ removed }) => removed === undefined)).toHaveLength(2);
  // X36: the redirect should have been a propstat.
  expect(code).toBe(2);
});

test('a removed member in a propstat is shown like any other', async () => {
  const { lines, shown } = await inspect(
    wrap(`${response('/gone', group('404 Not Found'))}<sync-token>http://a/1</sync-token>`),
  );
  expect(lines.slice(2, 7)).toEqual([
    '1 resource: 1 removed',
    '',
    '  STATUS   RESOURCE  DESCRIPTION',
    '- removed  /gone',
    '',
  ]);
  expect(shown.documents[0]?.responses[0]).toMatchObject({ status: 404, removed: true });
});

test('a truncated result is a failure', async () => {
  const { lines, code } = await inspect(
    wrap(
      response('/', '<status>HTTP/1.1 507 x</status><error><number-of-matches-within-limits/></error>') +
        '<sync-token>http://a/1</sync-token>',
    ),
  );
  expect(lines).toContain('✗ 507 Insufficient Storage  /');
  expect(code).toBe(1);
});

test('a property that does not exist is shown as absent, the resource as existing', async () => {
  const { lines, shown, code } = await inspect(
    wrap(
      response('/a', group('404 Not Found', '<getetag/><owner/>')) +
        response('/b', group('200 OK', '<getetag/>') + group('404 Not Found', '<owner/>')) +
        response('/c', group('404 Not Found', '<owner/>') + group('403 Forbidden', '<getetag/>')) +
        response('/d', group("418 I'm a teapot")) +
        response('/e', group('200 OK', '<getetag/>') + group('404 Not Found')),
    ),
  );
  expect(lines.slice(2, 18)).toEqual([
    '5 resources: 1 failed, 4 succeeded',
    '',
    '  STATUS         RESOURCE  DESCRIPTION',
    '✗ 403 Forbidden  /c',
    '    absent: owner',
    '    403 Forbidden: getetag',
    '✓ exists         /a',
    '    absent: getetag, owner',
    '✓ 200 OK         /b',
    '    absent: owner',
    '✓ exists         /d',
    '    absent: all properties that were asked for; the answer leaves out their names',
    '✓ 200 OK         /e',
    '',
    'Findings: none, the document follows the rules.',
    '',
  ]);
  expect(shown.documents[0]?.responses[1]).toMatchObject({
    status: null,
    reason: '',
    properties: [{ status: 404, names: ['{DAV:}getetag', '{DAV:}owner'], absent: true }],
  });
  expect(code).toBe(1);
});

test('in the answer to a PROPPATCH, a property that does not exist is a failure', async () => {
  const capture = (method: string): string =>
    JSON.stringify({
      log: {
        version: '1.2',
        entries: [
          {
            request: { method, url: 'https://dav.example.com/a', headers: [] },
            response: {
              status: 207,
              statusText: 'Multi-Status',
              httpVersion: 'HTTP/1.1',
              headers: [{ name: 'Content-Type', value: 'application/xml; charset=utf-8' }],
              content: {
                mimeType: 'application/xml',
                text: wrap(response('/a', group('404 Not Found', '<owner/>') + group('424 x', '<getetag/>'))),
              },
            },
          },
        ],
      },
    });
  const { lines, code } = await inspect(capture('PROPPATCH'));
  expect(lines).toContain('✗ 404 Not Found  /a');
  expect(lines).toContain('    404 Not Found: owner');
  expect(code).toBe(1);
  expect((await inspect(capture('PROPFIND'))).lines).toContain('✗ 424 Failed Dependency  /a');
});

test('the reason phrase of the server is shown for a status without a registered one', async () => {
  const { lines, shown } = await inspect(
    wrap(response('/a', '<status>HTTP/1.1 520 Web server is returning an unknown error</status>')),
  );
  expect(lines).toContain('✗ 520 Web server is returning an unknown error  /a');
  expect(shown.documents[0]?.responses[0]).toMatchObject({
    status: 520,
    reason: 'Web server is returning an unknown error',
  });
  const other = await inspect(wrap(response('/a', '<status>HTTP/1.1 520</status>')));
  expect(other.lines).toContain('✗ 520     /a');
});
