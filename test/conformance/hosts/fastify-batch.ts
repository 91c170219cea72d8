import type { BatchOptions } from '@multistatus/core';
import { createBatchHandler } from '@multistatus/core/adapter';
import { dispatchTo, readEnvelope, writeEnvelope } from '@multistatus/node';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';

export interface FastifyBatchOptions extends BatchOptions<FastifyRequest> {
  /** Default: the app that the plugin is registered in. */
  readonly target?: Parameters<typeof dispatchTo>[0];
}

/** A plugin: `app.register(batch, { prefix: '/batch' })`. */
export const batch: FastifyPluginCallback<FastifyBatchOptions> = (app, options, done) => {
  const handle = createBatchHandler(options, ['target', 'prefix']);
  const { target = (req, res) => app.routing(req, res) } = options;

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { raw: req, originalUrl: url, body: parsedBody } = request;
    // Fastify keeps headers until it sends an answer. Here the answer is sent without it.
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '');
    const envelope = readEnvelope(req, reply.raw, { url, parsedBody, outer: request });
    await writeEnvelope(req, reply.raw, await handle(envelope, dispatchTo(target, req)));
  }

  app.all('/', {
    // Before Fastify parses the body: its parsers do not know the formats and limits of a batch.
    preParsing: (request, reply) => {
      reply.hijack();
      answer(request, reply).catch((error: unknown) => request.log.error(error));
    },
    handler: () => undefined, // not called: the answer has been sent
  });
  done();
};
