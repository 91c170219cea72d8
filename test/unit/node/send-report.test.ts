import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createMultistatus, type MultistatusResponse } from '@multistatus/document';
import {
  batch as expressBatch,
  type Report,
  type ReportOptions,
  sendMultistatus as sendExpress,
} from '@multistatus/express';
import { batch as koaBatch, sendMultistatus as sendKoa } from '@multistatus/koa';
import { expressVersions } from '../../support/express-versions.js';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { findViolations } from '../../support/multistatus-rules.js';
import { type Served, serve } from '../../support/serve.js';

type MakeReport = () => Report;

/** An app that answers every path but `/batch` with the report. */
type CreateApp = (report: MakeReport, options?: ReportOptions) => RequestListener;

const hosts: (readonly [string, CreateApp])[] = [
  ...expressVersions.map(([name, express]): readonly [string, CreateApp] => [
    name,
    (report, options) => {
      const app = express();
      app.use('/batch', expressBatch());
      app.use((req, res, next) => {
        sendExpress(req, res, report(), options).catch(next);
      });
      // Without it Express prints the error of a cut answer.
      app.use(
        (_error: unknown, req: IncomingMessage, _res: ServerResponse, _next: unknown) =>
          void req.socket.destroy(),
      );
      return app;
    },
  ]),
  ...koaVersions.map(([name, Koa]): readonly [string, CreateApp] => [
    name,
    (report, options) => {
      const app = new Koa();
      app.silent = true;
      app.use(koaBatch({ path: '/batch' }) as never);
      app.use((ctx) => sendKoa(ctx, report(), options));
      return toListener(app);
    },
  ]),
];

const mixed: MakeReport = () =>
  createMultistatus()
    .response({ href: '/a', status: 200, body: { a: 1 } })
    .response({ href: '/b', status: 423, description: 'held by Ana' });
const GONE = { href: '/gone', status: 404 };
const ABSENT = {
  href: '/a',
  propstats: [{ status: 404, properties: [{ name: '{DAV:}owner' }] }],
} as const;
async function* streamAbsent(): AsyncGenerator<MultistatusResponse> {
  yield ABSENT;
}
const fine: MakeReport = () => createMultistatus().response({ href: '/a', status: 204 });

