import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PlainAnswer } from '../../support/plain-exchange.js';
import { sendByInject } from '../../support/send-by-inject.js';
import { type SocketServer, startSocketServer } from '../../support/socket-server.js';
import { injectWays } from './inject-ways.js';

type Handle = (res: ServerResponse, req: IncomingMessage) => unknown;

const DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

const HEADS: Readonly<Record<string, Handle>> = {
  'no fields': (res) => res.end('x'),
  'fields in the case of the handler': (res) =>
    res.setHeader('X-Case', 'A').setHeader('x-lower', 'b').end('x'),
  numbers: (res) => res.setHeader('Content-Length', 1).setHeader('X-Number', -1.5).end('x'),
  'other values': (res) =>
    res
      .setHeader('x-true', true as never)
      .setHeader('x-null', null as never)
      .end('x'),
  lists: (res) => res.setHeader('X-List', ['1', '2']).setHeader('Set-Cookie', ['a=1', 'b=2']).end('x'),
  'a list that changes once it has been written': (res) => {
    res.setHeader('X-List', ['1', '2']).writeHead(200);
    (res.getHeader('X-List') as string[])[0] = '3';
    res.end('x');
  },
  'white space around values': (res) => res.setHeader('x-a', ' a').setHeader('x-b', 'b\t').end('x'),
  'an empty value': (res) => res.setHeader('x-empty', '').setHeader('x-space', ' ').end('x'),
  'text beyond ASCII in the encoding of text': (res) => res.setHeader('x-latin', 'caf\u00e9').end('x'),
  'text beyond ASCII before bytes': (res) => res.setHeader('x-latin', 'caf\u00e9').end(Buffer.from('x')),
  'text beyond ASCII without a body': (res) => res.setHeader('x-latin', 'caf\u00e9').writeHead(204).end(),
  'a status message beyond ASCII': (res) => res.setHeader('x-a', 'a').writeHead(200, 'Caf\u00e9').end('x'),
  'a file name beyond ASCII': (res) =>
    res
      .setHeader('Content-Length', 1)
      .setHeader('Content-Disposition', 'attachment; filename="caf\u00e9"')
      .end('x'),
  'fields set, and fields with the head': (res) =>
    res
      .setHeader('x-a', 'a')
      .setHeader('x-b', 'b')
      .writeHead(201, 'Made', { 'X-B': 'c', 'x-d': 'd' })
      .end('x'),
  'fields with the head only': (res) => res.writeHead(202, { 'X-B': ['1', '2'], 'x-d': ' d ' }).end('x'),
  'a field of an odd name': (res) => res.setHeader('__proto__', 'a').setHeader('x-b', 'b').end('x'),
  'a field that was removed again': (res) => {
    res.setHeader('x-a', 'a').setHeader('x-b', 'b').removeHeader('X-A');
    res.end('x');
  },
  'no date': (res) => {
    res.sendDate = false;
    res.setHeader('x-a', 'a').end('x');
  },
  'a date of its own': (res) => res.setHeader('Date', 'today').end('x'),
  'a connection that closes': (res) => res.setHeader('Connection', 'close').end('x'),
  'chunks of its own': (res) => res.setHeader('Transfer-Encoding', 'chunked').end('x'),
  'chunks, with trailers': (res) => {
    res.setHeader('Trailer', 'x-sum').write('a');
    res.addTrailers({ 'x-sum': '1' });
    res.end();
  },
  'a status without a body': (res) => res.setHeader('ETag', '"1"').writeHead(304).end(),
};

/** All of the head; only the time of the date differs. */
function headOf(answer: PlainAnswer): unknown {
  if (answer.kind !== 'answer') return answer.kind;
  const { status, statusMessage, headers, trailers, body } = answer;
  const fields = Object.entries(headers).map(([name, value]) => [
    name,
    name === 'date' ? String(value).replace(DATE, 'the date') : value,
  ]);
  return { status, statusMessage, fields, trailers, body: body.toString('latin1') };
}

describe.each(injectWays)('the head of a response, %s', (_name, inject) => {
  let handle: Handle;
  const handler = (req: IncomingMessage, res: ServerResponse): void => void handle(res, req);
  let server: SocketServer;
  beforeAll(async () => {
    server = await startSocketServer(handler);
  });
  afterAll(() => server.close());

  test.each(Object.keys(HEADS))('is as over a socket: %s', async (name) => {
    handle = HEADS[name]!;
    const request = { method: 'GET', url: '/', headers: [['Host', 'h']] as const };
    const overSocket = headOf(await server.send(request));
    expect(overSocket).toMatchObject({ status: expect.any(Number) });
    expect(headOf(await sendByInject(handler, request, inject))).toEqual(overSocket);
  });

  test('is of its own response, where they take turns', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name, index) =>
        inject(
          (_req, res) =>
            res
              .setHeader('x-name', name)
              .writeHead(200 + (index % 2))
              .end(name),
          {
            method: 'GET',
            url: '/',
            headers: {},
            httpVersion: index < 2 ? '1.1' : '1.0',
          },
        ),
      ),
    );
    const seen = answers.map(({ status, statusMessage, headers }) => [
      status,
      statusMessage,
      headers['x-name'],
      headers['connection'],
    ]);
    expect(seen).toEqual([
      [200, 'OK', 'a', 'keep-alive'],
      [201, 'Created', 'b', 'keep-alive'],
      [200, 'OK', 'c', 'close'],
      [201, 'Created', 'd', 'close'],
    ]);
  });
});
