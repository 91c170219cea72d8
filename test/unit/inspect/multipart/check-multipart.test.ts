import { describe, expect, test } from '@jest/globals';
import { type Exchange, inspectExchange } from '#inspect/index.js';

const JSON_PART = [
  '--batchresponse_1',
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  'Content-ID: 1',
  '',
  'HTTP/1.1 200 OK',
  'Content-Type: application/json',
  '',
  '{"a":1}',
];
const GOOD = [...JSON_PART, '--batchresponse_1--', ''].join('\r\n');
const REQUEST = [
  '--batch_1',
  'Content-Type: application/http',
  'Content-ID: 1',
  '',
  'GET People HTTP/1.1',
  '',
  '',
  '--batch_1--',
].join('\r\n');

/** An exchange with which every known client can deal, changed in some places. */
function exchange({
  body = GOOD,
  contentType = 'multipart/mixed; boundary=batchresponse_1',
  status = 200,
  version = '4.0',
}: {
  readonly body?: string;
  readonly contentType?: string;
  readonly status?: number;
  readonly version?: string;
}): Exchange {
  return {
    request: { method: 'POST', url: 'https://api.example.com/odata/$batch', body: REQUEST },
    response: {
      status,
      reason: '',
      httpVersion: '1.1',
      headers: [
        ['Content-Type', contentType],
        ['OData-Version', version],
      ],
      startedAt: undefined,
      totalMs: undefined,
    },
    body,
    findings: [],
  };
}

async function findingsOf(changed: Parameters<typeof exchange>[0]): Promise<string[]> {
  const { findings } = await inspectExchange(exchange(changed));
  return findings.map(({ rule, level, where, message }) =>
    [level, rule, where, message].filter(Boolean).join(' | '),
  );
}

test('an answer that all clients can read', async () => {
  const inspection = await inspectExchange(exchange({}));
  expect(inspection.findings).toEqual([]);
  expect([inspection.format, inspection.counts]).toEqual([
    'multipart',
    { total: 1, succeeded: 1, failed: 0, other: 0 },
  ]);
});