describe.each(hosts)('sendMultistatus on %s', (_name, createApp) => {
  let served: Served | undefined;
  afterEach(() => served?.close());

  async function send(app: RequestListener, init: RequestInit & { path?: string } = {}): Promise<Response> {
    served = await serve(app);
    return fetch(`http://127.0.0.1:${served.port}${init.path ?? '/albums/4'}`, init);
  }

  test('answers 207 in XML to a client without preference, as RFC 4918 has it', async () => {
    const response = await send(createApp(mixed), { method: 'DELETE' });
    expect(response.status).toBe(207);
    expect(response.statusText).toBe('Multi-Status');
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(response.headers.get('vary')).toBe('Accept');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const xml = await response.text();
    expect(findViolations(xml)).toEqual([]);
    expect(xml).toContain('<D:responsedescription>held by Ana</D:responsedescription>');
    expect(xml).not.toContain('summary');
  });

  test.each([
    [{ accept: 'application/json' }, undefined, 'application/json'],
    [{ 'content-type': 'application/json' }, undefined, 'application/json'],
    [{ 'content-type': 'application/xml' }, undefined, 'application/xml'],
    [{}, { defaultFormat: 'json' } as const, 'application/json'],
    [{ accept: 'text/xml' }, undefined, 'text/xml'],
    // What has run is reported all the same (RFC 9110 section 12.4.1).
    [{ accept: 'image/png' }, undefined, 'application/xml'],
  ])('with headers %j and options %j answers in %s', async (headers, options, type) => {
    const response = await send(createApp(mixed, options), { method: 'PATCH', headers, body: '{}' });
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });

  test('leaves out bodies of successes for return=minimal, and says so', async () => {
    const headers = { accept: 'application/json', prefer: 'return=minimal' };
    const response = await send(createApp(mixed), { method: 'POST', headers });
    expect(response.headers.get('preference-applied')).toBe('return=minimal');
    expect(response.headers.get('vary')).toBe('Accept, Prefer');
    const { responses } = (await response.json()) as { responses: unknown[] };
    expect(responses).toEqual([
      { href: '/a', status: 200, bodyOmitted: 'minimal' },
      { href: '/b', status: 423, description: 'held by Ana' },
    ]);
  });

  test('leaves out of a PROPFIND what is not there (RFC 8144 section 2.1)', async () => {
    const report: MakeReport = () =>
      createMultistatus()
        .response({
          href: '/a',
          propstats: [
            { status: 200, properties: [{ name: '{DAV:}getetag', children: ['"1"'] }] },
            { status: 404, properties: [{ name: '{DAV:}owner' }] },
          ],
        })
        .response({ href: '/b', propstats: [{ status: 404, properties: [{ name: '{DAV:}owner' }] }] });
    const xml = await (
      await send(createApp(report), { method: 'PROPFIND', headers: { prefer: 'return=minimal' } })
    ).text();
    expect(xml).not.toContain('404');
    expect(findViolations(xml)).toEqual([]);
    expect(xml.match(/<D:propstat>/g)).toHaveLength(2);
  });

  test.each([
    ['PROPPATCH', { prefer: 'return=minimal' }, {}, 204],
    ['PROPPATCH', {}, {}, 207],
    ['DELETE', { prefer: 'return=minimal' }, {}, 207],
    ['DELETE', {}, { noContentOnSuccess: true }, 204],
  ])('a %s that has wholly succeeded, with %j and %j, is %d', async (method, headers, options, status) => {
    const response = await send(createApp(fine, options), { method, headers });
    expect(response.status).toBe(status);
    expect((await response.text()) === '').toBe(status === 204);
  });

  test('never answers 204 for a report that holds a failure', async () => {
    expect((await send(createApp(mixed, { noContentOnSuccess: true }), { method: 'DELETE' })).status).toBe(
      207,
    );
  });

  test.each(['application/json', 'application/xml'])(
    'streams responses as they come, in %s',
    async (accept) => {
      let hasReceived = (): void => {};
      const received = new Promise<void>((resolve) => {
        hasReceived = resolve;
      });
      async function* responses(): AsyncGenerator<MultistatusResponse> {
        yield { href: '/first', status: 200 };
        await received; // the second is not made before the client has the first
        yield { href: '/second', status: 404 };
      }
      const response = await send(createApp(responses), { headers: { accept } });
      expect(response.headers.get('x-accel-buffering')).toBe('no');
      let text = '';
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString();
        if (text.includes('/first')) hasReceived();
      }
      expect(text).toContain('/second');
      if (accept === 'application/xml') expect(findViolations(text)).toEqual([]);
      else
        expect(JSON.parse(text)).toMatchObject({
          responses: [{ href: '/first' }, { href: '/second', status: 404 }],
        });
    },
  );

  test('cuts off a stream whose source fails, rather than end it as if it were whole', async () => {
    async function* responses(): AsyncGenerator<MultistatusResponse> {
      for (let i = 0; i < 5_000; i += 1) yield { href: `/${i}`, status: 200 };
      throw new Error('the source broke');
    }
    served = await serve(createApp(responses));
    const request = http.get({ port: served.port, host: '127.0.0.1' });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await expect(once(response, 'end')).rejects.toThrow(/aborted|hang up/);
  });

  test('stops asking for responses once the client has left', async () => {
    let isReturned = (): void => {};
    const returned = new Promise<void>((resolve) => {
      isReturned = resolve;
    });
    async function* responses(): AsyncGenerator<MultistatusResponse> {
      try {
        // Of a length that fills the buffers of both sides soon.
        for (let i = 0; ; i += 1) yield { href: `/${i}/${'x'.repeat(10_000)}`, status: 200 };
      } finally {
        isReturned();
      }
    }
    served = await serve(createApp(responses));
    const request = http.get({ port: served.port, host: '127.0.0.1' });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.destroy();
    await returned;
  });

  test.each([
    ['holds a failure', mixed, 'failed'],
    ['holds successes only', fine, 'succeeded'],
    [
      'is streamed and holds a failure',
      async function* (): AsyncGenerator<MultistatusResponse> {
        yield { href: '/b', status: 423 };
      },
      'failed',
    ],
    [
      'is streamed and holds successes only',
      async function* (): AsyncGenerator<MultistatusResponse> {
        yield { href: '/b', status: 204 };
      },
      'succeeded',
    ],
  ] as const)('inside a batch a report that %s counts for what it holds', async (_case, report, expected) => {
    const response = await send(createApp(report as MakeReport), {
      path: '/batch',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ requests: [{ method: 'DELETE', url: '/albums/4' }] }),
    });
    const { summary, responses } = (await response.json()) as {
      summary: Record<string, number>;
      responses: unknown[];
    };
    expect(responses).toMatchObject([{ status: 207, body: { responses: expect.any(Array) as unknown } }]);
    expect(summary).toMatchObject({ total: 1, [expected]: 1 });
  });

  test.each<[string, string, MakeReport, string]>([
    [
      'a removed member',
      'REPORT',
      () => createMultistatus({ syncToken: 'urn:sync:1' }).response(GONE),
      'succeeded',
    ],
    ['a 404 without a sync token', 'REPORT', () => createMultistatus().response(GONE), 'failed'],
    ['an absent property', 'PROPFIND', () => createMultistatus().response(ABSENT), 'succeeded'],
    ['an absent property that is streamed', 'REPORT', () => streamAbsent(), 'succeeded'],
    ['a property that was not set', 'PROPPATCH', () => createMultistatus().response(ABSENT), 'failed'],
  ])(
    'inside a batch %s in the answer to %s counts as it is meant',
    async (_case, method, report, expected) => {
      const response = await send(createApp(report), {
        path: '/batch',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ requests: [{ method, url: '/albums/4' }] }),
      });
      const { summary } = (await response.json()) as { summary: unknown };
      expect(summary).toMatchObject({ total: 1, [expected]: 1 });
    },
  );

  test('refuses an unknown option', async () => {
    const response = await send(createApp(mixed, { defaultformat: 'json' } as never)).catch(() => undefined);
    expect(response?.status ?? 500).toBe(500);
  });
});

test('arguments in another order are named', async () => {
  const report = createMultistatus();
  const message = 'sendMultistatus needs the request, the response and the report: (req, res, report)';
  await expect(sendExpress({} as never, report as never, undefined as never)).rejects.toThrow(
    new TypeError(message),
  );
  await expect(sendKoa(report as never, {} as never)).rejects.toThrow(
    new TypeError('sendMultistatus needs the context and the report: (ctx, report)'),
  );
});
