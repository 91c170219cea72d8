import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  BatchRequestContent,
  type BatchRequestStep,
  BatchResponseContent,
  Client,
  type Context,
} from '@microsoft/microsoft-graph-client';
import type { StartedHost } from '../../conformance/hosts/host.js';
import { allHosts } from '../../conformance/hosts/index.js';

const HOSTS = allHosts.filter(({ hasOwnFormat }) => hasOwnFormat !== true);

function step(
  id: string,
  url: string,
  { dependsOn, init }: { dependsOn?: string[]; init?: RequestInit } = {},
): BatchRequestStep {
  const request = new Request(`https://graph.microsoft.com/v1.0${url}`, init);
  return dependsOn === undefined ? { id, request } : { id, request, dependsOn };
}

const JSON_POST = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":"é"}' };
const STEPS: readonly BatchRequestStep[] = [
  step('1', '/echo', { init: JSON_POST }),
  step('2', '/binary'),
  step('3', '/nothing'),
  step('4', '/status/404'),
  step('5', '/made?status=429&set=Retry-After:12'),
  step('6', `/as?type=text/plain&text=${encodeURIComponent('"é"')}`),
];
/** The client sends dependencies in one of two patterns only; this is one of them. */
const SERIAL_STEPS = [step('1', '/status/409'), step('2', '/echo', { dependsOn: ['1'] })];

describe.each(HOSTS)("Microsoft Graph's JavaScript client, $name", (host) => {
  let started: StartedHost;
  beforeAll(async () => {
    // What the suite mounts at /batch is for the client the batch of an API under /v1.0.
    const options = { format: 'graph', basePath: '/v1.0', root: '/v1.0' } as const;
    started = await host.start({ bodyParser: 'none', mount: '/', options, answerHeaders: {} });
  });
  afterAll(() => started.close());

  async function send(steps: readonly BatchRequestStep[]): Promise<BatchResponseContent> {
    const middleware = {
      // In place of the link that calls `fetch`: some hosts have no port.
      execute: async (context: Context): Promise<void> => {
        const { method = '', headers, body } = context.options ?? {};
        const fields = Object.fromEntries(new Headers(headers as Record<string, string>));
        const answer = await started.exchange({ method, headers: fields, body: body as string });
        context.response = new Response(answer.bytes as Uint8Array<ArrayBuffer>, {
          status: answer.status,
          headers: answer.headers as Record<string, string>,
        });
      },
    };
    const client = Client.initWithMiddleware({ middleware, baseUrl: 'http://127.0.0.1/' });
    const content = await new BatchRequestContent([...steps]).getContent();
    return new BatchResponseContent(await client.api('/$batch').post(content));
  }

  test('reads what each request was answered', async () => {
    const responses = await send(STEPS);
    const seen = [...responses.getResponses()].map(([id, { status }]) => `${id} ${status}`);
    expect(seen).toEqual(['1 200', '2 200', '3 204', '4 404', '5 429', '6 200']);
    const echo = (await responses.getResponseById('1').json()) as { url: string; text: string };
    expect([echo.url, echo.text]).toEqual(['/echo', '{"a":"é"}']);
    expect(await responses.getResponseById('2').text()).toBe('iVBORw0KGgoA/w==');
    expect(await responses.getResponseById('3').text()).toBe('');
    expect(responses.getResponseById('5').headers.get('retry-after')).toBe('12');
    expect(await responses.getResponseById('6').text()).toBe('"é"');
  });

  test('reads the error of what did not run because something else has failed', async () => {
    const failed = (await send(SERIAL_STEPS)).getResponseById('2');
    expect(failed.status).toBe(424);
    expect(await failed.json()).toMatchObject({ error: { code: 'FailedDependency' } });
  });
});
