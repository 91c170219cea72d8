import { describe, expect, test } from '@jest/globals';
import { type DocumentFault, type Multistatus, readMultistatus } from '@multistatus/document';

interface Read {
  readonly hrefs: readonly (string | undefined)[];
  readonly faults: readonly string[];
  readonly document: Multistatus;
}

/** Reads a text in pieces of one character, as a stream does. */
async function read(text: string, contentType?: string): Promise<Read> {
  const faults: DocumentFault[] = [];
  const { document } = await readMultistatus(text.split(''), {
    contentType,
    onFault: (fault) => faults.push(fault),
  });
  return {
    hrefs: document.responses.map(({ href }) => href),
    faults: faults.map(({ error, response }) => {
      const named = response && [response.position, response.id, response.index, ...response.hrefs];
      return [error.rule, ...(named ?? ['-'])].filter((part) => part !== undefined).join(' ');
    }),
    document,
  };
}

const xml = (content: string): string =>
  `<multistatus xmlns="DAV:" xmlns:M="urn:multistatus:xml:1">${content}</multistatus>`;
const one = (href: string, rest = '<status>HTTP/1.1 204 </status>'): string =>
  `<response><href> ${href} </href>${rest}</response>`;

describe('XML', () => {
  test.each<[what: string, text: string, hrefs: string[], faults: string[]]>([
    ['no fault', xml(one('/a')), ['/a'], []],
    [
      'faulty responses',
      xml(one('/a') + one('/b', '') + one('/c') + one('', '')),
      ['/a', '/c'],
      ['X8 1 /b', 'X6 3 '],
    ],
    [
      'text, and an element in a wrong place',
      xml(`x<href>/a</href>${one('/a')}`),
      ['/a'],
      ['X26 -', 'X24 -'],
    ],
    [
      'two sync-tokens',
      xml(`${one('/a')}<sync-token>a</sync-token><sync-token>b</sync-token>`),
      ['/a'],
      ['X36 -'],
    ],
    ['an entity', xml(one('/a') + one('/b&nbsp;') + one('/c')), ['/a'], ['X1 -']],
    ['an early end', xml(one('/a') + one('/b')).slice(0, -30), ['/a'], ['X1 -']],
    [
      'a summary that counts a faulty response',
      xml(`<M:summary total="2" succeeded="2" failed="0" other="0"/>${one('/a')}${one('/b', '')}`),
      ['/a'],
      ['X8 1 /b'],
    ],
    [
      'a summary that counts another number',
      xml(`<M:summary total="2" succeeded="2" failed="0" other="0"/>${one('/a')}`),
      ['/a'],
      ['truncated -'],
    ],
  ])('%s', async (_what, text, hrefs, faults) => {
    expect(await read(text)).toMatchObject({ hrefs, faults });
  });
});

describe('JSON', () => {
  test.each<[what: string, text: string, hrefs: string[], faults: string[]]>([
    [
      'faulty responses',
      '{"summary":{"total":4,"succeeded":4,"failed":0,"other":0},"responses":[{"href":"/a","status":204},{"id":"b","hrefs":["/b",1]},7,{"id":8,"index":3}]}',
      ['/a'],
      ['shape 1 b /b', 'X6 2', 'X8 3 8 3'],
    ],
    ['a faulty member', '{"description":7,"responses":[{"href":"/a","status":204}]}', ['/a'], ['shape -']],
    [
      'an early end',
      '{"a":[{}],"responses":[{"href":"/a","status":204},{"href":"/b","sta',
      ['/a'],
      ['json -'],
    ],
    ['a fault after the responses', '{"responses":[{"href":"/a","status":204}],}', ['/a'], ['json -']],
  ])('%s', async (_what, text, hrefs, faults) => {
    expect(await read(text)).toMatchObject({ hrefs, faults });
  });
});

describe('NDJSON', () => {
  const end = (total: number): string =>
    `{"summary":{"total":${total},"succeeded":${total},"failed":0,"other":0}}\n`;
  const B = '{"index":1,"href":"/b","status":204}\n';
  test.each<[what: string, text: string, hrefs: string[], faults: string[]]>([
    ['a faulty response', `${B}{"index":0,"href":"/a"}\n${end(2)}`, ['/b'], ['X8 1 0 /a']],
    ['a line that is not JSON', `{]\n${B}${end(2)}`, ['/b'], ['json 0']],
    ['such a line that is not counted', `{]\n${B.replace('1', '0')}${end(1)}`, ['/b'], ['json 0']],
    ['a missing index', `${B}${end(1)}`, ['/b'], ['truncated -']],
    ['an early end', `${B}{"index":0,"hr`, ['/b'], ['truncated -']],
    ['no summary', B, ['/b'], ['truncated -']],
    ['a faulty summary', `${B}{"summary":{}}\n`, ['/b'], ['shape -']],
    ['a line after the summary', `${B.replace('1', '0')}${end(1)}${B}`, ['/b'], ['shape -']],
  ])('%s', async (_what, text, hrefs, faults) => {
    expect(await read(text, 'application/x-ndjson')).toMatchObject({ hrefs, faults });
  });
});

test('a summary is kept only if it is true', async () => {
  const responses = '"responses":[{"href":"/a","status":204},{"href":"/b"}]';
  const summary = { total: 2, succeeded: 2, failed: 0, other: 0 };
  const { document } = await read(`{"summary":${JSON.stringify(summary)},${responses}}`);
  expect(document.summary).toEqual(summary);
  const other = await read(`{"summary":${JSON.stringify({ ...summary, total: 3 })},${responses}}`);
  expect(other.document.summary).toBeUndefined();
});

test.each([
  ['<html/>', 'X2'],
  ['<!DOCTYPE a><multistatus xmlns="DAV:"/>', 'doctype'],
  ['', 'format'],
  ['Bad Gateway', 'format'],
  ['{"photos":[]}', 'shape'],
  ['{"responses":[{"hr', 'json'],
  [Buffer.from(xml(one('\xe9')), 'latin1'), 'X4'],
])('%j is not a document', async (source, rule) => {
  await expect(readMultistatus(source, { onFault: () => {} })).rejects.toMatchObject({ rule });
});

test('a limit ends the document', async () => {
  const faults: string[] = [];
  const options = { maxResponses: 1, onFault: ({ error }: DocumentFault) => faults.push(error.rule) };
  const { document } = await readMultistatus(xml(one('/a') + one('/b') + one('/c')), options);
  expect(document.responses).toHaveLength(1);
  expect(faults).toEqual(['maxResponses']);
});
