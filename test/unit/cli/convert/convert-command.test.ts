import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readMultistatus } from '@multistatus/document';
import { fixture, runCli } from '../run-cli.js';

test('JSON to XML and back is the same document', async () => {
  const source = readFileSync(fixture('batch.json'), 'utf8');
  const xml = await runCli(['convert', '--to', 'xml', 'batch.json']);
  expect([xml.code, xml.stderr]).toEqual([0, '']);
  expect(xml.stdout).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<D:multistatus /);
  const json = await runCli(['convert', '--to', 'json', '-'], { stdin: xml.stdout });
  const [before, after] = await Promise.all([readMultistatus(source), readMultistatus(json.stdout)]);
  // The index is where a response stands, which XML says.
  const responses = before.document.responses.map((response, index) => ({ ...response, index }));
  expect(after.document.responses).toMatchObject(responses.map(({ body: _body, ...rest }) => rest));
  expect(JSON.parse(json.stdout)).toMatchObject({ summary: JSON.parse(source).summary as object });
});

test('a problem keeps its Content-Type, charset and all, in every format', async () => {
  const contentType = 'application/problem+json; charset=utf-8';
  const problem = { type: 'urn:multistatus:problem:nested-batch', title: 'No', status: 403, executed: false };
  const headers = { 'content-type': contentType };
  const stdin = JSON.stringify({ responses: [{ href: '/a', status: 403, headers, body: problem }] });
  const multipart = await runCli(['convert', '--to', 'multipart', '-'], { stdin });
  expect(
    multipart.stdout.match(/^Content-Type: application\/problem.*$/gm)?.map((line) => line.trim()),
  ).toEqual([`Content-Type: ${contentType}`]);
  const xml = await runCli(['convert', '--to', 'xml', '-'], { stdin });
  const json = await runCli(['convert', '--to', 'json', '-'], { stdin: xml.stdout });
  expect(JSON.parse(json.stdout)).toMatchObject({ responses: [{ status: 403, headers, body: problem }] });
});

test('numbers of bodies keep their digits', async () => {
  const stdin = '{"responses":[{"href":"/a","status":200,"body":{"id":12345678901234567890}}]}';
  const { stdout } = await runCli(['convert', '--to', 'json', '-'], { stdin });
  expect(stdout).toContain('12345678901234567890');
});

test('the times of operations come along', async () => {
  const timing = { startMs: 0.4, durationMs: 12 };
  const stdin = JSON.stringify({ responses: [{ href: '/a', status: 200, timing }] });
  const xml = await runCli(['convert', '--to', 'xml', '-'], { stdin });
  expect(xml.stdout).toContain('<M:timing start="0.4" duration="12"/>');
  const json = await runCli(['convert', '--to', 'json', '-'], { stdin: xml.stdout });
  expect(JSON.parse(json.stdout)).toMatchObject({ responses: [{ timing }] });
  expect([xml.stderr, json.stderr]).toEqual(['', '']);
});

test('properties and conditions come along', async () => {
  const { code, stdout, stderr } = await runCli(['convert', '--to', 'json', 'sharepoint.xml']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    responses: [
      { propstats: [{ status: 200 }, { status: 404 }] },
      { propstats: [{ status: 423, description: 'checked out by Ana' }, { status: 424 }] },
    ],
  });
  expect(stderr).toBe('lost: 3 reason phrases other than the registered one, such as "NOT FOUND"\n');
});

describe('what is lost is said', () => {
  test.each<[what: string, to: string, stdin: string, lost: string]>([
    ['a comment', 'json', '<m:multistatus xmlns:m="DAV:"><!-- x --></m:multistatus>', 'lost: 1 comment\n'],
    [
      'a processing instruction',
      'json',
      '<?xml version="1.0"?><?x y?><m:multistatus xmlns:m="DAV:"/>',
      'lost: 1 processing instruction\n',
    ],
    [
      'a member that is not known',
      'xml',
      '{"responses":[{"href":"/a","status":200,"note":"x"}],"page":2}',
      'lost: /responses/0/note\nlost: /page\n',
    ],
    [
      'another maker',
      'json',
      '[{"result":{"data":1}}]',
      'lost: everything except id, status, message and body of each result: the source is an answer of another service\n',
    ],
    [
      'an href again',
      'xml',
      '{"responses":[{"id":"a","href":"/x","status":200},{"id":"b","href":"/x","status":200}]}',
      'lost: for WebDAV clients, 1 repeated href, written as /operations/<index>\n',
    ],
    [
      'a character that XML lacks',
      'xml',
      '{"responses":[{"href":"/a","status":404,"description":"a\\u0001b"}]}',
      'lost: /responses/0/description, which has changed\n',
    ],
  ])('%s', async (_what, to, stdin, lost) => {
    const { code, stderr } = await runCli(['convert', '--to', to, '-'], { stdin });
    expect(stderr).toBe(lost);
    expect(code).toBe(0);
  });
});

test('NDJSON comes in the order of the request; without its end it is 2', async () => {
  const whole = await runCli(['convert', '--to', 'json', 'streamed.ndjson']);
  expect((JSON.parse(whole.stdout) as { responses: { id: string }[] }).responses.map(({ id }) => id)).toEqual(
    ['a', 'b'],
  );
  expect([whole.code, whole.stderr]).toEqual([0, '']);
  const stdin = readFileSync(fixture('streamed.ndjson'), 'utf8').split('\n').slice(0, 2).join('\n');
  const cut = await runCli(['convert', '--to', 'xml', '-'], { stdin: `${stdin}\n` });
  expect(cut.stderr).toContain('lost: the source is truncated');
  expect(cut.code).toBe(2);
});

test.each<[stdin: string, said: string]>([
  ['', 'the body is empty'],
  ['{"responses":[', 'line 1, column 15'],
  ['{"log":{"entries":[]}}', 'Use multistatus inspect for a HAR.'],
])('what is no document is 2: %j', async (stdin, said) => {
  const { code, stdout, stderr } = await runCli(['convert', '--to', 'json', '-'], { stdin });
  expect(stdout).toBe('');
  expect(stderr).toContain('Standard input is not a 207 document.');
  expect(stderr).toContain(said);
  expect(code).toBe(2);
});

test.each([
  ['JSON', '{"responses":[{"href":"/ok","status":200},{"href":"/a"}]}', '/responses/1'],
  [
    'XML',
    '<multistatus xmlns="DAV:"><response><href>/ok</href><status>HTTP/1.1 200 OK</status></response><response><href>/a</href></response></multistatus>',
    '/multistatus[1]/response[2]',
  ],
  ['truncated JSON', '{"responses":[{"href":"/ok","status":200},{"hr', 'line 1, column 47'],
])('%s of which only a part can be read is not converted', async (_what, stdin, where) => {
  const { code, stdout, stderr } = await runCli(['convert', '--to', 'xml', '-'], { stdin });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(where);
});
