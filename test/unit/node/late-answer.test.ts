import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Served, serve } from '../../support/serve.js';
import { requests, type SendingHost, sendingHosts } from './sending-hosts.js';

const FORMATS = ['application/json', 'application/x-ndjson'];

/** Lets everything run that is not waiting for anything. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Who answers first, such as the timeout of an app. */
const FIRST: Readonly<Record<string, (res: ServerResponse) => void>> = {
  'has answered': (res) => {
    res.writeHead(503, { 'content-length': '9' }).end('the first');
  },
  'has begun to answer': (res) => {
    res.writeHead(503).write('the ');
    void settle().then(() => res.end('first'));
  },
};

describe.each(sendingHosts)('if something else %s', (name, createApp) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterAll(() => agent.destroy());
  let served: Served | undefined;
  let print: jest.SpiedFunction<typeof console.error>;
  beforeEach(() => {
    print = jest.spyOn(console, 'error');
  });
  afterEach(async () => {
    print.mockRestore();
    await served?.close();
  });

  async function start(app: SendingHost, first: (res: ServerResponse) => void): Promise<unknown[]> {
    const errors: unknown[] = [];
    const before = (req: IncomingMessage, res: ServerResponse): void => {
      if (req.method === 'POST') first(res);
    };
    served = await serve(app({ before, onError: (error) => errors.push(error) }));
    return errors;
  }

  async function send(path: string, accept: string, body?: string): Promise<[ClientRequest, number, string]> {
    const outgoing = request({
      port: served!.port,
      host: '127.0.0.1',
      path,
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: { accept, 'content-type': 'application/json', 'content-length': body?.length ?? 0 },
    });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
    return [outgoing, response.statusCode!, text];
  }

  describe.each(Object.entries(FIRST))('%s', (_title, first) => {
    test.each(
      requests.flatMap(([kind, ...rest]) => FORMATS.map((format) => [kind, format, ...rest] as const)),
    )(`%s in %s on ${name} is quiet`, async (_kind, accept, path, body) => {
      const errors = await start(createApp, first);
      const [, status, text] = await send(path, accept, body);
      expect([status, text]).toEqual([503, 'the first']);
      await settle();
      const [next, nextStatus, nextText] = await send('/other', accept);
      expect([next.reusedSocket, nextStatus, nextText]).toEqual([true, 200, 'other']);
      expect(errors).toEqual([]);
      expect(print).not.toHaveBeenCalled();
    });
  });
});
