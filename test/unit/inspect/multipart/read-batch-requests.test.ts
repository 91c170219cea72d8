import { expect, test } from '@jest/globals';
import { inspectExchange } from '#inspect/index.js';
import { readRecordedRequests } from '../../../corpus/recorded-requests.js';

const RECORDED = [...readRecordedRequests().values()].filter(({ headers }) =>
  headers['content-type']?.startsWith('multipart/'),
);

async function inspect(body: Uint8Array | string) {
  const { requests = [], findings, format } = await inspectExchange({ body, findings: [] });
  return {
    format,
    requests: requests.map(({ part, id = '-', method, url }) => `${part} ${id} ${method} ${url}`),
    findings: findings.map(({ level, rule, where, message }) => `${level} ${rule}, ${where}: ${message}`),
  };
}

test.each(RECORDED.filter(({ name }) => name !== 'o.js-changeset'))(
  'reads the batch of $name',
  async ({ body }) => {
    const { format, requests, findings } = await inspect(body);
    expect(format).toBe('multipart');
    expect(requests.length).toBeGreaterThan(1);
    expect(findings).toEqual([]);
  },
);

test('o.js writes a request where no server reads it', async () => {
  const { body } = RECORDED.find(({ name }) => name === 'o.js-changeset') ?? { body: '' };
  expect(await inspect(body)).toEqual({
    format: 'multipart',
    requests: ['1.1 1 POST People', '1.2 2 PATCH People(1)'],
    findings: [
      'error multipart-request, part 1: a request stands after the close delimiter, where servers ignore it',
    ],
  });
});

/** Returns a part with these lines. */
function part(head: string, ...lines: readonly string[]): string[] {
  return ['--b', head, '', ...lines];
}

const CHANGESET = [
  '--c',
  'Content-Type: application/http',
  'Content-ID: 1',
  '',
  'GET /x HTTP/1.1',
  '',
  '',
  '--c',
  'Content-Type: application/http',
  'Content-ID: 1',
  '',
  'POST /y HTTP/1.1',
  '',
  '{}',
  '--c--',
];

test('what a server would refuse', async () => {
  const body = [
    ...part('Content-Type: application/http', '/x HTTP/1.1', '', ''),
    ...part('Content-Type: multipart/mixed; boundary=c', ...CHANGESET),
    ...part('Content-Type: text/plain', 'x'),
    ...part('X: y', 'x'),
    ...part('Content-Type: application/http', 'GET /x HTTP/9', '', ''),
  ].join('\r\n');
  expect(await inspect(body)).toEqual({
    format: 'multipart',
    requests: ['2.1 1 GET /x', '2.2 1 POST /y'],
    findings: [
      'error multipart-request, part 1: the request line "/x HTTP/1.1" has no method',
      'error multipart-request, part 2.1: a changeset must not contain GET',
      'error multipart-request, part 2.2: the Content-ID "1" occurs twice',
      'error multipart-request, part 3: the part is of type text/plain',
      'error multipart-request, part 4: the part has no Content-Type',
      'error multipart-request, part 5: the close delimiter "--b--" is missing',
    ],
  });
});
