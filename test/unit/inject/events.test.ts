import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { comparable, type PlainAnswer } from '../../support/plain-exchange.js';
import { recordEvents } from '../../support/record-events.js';
import { sendByInject } from '../../support/send-by-inject.js';
import { type SocketServer, startSocketServer } from '../../support/socket-server.js';
import { type EventScenario, eventScenarios } from './event-scenarios.js';
import { injectWays } from './inject-ways.js';

interface Run {
  readonly answer: unknown;
  readonly log: readonly string[];
}

let running: EventScenario;
let recording: ReturnType<typeof recordEvents>;

function handler(req: IncomingMessage, res: ServerResponse): void {
  recording = recordEvents(req, res);
  const { log } = recording;
  running.handle(req, res, (line) => log.push(line));
}

/** Ends when both messages have closed and nothing more happens for some turns of the event loop. */
async function observe(scenario: EventScenario, send: () => Promise<PlainAnswer>): Promise<Run> {
  running = scenario;
  const answer = await send();
  await recording.closed;
  for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  return { answer: comparable(answer), log: recording.log };
}

describe.each(injectWays)('events, %s', (_name, inject) => {
  let server: SocketServer;
  beforeAll(async () => {
    server = await startSocketServer(handler);
  });
  afterAll(() => server.close());

  test.each(eventScenarios)(
    '$name: the same as over a socket, once each and in that order',
    async (scenario) => {
      const { body } = scenario;
      const request = {
        method: scenario.method ?? (body === undefined ? 'GET' : 'POST'),
        url: '/',
        headers: [['Host', 'photos.example']] as const,
        body: body === undefined ? undefined : Buffer.from(body),
      };
      const overSocket = await observe(scenario, () => server.send(request));
      const byInject = await observe(scenario, () => sendByInject(handler, request, inject));
      expect(byInject).toEqual(overSocket);
      for (const event of ['req end', 'req close', 'res finish', 'res close']) {
        expect(byInject.log.filter((line) => line === event).length).toBeLessThanOrEqual(1);
      }
    },
  );

  test('ticks of a handler come before its promises, wherever it was called from', async () => {
    const log: string[] = [];
    await Promise.resolve();
    await inject(
      (_req, res) => {
        void Promise.resolve().then(() => log.push('promise'));
        process.nextTick(() => log.push('tick'));
        setImmediate(() => res.end());
      },
      { method: 'GET', url: '/', headers: {} },
    );
    expect(log).toEqual(['tick', 'promise']);
  });
});
