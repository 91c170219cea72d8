import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { NodeHandler } from '@multistatus/inject';
import express from 'express';
import express4 from 'express4';
import fc from 'fast-check';
import Koa from 'koa';
import { liftedCookies, sidesOf } from '../support/expected-in-batch.js';
import { comparable, type PlainAnswer } from '../support/plain-exchange.js';
import { sendByInject } from '../support/send-by-inject.js';
import { sendInBatch } from '../support/send-in-batch.js';
import { type SocketServer, startSocketServer } from '../support/socket-server.js';
import { createNastyExpress, type ExpressModule, expressUrls } from './nasty-express.js';
import { createNastyKoa, koaUrls } from './nasty-koa.js';
import { createProgramHost } from './observe-program.js';
import { requestsTo } from './request-arbitrary.js';
import { breakingSteps, flowSteps, requestSteps } from './request-steps.js';
import { bodySteps, headSteps } from './response-steps.js';

/** `FUZZ_RUNS=10000 FUZZ_SEED=$RANDOM` looks further than a run of all tests has time for. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const SEED = Number(process.env['FUZZ_SEED'] ?? 4_918);

/** Long enough for any number of runs; what hangs is found long before. */
const TEST_TIMEOUT_MS = 600_000;
/** How long a client waits for a program, some of which garble their response so that nothing is ever read of it. */
const PATIENCE_WITH_PROGRAMS_MS = 400;

const anyStep = fc.oneof(
  { weight: 6, arbitrary: headSteps },
  { weight: 6, arbitrary: bodySteps },
  { weight: 3, arbitrary: requestSteps },
  { weight: 4, arbitrary: flowSteps },
  { weight: 1, arbitrary: breakingSteps },
);

/** Checks whether a response without a body has arrived. */
function isWhole(answer: PlainAnswer): boolean {
  return answer.kind === 'answer' && answer.body.byteLength === 0;
}

const hosts: readonly { name: string; mount: (handler: NodeHandler) => NodeHandler }[] = [
  { name: 'no framework', mount: (handler) => handler },
  { name: 'Express 5', mount: (handler) => express().use(handler as express.RequestHandler) },
  { name: 'Express 4', mount: (handler) => express4().use(handler as express4.RequestHandler) },
  { name: 'Koa 3', mount: inKoa },
];

/** A program that breaks its response is reported to the app, which tells nobody. */
function inKoa(handler: NodeHandler): NodeHandler {
  const app = new Koa();
  app.silent = true;
  app.use((ctx) => {
    ctx.respond = false;
    handler(ctx.req, ctx.res);
  });
  return app.callback() as NodeHandler;
}

describe.each(hosts)('a handler in $name', ({ mount }) => {
  const programs = createProgramHost();
  const handler = mount(programs.handler);
  let server: SocketServer;
  beforeAll(async () => {
    server = await startSocketServer(handler, PATIENCE_WITH_PROGRAMS_MS);
  });
  afterAll(() => server.close());

  test(
    'behaves by inject as over a socket, whatever it does',
    async () => {
      // A long body comes in pieces over time, and what meets what on the way is up to the network.
      const requests = requestsTo('/program').filter(({ body }) => (body?.byteLength ?? 0) < 50_000);
      const property = fc.asyncProperty(
        requests,
        fc.array(anyStep, { maxLength: 8 }),
        async (request, steps) => {
          const overSocket = await programs.observe(steps, () => server.send(request));
          fc.pre(overSocket.answer.kind !== 'silent'); // what a handler garbles is no answer to compare with
          const byInject = await programs.observe(steps, () => sendByInject(handler, request));
          // The head of an answer without a body is all of it: a client may leave then, and sees nothing break after it.
          fc.pre(!isWhole(overSocket.answer) || !(overSocket.isAborted || byInject.isAborted));
          expect(byInject.seen).toEqual(overSocket.seen);
        },
      );
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
    },
    TEST_TIMEOUT_MS,
  );
});

const apps = [
  { name: 'Express 5', app: createNastyExpress(express), urls: expressUrls },
  { name: 'Express 4', app: createNastyExpress(express4 as unknown as ExpressModule), urls: expressUrls },
  { name: 'Koa 3', app: createNastyKoa(), urls: koaUrls },
];

describe.each(apps)('an app of $name', ({ app, urls }) => {
  let server: SocketServer;
  beforeAll(async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined); // Express tells of every error that it answers
    server = await startSocketServer(app);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  test(
    'answers by inject as over a socket',
    async () => {
      const property = fc.asyncProperty(requestsTo(urls), async (request) => {
        const overSocket = await server.send(request);
        const byInject = await sendByInject(app, request);
        expect(comparable(byInject)).toEqual(comparable(overSocket));
      });
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
    },
    TEST_TIMEOUT_MS,
  );

  test(
    'answers in a batch as over a socket',
    async () => {
      const several = fc.array(requestsTo(urls), { minLength: 1, maxLength: 4 });
      const property = fc.asyncProperty(several, async (requests) => {
        const overSocket = await Promise.all(requests.map((request) => server.send(request)));
        const { envelope, responses } = await sendInBatch(server, requests);
        expect([envelope.headers['set-cookie'] ?? []].flat()).toEqual(liftedCookies(overSocket));
        for (const [index, answer] of overSocket.entries()) {
          const response = responses[index]!;
          if (answer.kind === 'answer') {
            const { expected, received } = sidesOf(answer, response, {
              envelope: envelope.headers,
              method: requests[index]?.method ?? '',
            });
            expect(received).toEqual(expected);
          } else {
            expect(response.body).toMatchObject({ type: 'urn:multistatus:problem:no-response' });
          }
        }
      });
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
    },
    TEST_TIMEOUT_MS,
  );
});
