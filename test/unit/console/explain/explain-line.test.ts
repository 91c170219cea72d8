import { expect, test } from '@jest/globals';
import { inspectExchange } from '@multistatus/inspect';
import { countLines, lineAt } from '#console-page/explain/explain-line.js';
import { groupFindings, urlOfSection } from '#console-page/explain/group-findings.js';

const inspectText = (body: string) => inspectExchange({ body, findings: [] });

test('what cannot be read comes first, then what failed', async () => {
  const inspection = await inspectText(
    JSON.stringify({
      responses: [
        { href: '/a', status: 204 },
        { id: 'b', href: '/b', status: 'no' },
        { href: '/c', status: 423, description: 'held' },
        { hrefs: ['/d', '/e'], status: 301 },
      ],
    }),
  );
  expect(countLines(inspection)).toBe(4);
  const lines = [0, 1, 2, 3].map((number) => lineAt(inspection, number));
  expect(lines).toMatchObject([
    { state: 'failed', status: 'unreadable', id: 'b', resource: '/b' },
    { state: 'failed', status: '423', resource: '/c', description: 'held' },
    { state: 'other', status: '301', resource: '/d and 1 more', description: 'Moved Permanently' },
    { state: 'succeeded', status: '204', resource: '/a', description: 'No Content' },
  ]);
  expect(lineAt(inspection, 4)).toBeUndefined();
});

test('the sources are the responses that are described, in the same order', async () => {
  const { responses, sources } = await inspectText(
    JSON.stringify({ responses: [200, 404, 302, 500].map((status) => ({ href: `/${status}`, status })) }),
  );
  expect(responses.map(({ hrefs }) => hrefs)).toEqual([['/404'], ['/500'], ['/302'], ['/200']]);
  expect(sources.map(({ href }) => [href])).toEqual(responses.map(({ hrefs }) => hrefs));
});

test('findings of one rule are one group', async () => {
  const { findings } = await inspectText(
    JSON.stringify({ responses: [1, 2, 3].map((number) => ({ href: `a ${number}`, status: 204 })) }),
  );
  const groups = groupFindings(findings);
  expect(groups.map(({ first, findings: each }) => [first.rule, each.length])).toEqual([
    ['X14', 3],
    ['X17', 3],
  ]);
});

test.each([
  ['RFC 4918 section 14.24', 'https://www.rfc-editor.org/rfc/rfc4918#section-14.24'],
  ['RFC 9110 section 8', 'https://www.rfc-editor.org/rfc/rfc9110#section-8'],
  ['Unicode', undefined],
  [undefined, undefined],
])('%s leads to %s', (section, url) => {
  expect(urlOfSection(section)).toBe(url);
});
