import type { IncomingMessage } from 'node:http';
import express from 'express';
import Fastify, { type onRequestHookHandler } from 'fastify';
import { batch } from './fastify-batch.js';
import type { ApplicationFactory, BatchArguments, ConformanceHost } from './host.js';
import { startNodeHost } from './start-node-host.js';
import { withoutMonitors } from './without-monitors.js';

export const fastify5Host: ConformanceHost = {
  name: 'Fastify 5',
  skip: withoutMonitors(),
  start: (setup) => startNodeHost('Fastify 5', setup, fastifyApplication),
};

/** The parsers of Fastify run after the batch takes its request; only a hook can parse before. */
const PARSERS = { json: express.json(), raw: express.raw({ type: '*/*' }), none: undefined };

const fastifyApplication: ApplicationFactory = ({ bodyParser, mount }, { target, ...options }) => {
  const app = Fastify();
  for (const method of ['PROPFIND', 'SEARCH']) app.addHttpMethod(method, { hasBody: true });
  const parse = PARSERS[bodyParser];
  app.register((scope, _options, done) => {
    if (parse !== undefined) scope.addHook('onRequest', inHook(parse));
    const prefix = mount === '/' ? '/batch' : `${mount}/batch`;
    scope.register(batch, { ...options, target: throughFastify(target), prefix });
    done();
  });
  return (req, res) => app.ready(() => app.routing(req, res));
};

function inHook(parse: express.RequestHandler): onRequestHookHandler {
  return (request, { raw: res }, done) => {
    const req = request.raw as express.Request;
    parse(req, res as express.Response, (error?: unknown) => {
      request.body = req.body;
      done(error as Error | undefined);
    });
  };
}

/** Returns a handler that runs `target` as a route of a Fastify app. */
function throughFastify(target: BatchArguments['target']): BatchArguments['target'] {
  const app = Fastify();
  const failures = new WeakMap<IncomingMessage, (error: unknown) => void>();
  app.addHttpMethod('M-SEARCH', { hasBody: true });
  app.addHttpMethod('QUERY', { hasBody: false, overrideExisting: true }); // otherwise Fastify refuses one without a content-type
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null)); // the target reads the body
  app.all('/*', async ({ raw: req }, reply) => {
    reply.hijack();
    try {
      await target(req, reply.raw);
    } catch (error) {
      failures.get(req)?.(error); // otherwise Fastify would log it, and the batch could not report it
    }
  });
  return (req, res) =>
    new Promise((_resolve, reject) => {
      failures.set(req, reject);
      app.ready(() => app.routing(req, res));
    });
}