/** Each change breaks the clients that the finding names. */
describe('what breaks clients', () => {
  test.each<[name: string, changed: Parameters<typeof exchange>[0], finding: RegExp]>([
    [
      'quotes',
      { contentType: 'multipart/mixed; boundary="batchresponse_1"' },
      /^warning \| multipart-type \| .*quotes$/,
    ],
    [
      'a parameter',
      { contentType: 'multipart/mixed; boundary=batchresponse_1; charset=utf-8' },
      /^warning \| multipart-type \| .*a parameter after the boundary$/,
    ],
    [
      'no space',
      { contentType: 'multipart/mixed;boundary=batchresponse_1' },
      /^warning \| multipart-type \| .*googleapis-batcher/,
    ],
    [
      'another boundary',
      { contentType: 'multipart/mixed; boundary=b' },
      /^error \| content-type \| .*names the boundary "b"/,
    ],
    ['status 202', { status: 202 }, /^warning \| multipart-status \| .*202: o\.js/],
    ['version 4.01', { version: '4.01' }, /^warning \| multipart-version \| OData-Version is 4\.01: UI5 V4/],
    ['LF only', { body: GOOD.replaceAll('\r\n', '\n') }, /^warning \| multipart-lines \| .*UI5 V4/],
    ['a preamble', { body: `text\r\n${GOOD}` }, /^warning \| multipart-frame \| text stands before/],
    [
      'a leading line break',
      { body: `\r\n${GOOD}` },
      /^warning \| multipart-frame \| an empty line.*dynamics-web-api/,
    ],
    ['an epilogue', { body: `${GOOD}text` }, /^warning \| multipart-frame \| text stands after/],
    [
      'no line break at the end',
      { body: GOOD.trimEnd() },
      /^warning \| multipart-frame \| no line break.*PnP/,
    ],
    [
      'lower case',
      { body: GOOD.replace('Content-Transfer-E', 'content-transfer-e') },
      /^warning \| multipart-part \| part 1 \| .*content-transfer-encoding.*@odata\/client/,
    ],
    [
      'a parameter of application/http',
      { body: GOOD.replace('/http', '/http; msgtype=response') },
      /^warning \| multipart-part \| part 1 \| .*@odata\/client/,
    ],
    [
      'another first header',
      {
        body: GOOD.replace('Content-Type: application/http\r\n', '').replace(
          'Content-ID: 1',
          'Content-ID: 1\r\nContent-Type: application/http',
        ),
      },
      /^warning \| multipart-part \| part 1 \| .*odata-batch/,
    ],
    [
      'no reason phrase',
      { body: GOOD.replace('200 OK', '200 ') },
      /^warning \| multipart-head \| part 1 \| .*reason phrase/,
    ],
    [
      'a response without headers',
      { body: GOOD.replace('Content-Type: application/json\r\n', '') },
      /^warning \| multipart-head \| part 1 \| .*no header/,
    ],
    ['no Content-ID', { body: GOOD.replace('Content-ID: 1\r\n', '') }, /^warning \| multipart-id \| .*UI5/],
    [
      'JSON on several lines',
      { body: GOOD.replace('{"a":1}', '{\r\n"a":1}') },
      /^warning \| multipart-json \| part 1 \| .*SAP/,
    ],
    [
      'a boundary of another name',
      { body: GOOD.replaceAll('batchresponse_1', 'x'), contentType: 'multipart/mixed; boundary=x' },
      /^note \| multipart-names \| .*batchresponse_/,
    ],
  ])('%s', async (_, changed, finding) => {
    expect(await findingsOf(changed)).toEqual([expect.stringMatching(finding)]);
  });

  test('a changeset with a boundary of another name', async () => {
    const inner = [...JSON_PART.map((line) => line.replace('--batchresponse_1', '--c')), '--c--'];
    const body = [
      '--batchresponse_1',
      'Content-Type: multipart/mixed; boundary=c',
      '',
      ...inner,
      '--batchresponse_1--',
      '',
    ];
    expect(await findingsOf({ body: body.join('\r\n') })).toEqual([
      expect.stringMatching(/^note \| multipart-changeset \| part 1 \| .*PnP/),
      expect.stringMatching(/^note \| multipart-names \| part 1 \| .*changesetresponse_/),
    ]);
  });
});

test('each finding says what to do', async () => {
  const { findings } = await inspectExchange(exchange({ body: GOOD.replaceAll('\r\n', '\n'), status: 202 }));
  expect(findings.map(({ advice }) => advice)).toEqual([
    'Answer a multipart batch with 200; the status of each request is in its part.',
    'End every line outside of the bodies with CRLF.',
  ]);
});

describe('what cannot be read', () => {
  test('a part that is no response does not hide the others', async () => {
    const body = GOOD.replace(
      '--batchresponse_1--',
      '--batchresponse_1\r\nContent-Type: text/plain\r\nContent-ID: 2\r\n\r\nx\r\n--batchresponse_1--',
    );
    const { counts, unreadable } = await inspectExchange(exchange({ body }));
    expect(counts?.total).toBe(1);
    expect(unreadable).toEqual([
      {
        hrefs: [],
        id: '2',
        where: 'part 2',
        rule: 'multipart',
        message: 'the part is of type "text/plain", not application/http',
      },
    ]);
  });

  test('an answer without its end', async () => {
    const body = [...JSON_PART, ...JSON_PART].join('\r\n');
    const { counts, findings } = await inspectExchange(exchange({ body }));
    expect(counts?.total).toBe(1);
    expect(findings).toMatchObject([{ level: 'error', rule: 'truncated', where: 'part 2' }]);
  });

  test('the refusal of a batch', async () => {
    const body =
      '{"error":{"code":"BadRequest","message":"part 2: the request line has no method","details":[]}}';
    const { counts, findings } = await inspectExchange(
      exchange({ body, status: 400, contentType: 'application/json' }),
    );
    expect(counts).toBeUndefined();
    expect(findings).toMatchObject([
      { rule: 'status', message: 'the status is 400: part 2: the request line has no method' },
    ]);
  });
});
