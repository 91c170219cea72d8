import type { Report, ReportOptions } from '@multistatus/core';
import { answerReport } from '@multistatus/core/adapter';
import { sendToContext } from '@multistatus/node';
import type { KoaContext } from './koa-context.js';

/**
 * Answers with a report of partial success as 207 Multi-Status, in JSON or XML depending on the Accept header. If the client
 * has no preference, the format is that of the request body, else XML. In an operation of a batch without an Accept header, it
 * is JSON if the batch is answered in JSON or NDJSON, and XML if it is answered in XML.
 *
 * `report` is a builder that `createMultistatus()` returned, a document, or an async iterable of responses. The responses of
 * an iterable are sent as they arrive, with backpressure.
 *
 * Sets status, headers and body of `ctx`; Koa sends them after the middleware has ended. If the iterable fails, the
 * connection is closed, so that no client takes the answer as complete, and the app emits `error`. After the client has
 * disconnected, the iterable is asked to return, and its errors are ignored; Koa 3 itself emits `error` for a stream that its
 * client leaves. Does nothing if something else has already answered, such as a timeout of the app.
 *
 * @throws {TypeError} for an unknown option, a report of the wrong kind, or other arguments than these.
 *
 * @example
 * ```ts
 * router.delete('/albums/:id', async (ctx) => {
 *   const report = createMultistatus();
 *   report.response({ href: '/albums/4/7.jpg', status: 423, description: 'held by Ana' });
 *   await sendMultistatus(ctx, report);
 * });
 * ```
 */
export async function sendMultistatus(
  ctx: KoaContext,
  report: Report,
  options: ReportOptions = {},
): Promise<void> {
  if ((ctx as Partial<KoaContext> | undefined)?.req === undefined)
    throw new TypeError('sendMultistatus needs the context and the report: (ctx, report)');
  const { method = '', headers } = ctx.req;
  const request = {
    message: ctx.req,
    method,
    url: ctx.originalUrl,
    headers,
    responseHeaders: ctx.res.getHeaders(),
  };
  sendToContext(ctx, await answerReport(report, request, options));
}
